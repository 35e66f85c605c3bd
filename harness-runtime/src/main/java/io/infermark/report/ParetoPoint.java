package io.infermark.report;

import io.infermark.metric.PointSummary;
import io.infermark.metric.Validity.State;
import io.infermark.result.PointResult;
import java.util.Optional;

/**
 * A point in the plane.
 *
 * @param interactivity tok/s and user
 * @param throughputPerGpu input and output tok/s and GPU
 */
public record ParetoPoint(PointResult result, double interactivity, double throughputPerGpu) {
    /** The place of a result; empty if it has not both figures. */
    public static Optional<ParetoPoint> of(PointResult result) {
        PointSummary summary = result.summary();
        if (summary == null) {
            return Optional.empty();
        }
        Double interactivity = summary.shown("interactivity");
        Double throughput = summary.shown("total_throughput_per_gpu");
        return interactivity == null || throughput == null
                ? Optional.empty()
                : Optional.of(new ParetoPoint(result, interactivity, throughput));
    }

    /** Whether it may stand on a front. */
    public boolean usable() {
        return result.validity().state() != State.INVALID;
    }
}
