package io.infermark.load;

import io.infermark.endpoint.EndpointTls;
import io.infermark.endpoint.RequestHeaders;
import io.infermark.endpoint.SecretStore;
import io.infermark.spi.Endpoint;
import java.net.URI;

/** The target that an endpoint is. */
public final class EndpointTarget {
    private EndpointTarget() {}

    /**
     * Headers, trust and addresses of an endpoint. Connections are opened with {@code GET /health}: any answer will do, a 404 too.
     *
     * @throws io.infermark.endpoint.EndpointException if a secret or a certificate can't be read
     */
    public static LoadTarget of(Endpoint endpoint, SecretStore secrets) {
        return of(endpoint, secrets, ConnectionOptions.Protocol.HTTP_1_1);
    }

    /**
     * The same for an HTTP version: HTTP/2 over TLS is agreed by ALPN.
     *
     * @throws io.infermark.endpoint.EndpointException if a secret or a certificate can't be read
     */
    public static LoadTarget of(Endpoint endpoint, SecretStore secrets, ConnectionOptions.Protocol protocol) {
        LoadTarget.Builder target = LoadTarget.builder();
        for (URI url : endpoint.urls()) {
            target.url(URI.create(url.getScheme() + "://" + url.getRawAuthority() + "/health"));
        }
        RequestHeaders.of(endpoint.options(), secrets).forEach(target::header);
        EndpointTls tls = EndpointTls.of(endpoint.options());
        if (tls.custom()) {
            target.tls(tls.nettyContext(protocol == ConnectionOptions.Protocol.H2));
        }
        return target.build();
    }
}
