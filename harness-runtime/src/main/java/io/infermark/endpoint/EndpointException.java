package io.infermark.endpoint;

/**
 * An endpoint cannot be used. The message begins with its code in brackets and never holds a secret.
 *
 * <p>There is no cause: what a library says of a failed request may repeat headers, so only the redacted text of it is kept.
 */
public final class EndpointException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String code;
    private final Fault fault;

    /** Whose fault it is, which decides the exit code. */
    public enum Fault {
        /** An option or a file is wrong: known without asking the server (exit code 2). */
        CONFIGURATION,
        /** The server refused, failed or cannot be reached (exit code 1). */
        ENDPOINT
    }

    private EndpointException(Fault fault, String code, String message) {
        super("[" + code + "] " + message);
        this.fault = fault;
        this.code = code;
    }

    static EndpointException configuration(String code, String message) {
        return new EndpointException(Fault.CONFIGURATION, code, message);
    }

    static EndpointException endpoint(String code, String message) {
        return new EndpointException(Fault.ENDPOINT, code, message);
    }

    /** The code without its brackets. */
    public String code() {
        return code;
    }

    /** Whose fault it is. */
    public Fault fault() {
        return fault;
    }
}
