package io.infermark.summary;

/** A file that cannot be tabulated. The message begins with its code in brackets. */
public final class SummaryException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    SummaryException(String message) {
        super(message);
    }
}
