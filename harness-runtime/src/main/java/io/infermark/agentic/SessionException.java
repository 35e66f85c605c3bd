package io.infermark.agentic;

/** A file of a replay cannot be read as one. */
public final class SessionException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    SessionException(String message) {
        super(message);
    }

    SessionException(String message, Throwable cause) {
        super(message, cause);
    }
}
