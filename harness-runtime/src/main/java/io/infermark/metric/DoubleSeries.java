package io.infermark.metric;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** A growing list of doubles, and its {@link Distribution}. */
final class DoubleSeries {
    private double[] values = new double[16];
    private int size;

    void add(double value) {
        if (size == values.length) {
            values = Arrays.copyOf(values, size * 2);
        }
        values[size++] = value;
    }

    void addAll(DoubleSeries other) {
        if (size + other.size > values.length) {
            values = Arrays.copyOf(values, Math.max(values.length * 2, size + other.size));
        }
        System.arraycopy(other.values, 0, values, size, other.size);
        size += other.size;
    }

    int size() {
        return size;
    }

    double get(int index) {
        return values[index];
    }

    double sum() {
        double sum = 0;
        for (int i = 0; i < size; i++) {
            sum += values[i];
        }
        return sum;
    }

    /** The mean; NaN without values. */
    double mean() {
        return sum() / size;
    }

    /** Sum of squared distances from the mean. */
    double squaredDeviations() {
        double mean = mean();
        double squares = 0;
        for (int i = 0; i < size; i++) {
            double distance = values[i] - mean;
            squares += distance * distance;
        }
        return squares;
    }

    double[] sorted() {
        double[] sorted = Arrays.copyOf(values, size);
        Arrays.sort(sorted);
        return sorted;
    }

    Distribution distribution() {
        if (size == 0) {
            return Distribution.EMPTY;
        }
        double[] sorted = sorted();
        return new Distribution(
                size,
                mean(),
                size < 2 ? null : Double.valueOf(Math.sqrt(squaredDeviations() / (size - 1))),
                sorted[0],
                sorted[size - 1],
                supported(sorted, 50),
                supported(sorted, 90),
                supported(sorted, 95),
                supported(sorted, 99),
                supported(sorted, 99.9),
                Distribution.Method.LINEAR,
                Distribution.shortfall(size));
    }

    private static @Nullable Double supported(double[] sorted, double p) {
        return sorted.length < Distribution.minimumN(p) ? null : Double.valueOf(percentile(sorted, p));
    }

    /**
     * Linear interpolation at {@code (n − 1)·p/100} between order statistics, however few; +∞ where an infinite value takes part.
     *
     * @param sorted ascending, not empty
     */
    static double percentile(double[] sorted, double p) {
        double position = (sorted.length - 1) * (p / 100);
        int below = (int) Math.floor(position);
        double share = position - below;
        if (share == 0 || below + 1 == sorted.length) {
            return sorted[below];
        }
        double low = sorted[below];
        double high = sorted[below + 1];
        return high == Double.POSITIVE_INFINITY ? high : low + (high - low) * share;
    }
}
