package io.infermark.sim;

/** A simulator that cannot be configured or started; the message begins with a stable code in brackets. */
public final class SimException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String code;

    SimException(String code, String message) {
        super("[" + code + "] " + message);
        this.code = code;
    }

    SimException(String code, String message, Throwable cause) {
        super("[" + code + "] " + message, cause);
        this.code = code;
    }

    /** The same error, with where it was found. */
    SimException(SimException error, String where) {
        super(error.getMessage() + where, error);
        this.code = error.code;
    }

    /** The stable code without brackets, for example {@code PortInUse}. */
    public String code() {
        return code;
    }
}
