package io.infermark.endpoint;

import io.infermark.model.SecretRef;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The addresses of an endpoint's routes: URL, base path, route, and the query that URL or base path may carry ({@code ?api-version=1&key=env:KEY}), with its secrets filled in.
 */
final class RequestUris {
    private final URI url;
    private final String basePath;
    private final SecretStore secrets;

    RequestUris(URI url, String basePath, SecretStore secrets) {
        this.url = checked(url);
        this.basePath = basePath;
        this.secrets = secrets;
    }

    /** {@code POST …/v1/completions} and the like. */
    URI api(String route) {
        return resolve(base() + "/" + route);
    }

    /** The same for messages. */
    String shownApi(String route) {
        return shown(api(route));
    }

    /** Routes beside the OpenAI API, such as {@code /tokenize}: under the base path without its last {@code /v1}. */
    URI root(String route) {
        String path = base();
        return resolve((path.endsWith("/v1") ? path.substring(0, path.length() - 3) : path) + "/" + route);
    }

    /** A URL that ends in the base path already ({@code http://host/v1}) does not get it twice. */
    private String base() {
        String prefix = url.getRawPath() == null ? "" : stripSlashes(url.getRawPath());
        String path = path(basePath);
        return !path.isEmpty() && prefix.endsWith(path) ? prefix : prefix + path;
    }

    /** The address without its query, for messages. */
    static String shown(URI uri) {
        return withoutQuery(uri.toString());
    }

    /** The text up to a question mark. */
    static String withoutQuery(String text) {
        int query = text.indexOf('?');
        return query < 0 ? text : text.substring(0, query);
    }

    static List<SecretRef> secretReferences(String text) {
        List<SecretRef> references = new ArrayList<>();
        int query = text.indexOf('?');
        if (query >= 0) {
            for (String pair : text.substring(query + 1).split("&", -1)) {
                String value = pair.substring(pair.indexOf('=') + 1);
                if (SecretRef.isReference(value)) {
                    references.add(SecretRef.parse(value));
                }
            }
        }
        return references;
    }

    private URI resolve(String path) {
        String query = join(query(url.getRawQuery()), query(queryOf(basePath)));
        try {
            return new URI(url.getScheme() + "://" + url.getRawAuthority() + path + query);
        } catch (URISyntaxException e) {
            throw EndpointException.configuration(
                    "UrlMalformed",
                    "the base path " + path(basePath) + " makes no URL together with " + shown(url)
                            + ". It is a path such as /v1.");
        }
    }

    private String query(@Nullable String raw) {
        if (raw == null || raw.isEmpty()) {
            return "";
        }
        List<String> pairs = new ArrayList<>();
        for (String pair : raw.split("&", -1)) {
            int equals = pair.indexOf('=');
            String value = pair.substring(equals + 1);
            pairs.add(
                    SecretRef.isReference(value)
                            ? pair.substring(0, equals + 1)
                                    + URLEncoder.encode(
                                            secrets.get(SecretRef.parse(value)).reveal(), StandardCharsets.UTF_8)
                            : pair);
        }
        return String.join("&", pairs);
    }

    private static String join(String first, String second) {
        String both = first.isEmpty() || second.isEmpty() ? first + second : first + "&" + second;
        return both.isEmpty() ? "" : "?" + both;
    }

    private static String path(String basePath) {
        int query = basePath.indexOf('?');
        String path = stripSlashes(query < 0 ? basePath : basePath.substring(0, query));
        return path.isEmpty() || path.startsWith("/") ? path : "/" + path;
    }

    private static String queryOf(String basePath) {
        int query = basePath.indexOf('?');
        return query < 0 ? "" : basePath.substring(query + 1);
    }

    private static String stripSlashes(String path) {
        int end = path.length();
        while (end > 0 && path.charAt(end - 1) == '/') {
            end--;
        }
        return path.substring(0, end);
    }

    private static URI checked(URI url) {
        String scheme = url.getScheme() == null ? "" : url.getScheme().toLowerCase(Locale.ROOT);
        if (!scheme.equals("http") && !scheme.equals("https")) {
            throw EndpointException.configuration(
                    "UrlMalformed", "\"" + shown(url) + "\" is no http or https URL. Write http://host:port.");
        }
        if (url.getHost() == null) {
            throw EndpointException.configuration(
                    "UrlMalformed", "\"" + shown(url) + "\" names no host. Write " + scheme + "://host:port.");
        }
        if (url.getRawUserInfo() != null) {
            throw EndpointException.configuration(
                    "SecretInline",
                    "a URL carries a user name or a password. Give it as a header whose value is env:NAME or file:/path.");
        }
        return url;
    }
}
