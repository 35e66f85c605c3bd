package io.infermark.metric;

import io.infermark.model.SloSpec;
import io.infermark.model.WorkloadSpec;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What the records do not say themselves.
 *
 * @param workload lengths that were asked for
 * @param gpus GPUs of the server; 0: not known, and no per-GPU rate is given
 * @param slo bounds of the point
 * @param fixedLengthBy what forces the output to its planned length, such as {@code ignore_eos}; null if the endpoint has no such means
 * @param latenessBound a send that leaves later than this after it was due was not delivered in time
 * @param minRequests fewer complete requests mark the window as short
 * @param cachedShare share of the prompt tokens that is declared to come from the prefix cache
 * @param rules of {@link UpstreamFigures}; native figures do not depend on them
 */
public record MetricContext(
        WorkloadSpec workload,
        int gpus,
        SloSpec slo,
        @Nullable String fixedLengthBy,
        Duration latenessBound,
        int minRequests,
        double cachedShare,
        ClientRules rules) {
    /** The lateness bound where none is stated: 5 ms. */
    public static final Duration DEFAULT_LATENESS_BOUND = Duration.ofMillis(5);

    /** A context by our own rules, of prompts that share nothing. */
    public MetricContext(
            WorkloadSpec workload,
            int gpus,
            SloSpec slo,
            @Nullable String fixedLengthBy,
            Duration latenessBound,
            int minRequests) {
        this(workload, gpus, slo, fixedLengthBy, latenessBound, minRequests, 0, ClientRules.NATIVE);
    }

    /** A context with the default lateness bound, no SLO and no floor of requests. */
    public static MetricContext of(WorkloadSpec workload, int gpus) {
        return new MetricContext(workload, gpus, SloSpec.NONE, null, DEFAULT_LATENESS_BOUND, 1);
    }
}
