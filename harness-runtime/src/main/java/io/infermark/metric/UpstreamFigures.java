package io.infermark.metric;

import java.util.ArrayList;
import java.util.List;

/**
 * The figures that InferenceX's {@code benchmark_serving} prints, by its own rules and not by ours, for tools that read its files: TPOT is (E2EL − TTFT)/(tokens − 1); ITL is the
 * gap between events whatever they hold; standard deviations are divided by n; percentiles are given however few values there are; an empty list counts as the value 0; rates
 * are over the whole run, drain included; failed requests are left out. Latencies are from the actual send, in milliseconds.
 *
 * <p>What they are made of depends on the run's {@link ClientRules}. By our own, three things differ from what that client would have seen: what a success is, first and last event are
 * those with tokens, and input tokens are the server's usage. In compatible mode all three are that client's: {@link InferencexRequest}.
 *
 * @param attempts requests that were due
 * @param good completed requests within every limit; a TPOT that is undefined counts as 0
 * @param outputUnknown requests without any count of output tokens; they stand for 0 as they do there
 */
public record UpstreamFigures(
        int attempts,
        int completed,
        int good,
        double durationSeconds,
        long totalInputTokens,
        long totalOutputTokens,
        int outputUnknown,
        Latency ttft,
        Latency tpot,
        Latency itl,
        Latency e2el) {

    /**
     * One latency.
     *
     * @param n values; 0 is where upstream prints the figures of a single 0
     * @param percentiles in the order asked for
     */
    public record Latency(long n, double mean, double median, double std, List<Percentile> percentiles) {
        public Latency {
            percentiles = List.copyOf(percentiles);
        }
    }

    /** One percentile. */
    public record Percentile(double p, double value) {}

    /** Requests a second. */
    public double requestThroughput() {
        return completed / durationSeconds;
    }

    /** Output tokens a second. */
    public double outputThroughput() {
        return totalOutputTokens / durationSeconds;
    }

    /** Input and output tokens a second. */
    public double totalTokenThroughput() {
        return (totalInputTokens + totalOutputTokens) / durationSeconds;
    }

    /** Good requests a second. */
    public double requestGoodput() {
        return good / durationSeconds;
    }

    /** The latency of a list of values by these rules. */
    static Latency latency(DoubleSeries values, List<Double> percentiles) {
        DoubleSeries list = values;
        if (list.size() == 0) {
            list = new DoubleSeries();
            list.add(0);
        }
        double[] sorted = list.sorted();
        List<Percentile> given = new ArrayList<>();
        for (double p : percentiles) {
            given.add(new Percentile(p, DoubleSeries.percentile(sorted, p)));
        }
        return new Latency(
                values.size(),
                list.mean(),
                DoubleSeries.percentile(sorted, 50),
                Math.sqrt(list.squaredDeviations() / list.size()),
                given);
    }

    /** The same from gaps that were only kept as a histogram: within 0.1 %. */
    static Latency latency(GapSeries gaps, List<Double> percentiles) {
        Distribution shape = gaps.distribution();
        Double mean = shape.mean();
        Double sd = shape.sd();
        if (mean == null) {
            return latency(new DoubleSeries(), percentiles);
        }
        double population = sd == null ? 0 : sd * Math.sqrt((shape.n() - 1.0) / shape.n());
        List<Percentile> given = new ArrayList<>();
        for (double p : percentiles) {
            given.add(new Percentile(p, gaps.valueAt(p) / 1e6));
        }
        return new Latency(shape.n(), mean, gaps.valueAt(50) / 1e6, population, given);
    }
}
