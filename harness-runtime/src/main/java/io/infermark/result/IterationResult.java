package io.infermark.result;

import io.infermark.metric.Validity;
import io.infermark.metric.WindowMetrics;
import io.infermark.record.WindowMark;
import java.util.Objects;

/**
 * One load window.
 *
 * @param iteration from 0, warm-up iterations counted apart
 * @param startNanos first request due, on the clock of the records
 * @param endNanos last request ended
 */
public record IterationResult(
        Validity validity,
        boolean warmup,
        int iteration,
        long startNanos,
        long exhaustedNanos,
        long endNanos,
        long seed,
        WindowMetrics metrics) {

    public IterationResult {
        Objects.requireNonNull(validity, "an iteration without a validity");
        Objects.requireNonNull(metrics, "an iteration without metrics");
    }

    /** The result of an analysed window. */
    public static IterationResult of(WindowMark mark, Validity validity, WindowMetrics metrics) {
        return new IterationResult(
                validity,
                mark.warmup(),
                mark.iteration(),
                mark.startNanos(),
                mark.exhaustedNanos(),
                mark.endNanos(),
                mark.seed(),
                metrics);
    }
}
