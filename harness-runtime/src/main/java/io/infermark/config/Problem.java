package io.infermark.config;

/**
 * One thing that is wrong, or suspicious, in a configuration: what, where, why and a suggestion, in one line.
 *
 * @param severity whether it stops the command
 * @param code stable identifier in UpperCamelCase, shown in brackets
 * @param position where it stands; {@link SourcePosition#NONE} when it belongs to no place
 * @param message what is wrong, why, and what to write instead
 */
public record Problem(Severity severity, String code, SourcePosition position, String message) {

    /** Whether a problem stops the command. */
    public enum Severity {
        ERROR,
        WARNING
    }

    /** An error at a place. */
    public static Problem error(String code, SourcePosition position, String message) {
        return new Problem(Severity.ERROR, code, position, message);
    }

    /** A warning at a place. */
    public static Problem warning(String code, SourcePosition position, String message) {
        return new Problem(Severity.WARNING, code, position, message);
    }

    /** The same problem with another severity. */
    public Problem as(Severity other) {
        return new Problem(other, code, position, message);
    }

    /** {@code file:line:column: [Code] message}. */
    @Override
    public String toString() {
        String where = position.toString();
        String kind = severity == Severity.WARNING ? "warning: " : "";
        return (where.isEmpty() ? "" : where + ": ") + kind + "[" + code + "] " + message;
    }
}
