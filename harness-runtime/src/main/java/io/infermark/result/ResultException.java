package io.infermark.result;

/** A result file that cannot be read. The message begins with a stable code in brackets. */
public final class ResultException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String code;

    ResultException(String code, String message) {
        super("[" + code + "] " + message);
        this.code = code;
    }

    /** {@code SchemaUnknown}, {@code SchemaNewer}, {@code ResultMalformed} or {@code RunLogCorrupt}. */
    public String code() {
        return code;
    }
}
