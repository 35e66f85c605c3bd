package io.infermark.endpoint;

import io.infermark.model.SecretRef;

/**
 * The value of a secret. Only {@link #reveal} gives it away; everything that prints, compares or serialises by default does not: it has no getter, no field that a mapper
 * sees, and its {@link #toString} is the reference.
 */
public final class Secret {
    private final SecretRef reference;
    private final String value;

    Secret(SecretRef reference, String value) {
        this.reference = reference;
        this.value = value;
    }

    /** Where it came from. */
    public SecretRef reference() {
        return reference;
    }

    /** The value, for the one place that sends it. */
    public String reveal() {
        return value;
    }

    @Override
    public String toString() {
        return "Secret[" + reference + "]";
    }
}
