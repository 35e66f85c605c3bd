package io.infermark.metric;

import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/**
 * Gaps between events, in nanoseconds, each with a weight. Memory does not grow with their number: percentiles come from a histogram of three digits; mean and deviation are summed
 * exactly (West's weighted form of Welford's update).
 */
final class GapSeries {
    private static final double NANOS_PER_MILLI = 1e6;

    private final Histogram histogram = new Histogram(3);
    private long weight;
    private double mean;
    private double squares;
    private double min = Double.POSITIVE_INFINITY;
    private double max = Double.NEGATIVE_INFINITY;

    /** Adds a gap; a negative one, which a clock that went back would give, counts as zero. */
    void add(double gapNanos, long times) {
        double gap = Math.max(0, gapNanos);
        histogram.recordValueWithCount(Math.round(gap), times);
        weight += times;
        double distance = gap - mean;
        mean += distance * times / weight;
        squares += times * distance * (gap - mean);
        min = Math.min(min, gap);
        max = Math.max(max, gap);
    }

    void addAll(GapSeries other) {
        if (other.weight == 0) {
            return;
        }
        histogram.add(other.histogram);
        double distance = other.mean - mean;
        double total = (double) weight + other.weight;
        squares += other.squares + distance * distance * weight * other.weight / total;
        mean += distance * other.weight / total;
        weight += other.weight;
        min = Math.min(min, other.min);
        max = Math.max(max, other.max);
    }

    long weight() {
        return weight;
    }

    /** A copy that the caller may keep. */
    Histogram histogram() {
        return histogram.copy();
    }

    /** The value, in nanoseconds, that a share of the weight is not above; needs at least one. */
    double valueAt(double percentile) {
        // A bucket's upper edge may lie above the largest value that is in it.
        return Math.max(min, Math.min(max, (double) histogram.getValueAtPercentile(percentile)));
    }

    /** In milliseconds. */
    Distribution distribution() {
        if (weight == 0) {
            return Distribution.EMPTY;
        }
        return new Distribution(
                weight,
                mean / NANOS_PER_MILLI,
                weight < 2 ? null : Double.valueOf(Math.sqrt(Math.max(0, squares) / (weight - 1)) / NANOS_PER_MILLI),
                min / NANOS_PER_MILLI,
                max / NANOS_PER_MILLI,
                supported(50),
                supported(90),
                supported(95),
                supported(99),
                supported(99.9),
                Distribution.Method.HDR3,
                Distribution.shortfall(weight));
    }

    private @Nullable Double supported(double p) {
        return weight < Distribution.minimumN(p) ? null : Double.valueOf(valueAt(p) / NANOS_PER_MILLI);
    }
}
