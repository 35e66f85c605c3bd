package io.infermark.model;

import io.infermark.api.Protocol;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How requests reach a server; the members mean what {@link io.infermark.api.EndpointOptions} says.
 *
 * @param apiKey reference of a secret; empty: none
 * @param body further body fields; values are JSON texts
 */
public record EndpointSpec(
        List<String> urls,
        Protocol protocol,
        String basePath,
        String apiKey,
        List<HeaderSpec> headers,
        Map<String, String> body,
        List<String> removeBody,
        String caCertificate,
        String clientCertificate) {
    /** Plain completions under {@code /v1}. */
    public static final EndpointSpec DEFAULT =
            new EndpointSpec(List.of(), Protocol.COMPLETIONS, "/v1", "", List.of(), Map.of(), List.of(), "", "");

    public EndpointSpec {
        urls = List.copyOf(urls);
        headers = List.copyOf(headers);
        body = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(body));
        removeBody = List.copyOf(removeBody);
    }

    /** The same options at other addresses. */
    public EndpointSpec withUrls(List<String> newUrls) {
        return new EndpointSpec(
                newUrls, protocol, basePath, apiKey, headers, body, removeBody, caCertificate, clientCertificate);
    }
}
