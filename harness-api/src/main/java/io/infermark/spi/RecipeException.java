package io.infermark.spi;

/** A point that an engine's recipe cannot express. The message begins with a code in brackets. */
public final class RecipeException extends IllegalArgumentException {
    private static final long serialVersionUID = 1;

    /** @param message code in brackets, what, where, why, and what to change */
    public RecipeException(String message) {
        super(message);
    }
}
