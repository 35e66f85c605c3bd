package io.infermark.result;

import io.infermark.model.RunSettings;
import io.infermark.model.WindowBound;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * How it was measured.
 *
 * @param warmupWindow in words, such as {@code 2 x concurrency requests}
 * @param options further options that bear on figures, such as the request options that make the stream longer, the protocol, the seed
 */
public record Settings(
        int forks,
        int warmupForks,
        int warmupIterations,
        String warmupWindow,
        int iterations,
        String measurementWindow,
        double iterationTimeoutSeconds,
        int minRequests,
        List<String> jvmArgs,
        Map<String, String> options) {
    public Settings {
        jvmArgs = List.copyOf(jvmArgs);
        options = java.util.Collections.unmodifiableMap(new TreeMap<>(options));
    }

    /** The settings in force. */
    public static Settings of(RunSettings run, Map<String, String> options) {
        return new Settings(
                run.forks(),
                run.warmupForks(),
                run.warmupIterations(),
                text(run.warmup()),
                run.iterations(),
                text(run.measurement()),
                run.iterationTimeout().toNanos() / 1e9,
                run.minRequests(),
                run.jvmArgs(),
                options);
    }

    /** A window's bound in words. */
    public static String text(WindowBound bound) {
        if (bound instanceof WindowBound.PerConcurrency each) {
            return each.requests() + " x concurrency requests";
        }
        if (bound instanceof WindowBound.Requests fixed) {
            return fixed.requests() + " requests";
        }
        WindowBound.Time time = (WindowBound.Time) bound;
        return time.duration().toNanos() / 1e9 + " s";
    }
}
