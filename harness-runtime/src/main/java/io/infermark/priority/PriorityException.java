package io.infermark.priority;

/** A policy or a context that cannot be scored by. The message begins with its code in brackets. */
public final class PriorityException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String text;

    PriorityException(String code, String text) {
        super("[" + code + "] " + text);
        this.text = text;
    }

    /** The message without its code. */
    public String text() {
        return text;
    }
}
