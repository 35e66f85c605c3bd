package io.infermark.prompt;

/**
 * The identity of one load window. Two windows that differ in anything have different prompts.
 *
 * @param pointId of the point that is measured
 * @param fork from 0
 * @param warmup whether it is a warm-up iteration
 * @param iteration from 0, warm-up iterations counted apart
 * @param seed of the run
 */
public record PromptWindow(String pointId, int fork, boolean warmup, int iteration, long seed) {
    /** A 64-bit digest of all members: the seed of everything random in this window. */
    public long stream() {
        long hash = SplitMix.mix(seed + SplitMix.GAMMA);
        for (int i = 0; i < pointId.length(); i++) {
            hash = SplitMix.mix(hash ^ pointId.charAt(i));
        }
        hash = SplitMix.mix(hash ^ (fork + 1L));
        hash = SplitMix.mix(hash ^ ((iteration + 1L) << 1 | (warmup ? 1 : 0)));
        return hash;
    }
}
