package io.infermark.cli;

import io.infermark.run.OptionsBuilder;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that say how points are measured and where the results go: the same whether a class or a URL says what is measured. */
final class MeasuringArguments {
    @Option(
            names = {"-r", "--time"},
            paramLabel = "TIME",
            description = "Bounds a measured window by time: 10, 10s, 500ms.")
    @Nullable
    String time;

    @Option(
            names = {"-requests", "--requests"},
            paramLabel = "N",
            description = "Bounds a measured window by requests (default: 10 x concurrency).")
    @Nullable
    Integer requests;

    @Option(
            names = {"-wi", "--warmup-iterations"},
            paramLabel = "N",
            description = "Warm-up windows of each fork (default: 1, or as declared).")
    @Nullable
    Integer warmupIterations;

    @Option(
            names = {"-to", "--timeout"},
            paramLabel = "TIME",
            description = "Deadline of one iteration (default: 10 min, or as declared).")
    @Nullable
    String timeout;

    @Option(
            names = {"-calibrate", "--calibrate"},
            paramLabel = "BOOL",
            arity = "0..1",
            fallbackValue = "true",
            defaultValue = "true",
            description = "Measures the load generator itself before and after each trial's windows (default: true).")
    boolean calibrate;

    @Option(
            names = {"-seed", "--seed"},
            paramLabel = "N",
            description = "Seed of prompts and schedules (default: drawn and recorded).")
    @Nullable
    Long seed;

    @Option(
            names = {"-compat", "--compat"},
            paramLabel = "CLIENT",
            description =
                    "Measures in the way of another client: inferencex (its data set, seed 0, window, body, arrivals, first-event rules and figures).")
    @Nullable
    String compat;

    @Option(
            names = {"-telemetry", "--telemetry"},
            paramLabel = "MODE",
            description =
                    "GPU power and activity, and the engine's own metrics, once a second beside the load: auto (default), off, or the URL of a DCGM exporter.")
    @Nullable
    String telemetry;

    @Option(
            names = {"-out", "--out"},
            paramLabel = "DIR",
            description = "Directory of the results.")
    @Nullable
    Path out;

    void applyTo(OptionsBuilder builder) {
        builder.calibrate(calibrate);
        if (time != null) {
            builder.measurementTime(time);
        }
        if (requests != null) {
            builder.requests(requests);
        }
        if (warmupIterations != null) {
            builder.warmupIterations(warmupIterations);
        }
        if (timeout != null) {
            builder.timeout(timeout);
        }
        if (seed != null) {
            builder.seed(seed);
        }
        if (compat != null) {
            builder.compat(compat);
        }
        if (telemetry != null) {
            builder.telemetry(telemetry);
        }
        if (out != null) {
            builder.out(out);
        }
    }
}
