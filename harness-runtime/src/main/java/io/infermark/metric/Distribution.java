package io.infermark.metric;

import org.jspecify.annotations.Nullable;

/**
 * Shape of a sample. The unit is that of the component which holds it.
 *
 * <p><b>When a percentile is given.</b> Percentile p needs {@code ⌈1/(1 − p)⌉} values: 10 for p90, 20 for p95, 100 for p99, 1,000 for p99.9; the median needs one. With fewer, every
 * estimator gives back the largest value or something between the two largest, which says nothing about the tail; it is null then. This is where the estimate begins to exist,
 * not where it becomes good: a distribution-free bound of 99 % confidence on p99 needs 662 values, on p99.9 6,636.
 *
 * <p>Mean, standard deviation, min and max are exact in either method.
 *
 * @param n values, or tokens where values are weighted by tokens; failures are not among them
 * @param mean null if n is 0, as are {@code min} and {@code max}
 * @param sd standard deviation of the sample (divided by n − 1); null if n is below 2
 * @param reason why some of the figures are null; null if none is
 */
public record Distribution(
        long n,
        @Nullable Double mean,
        @Nullable Double sd,
        @Nullable Double min,
        @Nullable Double max,
        @Nullable Double p50,
        @Nullable Double p90,
        @Nullable Double p95,
        @Nullable Double p99,
        @Nullable Double p999,
        Method method,
        @Nullable String reason) {

    /** How percentiles were taken. */
    public enum Method {
        /** Linear interpolation between the order statistics at {@code (n − 1)·p}, from all values: what NumPy does by default. */
        LINEAR,
        /** The value at the percentile in an HdrHistogram of three significant digits: within 0.1 %. */
        HDR3
    }

    /** No values. */
    public static final Distribution EMPTY =
            new Distribution(0, null, null, null, null, null, null, null, null, null, Method.LINEAR, shortfall(0));

    /** Why a sample of that size has not all figures; null if it has. */
    static @Nullable String shortfall(long n) {
        if (n == 0) {
            return "no values";
        }
        StringBuilder lacking = new StringBuilder(n < 2 ? ", sd (2)" : "");
        for (double p : new double[] {90, 95, 99, 99.9}) {
            if (n < minimumN(p)) {
                lacking.append(", p").append(p == 99.9 ? "99.9" : Integer.toString((int) p));
                lacking.append(" (").append(minimumN(p)).append(')');
            }
        }
        return lacking.isEmpty() ? null : n + " values are too few for " + lacking.substring(2);
    }

    /** The fewest values that percentile {@code p} is given for. */
    public static long minimumN(double p) {
        // 1/(1 − 0.99) is 99.99999999999991 in doubles.
        return p <= 50 ? 1 : (long) Math.ceil(100 / (100 - p) - 1e-6);
    }

    /**
     * One of the percentiles that are kept.
     *
     * @param p 50, 90, 95, 99 or 99.9
     * @throws IllegalArgumentException for any other
     */
    public @Nullable Double percentile(double p) {
        if (p == 50) {
            return p50;
        }
        if (p == 90) {
            return p90;
        }
        if (p == 95) {
            return p95;
        }
        if (p == 99) {
            return p99;
        }
        if (p == 99.9) {
            return p999;
        }
        throw new IllegalArgumentException("percentile " + p + " is not kept; 50, 90, 95, 99 and 99.9 are");
    }
}
