package io.infermark.config;

import org.yaml.snakeyaml.reader.StreamReader;

/**
 * A character source that refuses to look too far ahead. The scanner looks ahead over a whole comment, word or line of a
 * quoted text, and the source copies what it holds each time it reads on, so that one long run would cost its square.
 */
final class BoundedStream extends StreamReader {

    /** Longest comment, word, or stretch of a quoted text without a blank or line end. */
    static final int MAX_RUN = 1 << 17;

    private final String source;

    BoundedStream(String text, String source) {
        super(text);
        this.source = source;
    }

    @Override
    public int peek(int index) {
        if (index > MAX_RUN) {
            throw ConfigException.of(
                    "YamlRunTooLong",
                    new SourcePosition(source, getLine() + 1, getColumn() + 1),
                    "a comment, word or quoted text goes on for more than " + MAX_RUN
                            + " characters without a break, the limit. Break it up.");
        }
        return super.peek(index);
    }
}
