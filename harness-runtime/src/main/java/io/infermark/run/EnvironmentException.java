package io.infermark.run;

/** This machine can't run it, found before the first trial: exit code 3. The message starts with its code in brackets. */
public final class EnvironmentException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public EnvironmentException(String message) {
        super(message);
    }

    public EnvironmentException(String message, Throwable cause) {
        super(message, cause);
    }
}
