package io.infermark.model;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Latency bounds, in the order written. */
public record SloSpec(List<Bound> bounds) {
    /** No bounds. */
    public static final SloSpec NONE = new SloSpec(List.of());

    /** Metrics that can be bounded. */
    public enum Metric {
        TTFT,
        TPOT,
        ITL,
        E2EL;

        /** The name in results: lower case. */
        public String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * One bound.
     *
     * @param percentile in (0, 100)
     */
    public record Bound(Metric metric, double percentile, Duration limit) {
        /** {@code ttftP99}. */
        public String name() {
            return metric.label() + "P" + (int) percentile;
        }
    }

    public SloSpec {
        bounds = List.copyOf(bounds);
    }

    /** The limit of one request for goodput: the loosest bound of the metric; empty if it has none. */
    public Optional<Duration> requestLimit(Metric metric) {
        return bounds.stream()
                .filter(bound -> bound.metric() == metric)
                .map(Bound::limit)
                .max(Duration::compareTo);
    }
}
