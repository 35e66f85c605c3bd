package io.infermark.prompt;

import io.infermark.model.WorkloadSpec;

/**
 * The lengths of a window's requests: uniform in {@code [⌊ratio·L⌋, L]}, input and output drawn apart, at least 1. The same window has the same lengths in every run.
 */
public record LengthPlan(WorkloadSpec workload, PromptWindow window) {
    private static final long INPUT = 0x1571L;
    private static final long OUTPUT = 0x0571L;

    /** ISL of request {@code index}. */
    public int inputTokens(int index) {
        return draw(workload.isl(), INPUT, index);
    }

    /** OSL of request {@code index}. */
    public int outputTokens(int index) {
        return draw(workload.osl(), OUTPUT, index);
    }

    private int draw(int nominal, long salt, int index) {
        if (workload.rangeRatio() >= 1.0) {
            return nominal;
        }
        int shortest = Math.max(1, (int) Math.floor(workload.rangeRatio() * nominal));
        long random = SplitMix.at(SplitMix.mix(window.stream() ^ salt), index);
        return shortest + SplitMix.bounded(random, nominal - shortest + 1);
    }
}
