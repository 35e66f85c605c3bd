package io.infermark.prompt;

/** Prompts of the kind asked for cannot be made. The message begins with its code in brackets. */
public final class PromptException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String code;

    /** An error without a cause that would add anything. */
    public PromptException(String code, String message) {
        super("[" + code + "] " + message);
        this.code = code;
    }

    /** An error with the exception that led to it. */
    public PromptException(String code, String message, Throwable cause) {
        super("[" + code + "] " + message, cause);
        this.code = code;
    }

    /** The code without its brackets. */
    public String code() {
        return code;
    }
}
