package io.infermark.run;

/** One seed of a run makes all others, so that a run repeats byte for byte and no two windows share a prompt. */
final class Seeds {
    private static final long GOLDEN = 0x9E3779B97F4A7C15L;

    private Seeds() {}

    /** The seed of a window: of run, point, fork and iteration, and of nothing else. */
    static long ofWindow(long run, String pointId, int fork, boolean warmup, int iteration) {
        long seed = run;
        for (int i = 0; i < pointId.length(); i++) {
            seed = mix(seed + pointId.charAt(i));
        }
        seed = mix(seed + fork);
        seed = mix(seed + (warmup ? 1 : 2));
        return mix(seed + iteration);
    }

    /** SplitMix64: Steele, Lea and Flood, "Fast splittable pseudorandom number generators", 2014. */
    private static long mix(long value) {
        long z = value + GOLDEN;
        z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }
}
