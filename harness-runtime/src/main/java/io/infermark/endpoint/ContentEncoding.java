package io.infermark.endpoint;

import org.jspecify.annotations.Nullable;

/** What an answer's {@code Content-Encoding} means here: we ask for none, and read bodies as they come. */
public final class ContentEncoding {
    private ContentEncoding() {}

    /**
     * Whether a body is not what it says but an encoding of it.
     *
     * @param header as the server said it; null if it said none
     */
    public static boolean applied(@Nullable String header) {
        return header != null && !header.isBlank() && !header.strip().equalsIgnoreCase("identity");
    }
}
