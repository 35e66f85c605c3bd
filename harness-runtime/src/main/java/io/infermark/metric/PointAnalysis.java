package io.infermark.metric;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.util.ListStatistics;

/** Puts the measured windows of a point together. Warm-up windows have no place here. */
public final class PointAnalysis {
    /** Two windows say nothing about a spread that an interval could rest on. */
    private static final int MIN_FOR_INTERVAL = 3;

    private PointAnalysis() {}

    /**
     * The summary of a point.
     *
     * @param perFork measured windows: forks outside, iterations inside
     * @return null without any window
     */
    public static @Nullable PointSummary of(List<List<WindowAnalysis>> perFork) {
        List<WindowAnalysis> windows = perFork.stream().flatMap(List::stream).toList();
        if (windows.isEmpty()) {
            return null;
        }
        WindowSample pooledSample =
                WindowSample.pooled(windows.stream().map(WindowAnalysis::sample).toList());
        WindowMetrics pooled = new MetricsAssembly(pooledSample).metrics();
        List<Statistic> statistics = new ArrayList<>();
        for (Figure figure : Figure.ALL) {
            statistics.add(statistic(
                    figure,
                    perFork.stream()
                            .map(fork -> values(figure, fork))
                            .filter(values -> !values.isEmpty())
                            .toList(),
                    figure.poolable() ? figure.of().apply(pooled) : null));
        }
        return new PointSummary(
                (int) perFork.stream().filter(fork -> !fork.isEmpty()).count(),
                windows.size(),
                statistics,
                pooled,
                pooled.slo(),
                pooledSample.upstreamFigures());
    }

    private static List<@Nullable Double> values(Figure figure, List<WindowAnalysis> fork) {
        List<@Nullable Double> values = new ArrayList<>();
        for (WindowAnalysis window : fork) {
            values.add(figure.of().apply(window.metrics()));
        }
        return values;
    }

    /** The statistic of values that are already there. */
    static Statistic statistic(Figure figure, List<List<@Nullable Double>> perFork, @Nullable Double pooled) {
        List<@Nullable Double> all = new ArrayList<>();
        perFork.forEach(all::addAll);
        double[] given = all.stream()
                .filter(Objects::nonNull)
                .mapToDouble(value -> Objects.requireNonNull(value))
                .toArray();
        int n = given.length;
        boolean complete = n == all.size() && n > 0;
        ListStatistics list = new ListStatistics(given);
        return new Statistic(
                figure.name(),
                figure.unit(),
                perFork,
                n,
                complete ? Double.valueOf(list.getMean()) : null,
                complete && n >= 2 ? Double.valueOf(list.getStandardDeviation()) : null,
                complete && n >= MIN_FOR_INTERVAL ? Double.valueOf(list.getMeanErrorAt(0.95)) : null,
                complete && n >= MIN_FOR_INTERVAL ? Double.valueOf(list.getMeanErrorAt(0.999)) : null,
                pooled,
                reason(complete, n, all.size()));
    }

    private static @Nullable String reason(boolean complete, int n, int windows) {
        if (!complete) {
            return n == 0
                    ? "no window supports it"
                    : "only " + n + " of " + windows
                            + " windows support it, and a mean over some of them would be another figure";
        }
        return n < MIN_FOR_INTERVAL ? "no interval: " + n + " windows, at least 3 are needed" : null;
    }
}
