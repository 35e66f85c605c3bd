package io.infermark.run;

import io.infermark.calibration.CalibrationFigures;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Whether the load generator was in a state to measure, by what it saw of itself during a window. It judges the error that a figure can have got, never how busy a core was or for what
 * share of the window the generator waited for one.
 *
 * <p><b>What is judged.</b> A tick every 10 ms on the event loop; how late it runs is how late a token that came at that instant was read, whatever the reason: another process on the
 * core, a collection, a stopped process, too many tokens. Its mean and its 99th percentile are those of the error of an instant, so they have the bounds that a calibration's error of TTFT has. Its
 * maximum has one of its own: a generator that stood still once bends the gaps of every stream.
 *
 * <p><b>What is not.</b> The share of the window that the loop waited for a core: on a loaded machine a loop can wait for half of it in slices too short to matter. Nor the mean wait of a
 * wake-up ({@code loopWaitMeanMicros}): many short ones without a wait hide the few long ones in which most tokens arrive. Both stand in the certificate.
 */
final class GeneratorFitness {
    /** Of fewer ticks (a window below a second) the 99th percentile is their maximum under another name. */
    static final int TICKS_FOR_P99 = 100;

    /** The one latest tick. */
    static final double MAX_LAG_MILLIS = 100;

    /** Share of all cores' time that the hypervisor took; these three are put beside the generator's own figures by {@link GeneratorWatch}. */
    static final String HOST_STEAL = "hostStealShare";

    /** The same of the event loop's core, where it is bound to one. */
    static final String LOOP_CORE_STEAL = "loopCoreStealShare";

    /** Least share of the window that the loops waited for a core because of other processes. */
    static final String FOREIGN_WAIT = "loopForeignWaitShare";

    /** A clean run has at most so much: a hypervisor that takes a core for 0.1 s at a time makes reads 0.5 ms late on average by it, half of what the mean may be. */
    static final double CLEAN_STEAL = 0.01;

    /** The same for processes of this host, whose turns last up to some 50 ms: 9 % were seen to make reads 3 ms late on average, and 2 % not to matter. */
    static final double CLEAN_FOREIGN_WAIT = 0.03;

    /** Counters of cores go in steps of 10 ms: less than some of them is nothing to judge by. */
    private static final double LEAST_MILLIS = 50;

    private GeneratorFitness() {}

    /** Sentences that say what others took from the window, which is no fault of a figure but may be why one is there; empty: a clean run. */
    static List<String> disturbances(Map<String, Double> health) {
        List<String> found = new ArrayList<>();
        taken(found, health, HOST_STEAL, CLEAN_STEAL, "the hypervisor took %.1f %% of the time of this host's cores");
        taken(
                found,
                health,
                LOOP_CORE_STEAL,
                CLEAN_STEAL,
                "the hypervisor took %.1f %% of the time of the event loop's core");
        taken(
                found,
                health,
                FOREIGN_WAIT,
                CLEAN_FOREIGN_WAIT,
                "the event loop waited for other processes for at least %.1f %% of the window");
        return found;
    }

    private static void taken(
            List<String> found, Map<String, Double> health, String name, double clean, String sentence) {
        Double share = health.get(name);
        if (share != null
                && share > clean
                && share * health.getOrDefault("windowMillis", Double.MAX_VALUE) >= LEAST_MILLIS) {
            // Rounded up: what is above the limit must not read as if it met it.
            double percent = Math.ceil(1000 * share - 1e-9) / 10;
            found.add(String.format(Locale.ROOT, sentence + " (a clean run: at most %.0f %%)", percent, 100 * clean));
        }
    }

    /**
     * Sentences that say what was wrong; empty: fit. Figures that the platform does not give are not judged.
     *
     * @param medianTtftMillis of the window; null: it has none
     */
    static List<String> faults(Map<String, Double> health, @Nullable Double medianTtftMillis) {
        List<String> faults = new ArrayList<>();
        late(
                faults,
                "mean",
                health.getOrDefault("loopLagMeanMicros", 0.0) / 1000,
                CalibrationFigures.meanBoundMillis(medianTtftMillis));
        if (health.getOrDefault("loopTicks", 0.0) >= TICKS_FOR_P99) {
            late(
                    faults,
                    "p99",
                    health.getOrDefault("loopLagP99Micros", 0.0) / 1000,
                    CalibrationFigures.p99BoundMillis(medianTtftMillis));
        }
        late(faults, "max", health.getOrDefault("loopLagMaxMicros", 0.0) / 1000, MAX_LAG_MILLIS);
        Double share = health.get("loopRunQueueShare");
        if (!faults.isEmpty() && share != null) {
            int last = faults.size() - 1;
            faults.set(
                    last,
                    String.format(
                            Locale.ROOT,
                            "%s; it waited for a core for %.1f %% of the window",
                            faults.get(last),
                            100 * share));
        }
        return faults;
    }

    private static void late(List<String> faults, String which, double millis, double bound) {
        if (millis > bound) {
            faults.add(String.format(
                    Locale.ROOT,
                    "the generator's event loop ran %.1f ms late (%s, at most %.1f ms)",
                    millis,
                    which,
                    bound));
        }
    }
}
