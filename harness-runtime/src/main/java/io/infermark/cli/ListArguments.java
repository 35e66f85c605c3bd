package io.infermark.cli;

import java.util.List;
import picocli.CommandLine.Option;

/** The options that list something and start nothing. */
final class ListArguments {
    /** Formats of {@code -rf}. */
    static final List<String> RESULT_FORMATS = List.of("json", "inferencex", "inferencex-agg", "jmh", "csv", "text");

    @Option(
            names = {"-l", "--list"},
            description = "Lists the selected benchmarks.")
    boolean benchmarks;

    @Option(
            names = {"-lp", "--list-params"},
            description = "Lists them with their axes and values.")
    boolean params;

    @Option(
            names = {"-lpoints", "--list-points"},
            description = "Lists every selected point in run order, with its estimated time.")
    boolean points;

    @Option(
            names = {"-lrf", "--list-result-formats"},
            description = "Lists the result formats.")
    boolean resultFormats;

    @Option(
            names = {"-lprof", "--list-profilers"},
            description = "Lists the profilers.")
    boolean profilers;

    boolean any() {
        return benchmarks || params || points || resultFormats || profilers;
    }
}
