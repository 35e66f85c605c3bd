package io.infermark.fork;

/** The load generator can't do what it was told. The message starts with its code in brackets. */
public final class GeneratorException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final boolean usage;

    /** @param usage whether it was a mistake of arguments or files */
    public GeneratorException(String message, boolean usage) {
        super(message);
        this.usage = usage;
    }

    GeneratorException(String message, Throwable cause) {
        super(message, cause);
        this.usage = false;
    }

    /** Whether it was a mistake of arguments or files, exit code 2. */
    public boolean usage() {
        return usage;
    }
}
