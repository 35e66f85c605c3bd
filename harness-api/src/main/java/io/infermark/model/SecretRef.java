package io.infermark.model;

/**
 * Where a secret is, never what it is. The value is read when a request is built, in the process that sends it, and is neither printed nor recorded.
 *
 * @param kind where to look
 * @param name the variable's name, or the file's path
 */
public record SecretRef(Kind kind, String name) {
    /** Where a secret may be. */
    public enum Kind {
        ENV,
        FILE
    }

    /** Whether {@code text} has the form of a reference. */
    public static boolean isReference(String text) {
        return (text.startsWith("env:") && text.length() > 4) || (text.startsWith("file:") && text.length() > 5);
    }

    /**
     * Reads {@code env:NAME} or {@code file:/path}.
     *
     * @throws IllegalArgumentException for anything else; the message does not repeat the text, which may be the secret itself
     */
    public static SecretRef parse(String text) {
        if (!isReference(text)) {
            throw new IllegalArgumentException(
                    "[SecretInline] a secret must be a reference, env:NAME or file:/path, never the secret itself.");
        }
        int colon = text.indexOf(':');
        return new SecretRef(text.startsWith("env:") ? Kind.ENV : Kind.FILE, text.substring(colon + 1));
    }

    @Override
    public String toString() {
        return (kind == Kind.ENV ? "env:" : "file:") + name;
    }
}
