package io.infermark.result;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** What {@code -rf} names. */
public enum ResultFormat {
    /** Array of native results. */
    JSON("json", "json"),
    /** Array of raw results in the shape of {@code benchmark_serving}. */
    INFERENCEX("inferencex", "json"),
    /** Array of InferenceX aggregates. */
    INFERENCEX_AGG("inferencex-agg", "json"),
    /** JMH's JSON, for the tools that read it. */
    JMH("jmh", "json"),
    /** One line a point. */
    CSV("csv", "csv"),
    /** The table of the console. */
    TEXT("text", "txt");

    private final String label;
    private final String extension;

    ResultFormat(String label, String extension) {
        this.label = label;
        this.extension = extension;
    }

    /** The name on the command line. */
    public String label() {
        return label;
    }

    /** Of the file, without the dot. */
    public String extension() {
        return extension;
    }

    /** The format of that name; empty if there is none. */
    public static Optional<ResultFormat> byLabel(String name) {
        String wanted = name.toLowerCase(Locale.ROOT);
        return Stream.of(values()).filter(format -> format.label.equals(wanted)).findFirst();
    }
}
