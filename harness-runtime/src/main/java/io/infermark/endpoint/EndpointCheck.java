package io.infermark.endpoint;

import io.infermark.model.EndpointSpec;
import java.net.URI;

/** Whatever can be known to be wrong with an endpoint's options without asking it anything. */
public final class EndpointCheck {
    private EndpointCheck() {}

    /**
     * Reads secrets and certificates, and builds headers, addresses and body fields once.
     *
     * @param spec its URLs may be empty, of a server that is still to be started
     * @throws EndpointException with {@link EndpointException.Fault#CONFIGURATION}, the first thing that is wrong
     */
    public static void check(EndpointSpec spec, SecretStore secrets) {
        EndpointTls tls = EndpointTls.of(spec);
        if (tls.custom()) {
            tls.sslContext();
        }
        RequestHeaders.of(spec, secrets);
        RequestFields.of(spec, "", Capabilities.STANDARD, "max_tokens", false);
        for (String url : spec.urls()) {
            new RequestUris(parse(url), spec.basePath(), secrets).api("completions");
        }
    }

    private static URI parse(String url) {
        try {
            return URI.create(url);
        } catch (IllegalArgumentException e) {
            throw EndpointException.configuration(
                    "UrlMalformed",
                    "\"" + RequestUris.withoutQuery(url) + "\" is no http or https URL. Write http://host:port.");
        }
    }
}
