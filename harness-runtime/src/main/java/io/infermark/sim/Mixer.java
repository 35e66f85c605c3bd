package io.infermark.sim;

/** Stateless seeded randomness: the SplitMix64 finaliser (Steele, Lea, Flood 2014) over a seed and positions. */
final class Mixer {
    private static final long GOLDEN = 0x9E3779B97F4A7C15L;

    private Mixer() {}

    static long mix(long seed, long position) {
        long z = seed + GOLDEN * (position + 1);
        z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }

    /** Uniform in [0, 1). */
    static double unit(long seed, long position) {
        return (mix(seed, position) >>> 11) * 0x1.0p-53;
    }
}
