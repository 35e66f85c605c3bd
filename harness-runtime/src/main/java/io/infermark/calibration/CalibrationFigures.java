package io.infermark.calibration;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What the generator added in one calibration. Times in microseconds, over the requests that succeeded.
 *
 * @param shape what was imitated
 * @param requests that succeeded
 * @param failed requests that did not, those without a row included, and rows of requests that have another one
 * @param ttftErrorMeanMicros of read − write of each request's first token
 * @param ttftErrorP99Micros the same, 99th percentile (nearest rank)
 * @param ttftErrorMaxMicros the same, largest
 * @param itlSigmaAddedMicros standard deviation of the gaps that were read minus that of the gaps that were written
 * @param readLateP99Micros read − write of every token, 99th percentile
 * @param sentLateP99Micros sent − intended, 99th percentile
 * @param runQueueShare share of the window that the event loops waited for a core; null: the platform does not tell
 * @param tookMillis the whole calibration
 */
public record CalibrationFigures(
        LoadShape shape,
        int requests,
        int failed,
        double ttftErrorMeanMicros,
        double ttftErrorP99Micros,
        double ttftErrorMaxMicros,
        double itlSigmaAddedMicros,
        double readLateP99Micros,
        double sentLateP99Micros,
        @Nullable Double runQueueShare,
        double tookMillis) {

    /** Mean error of TTFT that is accepted whatever the TTFT. */
    static final double MEAN_MILLIS = 1;

    /** 99th percentile of the error that is accepted whatever the TTFT. */
    static final double P99_MILLIS = 10;

    /** Mean error as a share of the point's median TTFT. */
    static final double MEAN_SHARE = 0.02;

    /** 99th percentile of the error as a share of the point's median TTFT. */
    static final double P99_SHARE = 0.20;

    /**
     * Sentences that say what was wrong; empty: the generator can measure such a load here.
     *
     * @param when {@code before} or {@code after} the measured windows
     * @param medianTtftMillis of the point; null: it has none
     */
    public List<String> faults(String when, @Nullable Double medianTtftMillis) {
        List<String> faults = new ArrayList<>();
        if (requests == 0) {
            faults.add("the calibration " + when + " the windows has no successful request (" + failed + " failed)");
            return faults;
        }
        if (tooManyFailed()) {
            faults.add(failed + " of " + (requests + failed) + " requests of the calibration " + when
                    + " the windows failed");
        }
        judge(faults, when, "mean", ttftErrorMeanMicros / 1000, meanBoundMillis(medianTtftMillis));
        judge(faults, when, "p99", ttftErrorP99Micros / 1000, p99BoundMillis(medianTtftMillis));
        return faults;
    }

    /**
     * The mean error of an instant that is accepted.
     *
     * @param medianTtftMillis of the point; null: it has none
     */
    public static double meanBoundMillis(@Nullable Double medianTtftMillis) {
        return Math.max(MEAN_MILLIS, medianTtftMillis == null ? 0 : MEAN_SHARE * medianTtftMillis);
    }

    /** As {@link #meanBoundMillis}, of the 99th percentile. */
    public static double p99BoundMillis(@Nullable Double medianTtftMillis) {
        return Math.max(P99_MILLIS, medianTtftMillis == null ? 0 : P99_SHARE * medianTtftMillis);
    }

    private static void judge(List<String> faults, String when, String which, double millis, double bound) {
        if (millis > bound) {
            faults.add(String.format(
                    Locale.ROOT,
                    "calibrated %s the windows, the generator reads first tokens %.2f ms late (%s, at most %.2f ms)",
                    when,
                    millis,
                    which,
                    bound));
        }
    }

    /** More than one in a hundred: then it was not the load that was asked for. */
    private boolean tooManyFailed() {
        return failed * 100L > requests + failed;
    }

    /** How bad it is, to tell the better of two. */
    double badness() {
        return requests == 0 || tooManyFailed() ? Double.MAX_VALUE : ttftErrorMeanMicros + ttftErrorP99Micros / 10;
    }

    /** The figures by name with unit, each name after a prefix. */
    public Map<String, Double> named(String prefix) {
        Map<String, Double> figures = new TreeMap<>();
        figures.put(prefix + "Streams", (double) shape.streams());
        figures.put(prefix + "RequestsPerSecond", shape.requestsPerSecond());
        figures.put(prefix + "ItlMillis", (double) shape.itlMillis());
        figures.put(prefix + "Requests", (double) requests);
        figures.put(prefix + "Failed", (double) failed);
        if (requests > 0) {
            figures.put(prefix + "TtftErrorMeanMicros", ttftErrorMeanMicros);
            figures.put(prefix + "TtftErrorP99Micros", ttftErrorP99Micros);
            figures.put(prefix + "TtftErrorMaxMicros", ttftErrorMaxMicros);
            figures.put(prefix + "ItlSigmaAddedMicros", itlSigmaAddedMicros);
            figures.put(prefix + "ReadLateP99Micros", readLateP99Micros);
            figures.put(prefix + "SentLateP99Micros", sentLateP99Micros);
        }
        if (runQueueShare != null) {
            figures.put(prefix + "RunQueueShare", runQueueShare);
        }
        figures.put(prefix + "TookMillis", tookMillis);
        return figures;
    }
}
