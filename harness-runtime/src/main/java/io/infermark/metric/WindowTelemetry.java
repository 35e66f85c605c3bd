package io.infermark.metric;

import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What GPUs, host and engine said of themselves in one window. Nothing of it comes from the load generator, and nothing that could not be read is here as a number: {@link #absent}
 * has the reason.
 *
 * @param energy null unless it is sound
 * @param gpu {@code utilization_percent}, {@code memory_utilization_percent}, {@code memory_used_mib}, {@code temperature_celsius}, {@code sm_clock_mhz}, {@code memory_clock_mhz}: mean over the
 *     declared GPUs, and the highest of any
 * @param cpuJoules by processor package, from the processors' own counters
 * @param engine {@code running}, {@code waiting}, {@code kv_usage}, sampled
 * @param engineCounters {@code preemptions}, {@code prefix_queries}, {@code prefix_hits}, {@code prompt_tokens}, {@code generation_tokens}, {@code draft_tokens}, {@code accepted_tokens}: what they grew by
 * @param prefixHitRate share of prompt tokens that the engine took from its prefix cache
 * @param sources who said it: {@code gpu}, {@code engine}, {@code cpu}, {@code prefix_hit_rate}
 * @param absent what is not here, by name, with the reason
 */
public record WindowTelemetry(
        @Nullable GpuEnergy energy,
        SortedMap<String, Level> gpu,
        SortedMap<String, Double> cpuJoules,
        SortedMap<String, Level> engine,
        SortedMap<String, Double> engineCounters,
        @Nullable Double prefixHitRate,
        SortedMap<String, String> sources,
        SortedMap<String, String> absent) {
    public WindowTelemetry {
        gpu = Collections.unmodifiableSortedMap(new TreeMap<>(gpu));
        cpuJoules = Collections.unmodifiableSortedMap(new TreeMap<>(cpuJoules));
        engine = Collections.unmodifiableSortedMap(new TreeMap<>(engine));
        engineCounters = Collections.unmodifiableSortedMap(new TreeMap<>(engineCounters));
        sources = Collections.unmodifiableSortedMap(new TreeMap<>(sources));
        absent = Collections.unmodifiableSortedMap(new TreeMap<>(absent));
    }

    /** Share of draft tokens that were accepted; null without speculation. */
    public @Nullable Double acceptedShare() {
        Double drafts = engineCounters.get("draft_tokens");
        Double accepted = engineCounters.get("accepted_tokens");
        return drafts == null || accepted == null || drafts <= 0 ? null : Double.valueOf(accepted / drafts);
    }
}
