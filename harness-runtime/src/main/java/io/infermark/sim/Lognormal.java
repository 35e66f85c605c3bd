package io.infermark.sim;

/**
 * Lognormal factors of mean 1. The normal draw behind a factor is clamped to 6 standard deviations, which moves the mean
 * by less than 0.01 %. By {@link StrictMath}, so that a seed gives the same factors on every machine.
 */
final class Lognormal {
    /** Largest coefficient of variation: beyond it the clamp would move the mean. */
    static final double MOST_CV = 4;

    private static final double CLAMP = 6;

    private Lognormal() {}

    /** No factor is larger. */
    static double most(double cv) {
        return factor(StrictMath.log1p(cv * cv), CLAMP);
    }

    private static double factor(double variance, double normal) {
        return StrictMath.exp(Math.sqrt(variance) * normal - variance / 2);
    }

    /** The factor of a position under a seed. */
    static double draw(double cv, long seed, int position) {
        double variance = StrictMath.log1p(cv * cv);
        // Box and Muller 1958; the first unit is in (0, 1], so its logarithm is finite.
        double radius = Math.sqrt(-2 * StrictMath.log(1 - Mixer.unit(seed, 2L * position)));
        double normal = radius * StrictMath.cos(2 * Math.PI * Mixer.unit(seed, 2L * position + 1));
        return factor(variance, Math.max(-CLAMP, Math.min(CLAMP, normal)));
    }
}
