package io.infermark.endpoint;

import java.net.URI;

/** What a request line, or {@code :path}, says of an address. */
public final class PathAndQuery {
    private PathAndQuery() {}

    /** As encoded in the address; a path that is missing is the root, which HTTP must name. */
    public static String of(URI uri) {
        String path = uri.getRawPath() == null || uri.getRawPath().isEmpty() ? "/" : uri.getRawPath();
        return uri.getRawQuery() == null ? path : path + "?" + uri.getRawQuery();
    }
}
