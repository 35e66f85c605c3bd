package io.infermark.spi;

import io.infermark.model.EndpointSpec;
import java.net.URI;
import java.util.List;

/**
 * A running server that answers.
 *
 * @param urls addresses without a path, at least one; requests go round robin
 * @param model the name that requests carry
 * @param options how requests are made; its own {@code urls} are not looked at
 */
public record Endpoint(List<URI> urls, String model, EndpointSpec options) {
    public Endpoint {
        urls = List.copyOf(urls);
        if (urls.isEmpty()) {
            throw new IllegalArgumentException("[EndpointEmpty] an endpoint needs at least one URL.");
        }
    }
}
