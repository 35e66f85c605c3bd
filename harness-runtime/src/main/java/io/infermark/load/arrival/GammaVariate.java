package io.infermark.load.arrival;

import java.util.SplittableRandom;

/** Gamma variates of scale 1 by Marsaglia and Tsang, "A simple method for generating gamma variables" (2000), with StrictMath for equal results everywhere. */
final class GammaVariate {
    private GammaVariate() {}

    static double next(SplittableRandom random, double shape) {
        if (shape < 1) {
            // Their section 6: a variate of shape + 1, times U^(1/shape).
            double boost = StrictMath.pow(1 - random.nextDouble(), 1 / shape);
            return next(random, shape + 1) * boost;
        }
        double d = shape - 1.0 / 3;
        double c = 1 / StrictMath.sqrt(9 * d);
        while (true) {
            double x = normal(random);
            double root = 1 + c * x;
            double v = root * root * root;
            if (v > 0) {
                double u = 1 - random.nextDouble();
                if (StrictMath.log(u) < 0.5 * x * x + d * (1 - v + StrictMath.log(v))) {
                    return d * v;
                }
            }
        }
    }

    /** Marsaglia's polar method. */
    private static double normal(SplittableRandom random) {
        while (true) {
            double u = 2 * random.nextDouble() - 1;
            double v = 2 * random.nextDouble() - 1;
            double s = u * u + v * v;
            if (s > 0 && s < 1) {
                return u * StrictMath.sqrt(-2 * StrictMath.log(s) / s);
            }
        }
    }
}
