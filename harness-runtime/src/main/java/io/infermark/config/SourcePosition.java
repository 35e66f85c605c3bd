package io.infermark.config;

/**
 * Where a value or key stands in its file.
 *
 * @param source file name as the user gave it, or a label such as {@code <additions>}; empty for a generated value
 * @param line line number from 1; 0 when unknown
 * @param column column in characters from 1; 0 when unknown
 */
public record SourcePosition(String source, int line, int column) {

    /** Position of a value that no file holds. */
    public static final SourcePosition NONE = new SourcePosition("", 0, 0);

    /** Whether this names a place in a file. */
    public boolean isKnown() {
        return line > 0;
    }

    /** {@code file:line:column}, the file alone when the place in it is unknown, or an empty string. */
    @Override
    public String toString() {
        return isKnown() ? source + ":" + line + ":" + column : source;
    }
}
