package io.infermark.metric;

import java.util.Locale;

/**
 * Prompts that a prefix cache answers cost no prefill: a TTFT with hits that nobody declared is that of another workload. The observed share of prompt tokens from the cache may
 * differ from the declared one by one percentage point.
 */
public final class PrefixCacheRule {
    private static final double TOLERANCE = 0.01;
    private static final double ROUNDING = 1e-9;

    private PrefixCacheRule() {}

    /**
     * The verdict over a window; {@link Validity#OK} where the rate could not be observed.
     *
     * @param declared share of prompt tokens that is meant to come from the cache, 0 for prompts that share nothing
     */
    public static Validity judge(WindowTelemetry telemetry, double declared) {
        Double observed = telemetry.prefixHitRate();
        if (observed == null || Math.abs(observed - declared) <= TOLERANCE + ROUNDING) {
            return Validity.OK;
        }
        return Validity.OK.with(
                Validity.Code.PREFIX_CACHE,
                String.format(
                        Locale.ROOT,
                        "%.1f %% of the prompt tokens came from the server's prefix cache (%s), declared are %.1f %%: prefill was measured that did not happen. "
                                + "Switch the cache off (@Server(prefixCache = false), or the flag of a server that you start yourself), send prompts that share no beginning, or declare what is meant with @Server(prefixCache = true, prefixHitRate = …)",
                        100 * observed,
                        telemetry.sources().getOrDefault("prefix_hit_rate", "unknown source"),
                        100 * declared));
    }
}
