package io.infermark.plan;

/** Something that is wrong with arguments, declarations or files and was knowable before anything started: exit code 2. The message starts with its code in brackets. */
public final class UsageException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public UsageException(String message) {
        super(message);
    }

    public UsageException(String message, Throwable cause) {
        super(message, cause);
    }
}
