package io.infermark.metric;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A point over all its measured windows.
 *
 * @param forks forks with at least one measured window
 * @param windows measured windows
 * @param statistics one for each {@link Figure}, in its order
 * @param pooled the figures over the requests of all windows together: counts add up, distributions are over all requests, rates are sums over sums of seconds
 * @param slo verdicts over the attempts of all windows together
 * @param upstream the figures by the rules of InferenceX's client
 */
public record PointSummary(
        int forks,
        int windows,
        List<Statistic> statistics,
        WindowMetrics pooled,
        List<SloVerdict> slo,
        UpstreamFigures upstream) {
    public PointSummary {
        statistics = List.copyOf(statistics);
        slo = List.copyOf(slo);
    }

    /** The statistic of that name. */
    public Optional<Statistic> statistic(String name) {
        return statistics.stream().filter(s -> s.name().equals(name)).findFirst();
    }

    /** What a table shows of it; null if it cannot be supported. */
    public @Nullable Double shown(String name) {
        return statistic(name).map(Statistic::shown).orElse(null);
    }
}
