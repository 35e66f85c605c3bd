package io.infermark.telemetry;

import io.infermark.metric.WindowMetrics;
import io.infermark.spi.EngineMetric;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The share of prompt tokens that the engine took from its prefix cache in a window, by the best source there is: the engine's counters, else what each answer's usage says, else the engine's own
 * gauge.
 *
 * @param rate null if it can't be observed
 * @param source who says it, or why nobody does
 */
record PrefixHits(@Nullable Double rate, String source) {
    /**
     * Observes.
     *
     * @param grown what the engine's counters grew by
     * @param gauge mean of the engine's own hit rate over the window; null if it has none
     */
    static PrefixHits of(Map<EngineMetric, Double> grown, @Nullable Double gauge, WindowMetrics served) {
        Double hits = grown.get(EngineMetric.PREFIX_HITS);
        Double queries = grown.get(EngineMetric.PREFIX_QUERIES);
        if (hits != null && queries != null && queries > 0) {
            return new PrefixHits(hits / queries, "engine counters");
        }
        // An engine whose cache is off looks nothing up.
        Long prompts = served.tokens().inputTotal();
        if (hits != null && prompts != null && prompts > 0) {
            return new PrefixHits(hits / prompts, "engine counters");
        }
        Double usage = served.tokens().cachedShare();
        if (usage != null) {
            return new PrefixHits(usage, "usage.cached_tokens");
        }
        if (gauge != null) {
            return new PrefixHits(gauge, "engine gauge");
        }
        return new PrefixHits(
                null,
                "neither the engine's metrics nor the usage of its answers say how much came from a prefix cache");
    }
}
