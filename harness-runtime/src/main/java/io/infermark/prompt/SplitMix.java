package io.infermark.prompt;

/** The SplitMix64 generator (Steele, Lea, Flood 2014), as functions without state. */
final class SplitMix {
    /** The odd constant by which its counter advances. */
    static final long GAMMA = 0x9E3779B97F4A7C15L;

    private SplitMix() {}

    /** A bijection of 64-bit numbers that spreads every bit over all. */
    static long mix(long z) {
        long a = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        long b = (a ^ (a >>> 27)) * 0x94D049BB133111EBL;
        return b ^ (b >>> 31);
    }

    /** The {@code n}-th number of the sequence that starts at {@code seed}. */
    static long at(long seed, long n) {
        return mix(seed + GAMMA * (n + 1));
    }

    /** Uniform in [0, bound), with a bias below {@code bound / 2^64}. */
    static int bounded(long random, int bound) {
        return (int) Math.multiplyHigh(random >>> 1, (long) bound << 1);
    }
}
