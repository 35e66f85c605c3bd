package io.infermark.run;

import io.infermark.load.ConnectionOptions.Protocol;
import io.infermark.model.EndpointSpec;
import io.infermark.plan.UsageException;
import java.net.URI;

/** Whether connections can be as the options want them, as far as it can be told before a server is asked or started. */
public final class ConnectionPreflight {
    private ConnectionPreflight() {}

    /**
     * Looks at the URLs that are known. What is no URL at all is found by those who read it.
     *
     * @throws UsageException {@code [HttpScheme]} if the HTTP version does not go with one
     */
    public static void check(Options options, EndpointSpec endpoint) {
        Protocol protocol = options.connections().options().protocol();
        for (String url : endpoint.urls()) {
            String scheme = scheme(url);
            if (!scheme.isEmpty() && !protocol.fits(scheme)) {
                throw new UsageException("-http: " + protocol.misfit(scheme));
            }
        }
    }

    private static String scheme(String url) {
        try {
            String scheme = URI.create(url).getScheme();
            return scheme == null ? "" : scheme;
        } catch (IllegalArgumentException e) {
            return "";
        }
    }
}
