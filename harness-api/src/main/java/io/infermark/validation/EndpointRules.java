package io.infermark.validation;

import io.infermark.model.EndpointSpec;
import io.infermark.model.HeaderSpec;
import io.infermark.model.SecretRef;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** Rules of how requests are made. No message repeats what may be a secret. */
final class EndpointRules {
    private static final String PATH = "server.endpoint";
    private static final Pattern HEADER_NAME = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]+");
    private static final Pattern BASE_PATH = Pattern.compile("(/[^/?#\\s]+)*");
    private static final List<String> SECRET_NAMES =
            List.of("authorization", "cookie", "api-key", "apikey", "secret", "password");
    private static final Set<String> MANAGED_HEADERS =
            Set.of("content-length", "content-type", "transfer-encoding", "connection", "x-request-id");
    private static final Set<String> MANAGED_BODY = Set.of("model", "prompt", "messages", "stream");

    private final EndpointSpec endpoint;
    private final Findings findings;

    EndpointRules(EndpointSpec endpoint, Findings findings) {
        this.endpoint = endpoint;
        this.findings = findings;
    }

    void check() {
        Set<String> seen = new HashSet<>();
        for (int i = 0; i < endpoint.urls().size(); i++) {
            String url = endpoint.urls().get(i);
            checkUrl(url, PATH + ".urls[" + i + "]");
            if (!seen.add(url)) {
                findings.add(Code.URL_TWICE, PATH + ".urls[" + i + "]", withoutCredentials(url));
            }
        }
        if (!BASE_PATH.matcher(endpoint.basePath()).matches()) {
            findings.add(Code.BASE_PATH_MALFORMED, PATH + ".basePath", endpoint.basePath());
        }
        if (!endpoint.apiKey().isEmpty() && !SecretRef.isReference(endpoint.apiKey())) {
            findings.add(Code.SECRET_INLINE, PATH + ".apiKey");
        }
        for (int i = 0; i < endpoint.headers().size(); i++) {
            checkHeader(endpoint.headers().get(i), PATH + ".headers[" + i + "]");
        }
        checkBody();
        checkCertificate();
    }

    private void checkUrl(String text, String path) {
        URI uri;
        try {
            uri = new URI(text);
        } catch (URISyntaxException e) {
            findings.add(Code.URL_MALFORMED, path, withoutCredentials(text), "it is no URI");
            return;
        }
        String scheme = uri.getScheme();
        if (scheme == null || !List.of("http", "https").contains(scheme.toLowerCase(Locale.ROOT))) {
            findings.add(Code.URL_MALFORMED, path, withoutCredentials(text), "it is neither http nor https");
        } else if (uri.getRawUserInfo() != null) {
            findings.add(Code.URL_SECRET, path, uri.getHost());
        } else if (uri.getHost() == null) {
            findings.add(Code.URL_MALFORMED, path, withoutCredentials(text), "it names no host");
        } else if (uri.getPort() == 0 || uri.getPort() > 65_535) {
            findings.add(Code.URL_MALFORMED, path, text, "there is no port " + uri.getPort());
        } else if (!List.of("", "/").contains(uri.getRawPath())
                || uri.getRawQuery() != null
                || uri.getRawFragment() != null) {
            findings.add(
                    Code.URL_MALFORMED, path, text, "it has more than scheme, host and port; a path goes to basePath");
        }
    }

    private static String withoutCredentials(String url) {
        return url.replaceAll("//[^/]*@", "//…@");
    }

    private void checkHeader(HeaderSpec header, String path) {
        String name = header.name().toLowerCase(Locale.ROOT);
        if (!HEADER_NAME.matcher(header.name()).matches()
                || header.value().chars().anyMatch(c -> c == '\r' || c == '\n' || c == 0)) {
            findings.add(Code.HEADER_INVALID, path, header.name());
        } else if (MANAGED_HEADERS.contains(name)) {
            findings.add(Code.HEADER_MANAGED, path, header.name());
        } else if (!header.secret() && (SECRET_NAMES.stream().anyMatch(name::contains) || name.endsWith("token"))) {
            findings.add(Code.HEADER_SECRET, path, header.name(), header.name(), header.name());
        }
    }

    private void checkBody() {
        endpoint.body().forEach((name, value) -> {
            if (MANAGED_BODY.contains(name)) {
                findings.add(Code.BODY_MANAGED, PATH + ".body." + name, name, "replaced");
            } else if (!JsonSyntax.isValue(value)) {
                findings.add(Code.BODY_NOT_JSON, PATH + ".body." + name, name, value);
            }
        });
        for (int i = 0; i < endpoint.removeBody().size(); i++) {
            String name = endpoint.removeBody().get(i);
            if (MANAGED_BODY.contains(name)) {
                findings.add(Code.BODY_MANAGED, PATH + ".removeBody[" + i + "]", name, "removed");
            }
        }
    }

    private void checkCertificate() {
        String[] files = endpoint.clientCertificate().split(",", -1);
        boolean pair = files.length == 2 && !files[0].isBlank() && !files[1].isBlank();
        if (!endpoint.clientCertificate().isEmpty() && !pair) {
            findings.add(Code.CERTIFICATE_MALFORMED, PATH + ".clientCertificate", endpoint.clientCertificate());
        }
    }
}
