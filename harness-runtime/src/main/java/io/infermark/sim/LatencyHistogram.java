package io.infermark.sim;

/** A Prometheus histogram of seconds with fixed bounds; recording allocates nothing. */
final class LatencyHistogram {
    private static final double[] BOUNDS = {
        0.001, 0.0025, 0.005, 0.0075, 0.01, 0.02, 0.04, 0.06, 0.08, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10, 20, 40, 80
    };

    private final long[] counts = new long[BOUNDS.length + 1];
    private long sumNanos;
    private long count;

    /** Records the same value several times. */
    void record(long nanos, int times) {
        double seconds = nanos / 1e9;
        int i = 0;
        while (i < BOUNDS.length && seconds > BOUNDS[i]) {
            i++;
        }
        counts[i] += times;
        sumNanos += nanos * times;
        count += times;
    }

    /** Writes buckets, sum and count. */
    void write(String name, String labels, StringBuilder out) {
        long below = 0;
        for (int i = 0; i < BOUNDS.length; i++) {
            below += counts[i];
            line(out, name + "_bucket", labels + ",le=\"" + BOUNDS[i] + "\"", below);
        }
        line(out, name + "_bucket", labels + ",le=\"+Inf\"", count);
        out.append(name)
                .append("_sum{")
                .append(labels)
                .append("} ")
                .append(sumNanos / 1e9)
                .append('\n');
        line(out, name + "_count", labels, count);
    }

    private static void line(StringBuilder out, String name, String labels, long value) {
        out.append(name).append('{').append(labels).append("} ").append(value).append('\n');
    }
}
