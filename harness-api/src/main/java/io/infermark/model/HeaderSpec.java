package io.infermark.model;

/**
 * A request header whose value is either plain or the reference of a secret.
 *
 * @param value plain text, or {@code env:NAME} / {@code file:/path}
 */
public record HeaderSpec(String name, String value) {
    /** Whether the value is a {@link SecretRef}. */
    public boolean secret() {
        return SecretRef.isReference(value);
    }

    /**
     * Reads {@code Name: value}.
     *
     * @throws IllegalArgumentException if there is no colon or no name
     */
    public static HeaderSpec parse(String text) {
        int colon = text.indexOf(':');
        if (colon < 1) {
            throw new IllegalArgumentException(
                    "[HeaderMalformed] a header has the form \"Name: value\", but there is no name before a colon.");
        }
        return new HeaderSpec(
                text.substring(0, colon).strip(), text.substring(colon + 1).strip());
    }
}
