package io.infermark.load;

import io.netty.handler.ssl.SslContext;
import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where requests go. Immutable. Header values may be secret: they are sent and shown nowhere.
 */
public final class LoadTarget {
    private final List<URI> openUris;
    private final Map<String, String> headers;
    private final @Nullable SslContext tls;

    private LoadTarget(List<URI> openUris, Map<String, String> headers, @Nullable SslContext tls) {
        this.openUris = List.copyOf(openUris);
        this.headers = new LinkedHashMap<>(headers);
        this.tls = tls;
    }

    /** A target without anything. */
    public static Builder builder() {
        return new Builder();
    }

    /** For each URL of the endpoint, by its index, an address that a cheap {@code GET} answers. */
    public List<URI> openUris() {
        return openUris;
    }

    Map<String, String> headers() {
        return headers;
    }

    @Nullable
    SslContext tls() {
        return tls;
    }

    @Override
    public String toString() {
        return "LoadTarget[" + openUris.size() + " URLs, headers " + headers.keySet() + ", "
                + (tls == null ? "JDK's trust" : "own TLS context") + "]";
    }

    /** Collects the parts of a target. */
    public static final class Builder {
        private final List<URI> openUris = new ArrayList<>();
        private final Map<String, String> headers = new LinkedHashMap<>();
        private @Nullable SslContext tls;

        private Builder() {
            headers.put("Content-Type", "application/json");
            headers.put("Accept", "text/event-stream");
        }

        /**
         * Adds the endpoint's next URL.
         *
         * @param openUri a cheap {@code GET} under it ({@code /health}, {@code /v1/models}), by which connections are opened before a window; any answer will do
         */
        public Builder url(URI openUri) {
            if (openUri.getHost() == null) {
                throw new IllegalArgumentException(
                        "[TargetWithoutHost] an address without a host. Write http://host:port/path.");
            }
            openUris.add(openUri);
            return this;
        }

        /** Sets a header of every request; a value given before is replaced. Content type and accepted type have sensible defaults. */
        public Builder header(String name, String value) {
            headers.keySet().removeIf(name::equalsIgnoreCase);
            headers.put(name, value);
            return this;
        }

        /** Trust and client certificate for https; without it the JDK's trust holds. */
        public Builder tls(SslContext context) {
            tls = context;
            return this;
        }

        /**
         * The target.
         *
         * @throws IllegalArgumentException {@code [TargetEmpty]} without a URL
         */
        public LoadTarget build() {
            if (openUris.isEmpty()) {
                throw new IllegalArgumentException("[TargetEmpty] a target without a URL. Give at least one.");
            }
            return new LoadTarget(openUris, headers, tls);
        }
    }
}
