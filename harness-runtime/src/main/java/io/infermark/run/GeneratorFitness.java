package io.infermark.run;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Whether the load generator was in a state to measure, by what it saw of itself during a window. It judges errors that were measured (how late the event loop ran, how long it
 * waited for a core), never how busy a core was.
 *
 * <p>A generator that waits for a core stamps events late and in clumps: TTFT grows, gaps shrink to nothing, and the figures look like an engine's. Such a window is invalid.
 */
final class GeneratorFitness {
    /** Share of the window that an event loop may wait for a core. */
    static final double MAX_RUN_QUEUE_SHARE = 0.10;

    /** Waiting for less than this in all is not judged by its share: a window of a few short requests is over before a thread has been scheduled often. */
    static final double MIN_RUN_QUEUE_MILLIS = 20;

    /** 99th percentile of how late a tick on the event loop may run. */
    static final double MAX_LAG_P99_MILLIS = 10;

    /** The one latest tick. */
    static final double MAX_LAG_MILLIS = 100;

    private GeneratorFitness() {}

    /** Sentences that say what was wrong; empty: fit. Figures that the platform does not give are not judged. */
    static List<String> faults(Map<String, Double> health) {
        List<String> faults = new ArrayList<>();
        double window = health.getOrDefault("windowMillis", 0.0);
        double waited = health.getOrDefault("loopRunQueueMillis", 0.0);
        if (window > 0 && waited > MIN_RUN_QUEUE_MILLIS && waited / window > MAX_RUN_QUEUE_SHARE) {
            faults.add(String.format(
                    Locale.ROOT,
                    "the generator's event loop waited for a core for %.1f %% of the window (at most %.0f %%)",
                    100 * waited / window,
                    100 * MAX_RUN_QUEUE_SHARE));
        }
        late(faults, "p99", health.getOrDefault("loopLagP99Micros", 0.0) / 1000, MAX_LAG_P99_MILLIS);
        late(faults, "max", health.getOrDefault("loopLagMaxMicros", 0.0) / 1000, MAX_LAG_MILLIS);
        return faults;
    }

    private static void late(List<String> faults, String which, double millis, double bound) {
        if (millis > bound) {
            faults.add(String.format(
                    Locale.ROOT,
                    "the generator's event loop ran %.0f ms late (%s, at most %.0f ms)",
                    millis,
                    which,
                    bound));
        }
    }
}
