package io.infermark.sse;

/** The payload is no JSON. Never leaves the package, and carries no stack trace: a hostile stream may cause one an event. */
final class JsonSyntaxException extends Exception {
    private static final long serialVersionUID = 1L;

    /** Where in the array, absolute. */
    final int position;

    JsonSyntaxException(String message, int position) {
        super(message, null, false, false);
        this.position = position;
    }
}
