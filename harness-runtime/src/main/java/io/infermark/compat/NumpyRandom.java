package io.infermark.compat;

/**
 * NumPy's legacy {@code RandomState}: the Mersenne twister MT19937 and the draws that the client takes from it, bit for bit in the integers and within an ulp or two in the logarithms, which NumPy leaves to its platform.
 *
 * <p>Algorithms: Matsumoto and Nishimura 1998 (twister and seeding), Marsaglia's polar method, Marsaglia and Tsang 2000 (gamma), Ahrens and Dieter 1974 (gamma below shape 1).
 */
public final class NumpyRandom {
    private static final int WORDS = 624;
    private static final int SHIFT = 397;

    private final int[] key = new int[WORDS];
    private int position = WORDS;
    private boolean spare;
    private double spareNormal;

    /** Seeded by one word. */
    public NumpyRandom(long seed) {
        seed((int) seed);
    }

    /** Seeded by several words, as a list of integers is. */
    public NumpyRandom(int... words) {
        seed(19_650_218);
        int i = 1;
        int j = 0;
        for (int k = Math.max(WORDS, words.length); k > 0; k--) {
            key[i] = (key[i] ^ (mixed(i - 1) * 1_664_525)) + words[j] + j;
            i = next(i);
            j = (j + 1) % words.length;
        }
        for (int k = WORDS - 1; k > 0; k--) {
            key[i] = (key[i] ^ (mixed(i - 1) * 1_566_083_941)) - i;
            i = next(i);
        }
        key[0] = 0x80000000;
    }

    private void seed(int seed) {
        key[0] = seed;
        for (int i = 1; i < WORDS; i++) {
            key[i] = 1_812_433_253 * mixed(i - 1) + i;
        }
    }

    private int mixed(int i) {
        return key[i] ^ (key[i] >>> 30);
    }

    private int next(int i) {
        if (i + 1 < WORDS) {
            return i + 1;
        }
        key[0] = key[WORDS - 1];
        return 1;
    }

    /** The first words of the state as it stands, which the client seeds a second generator with. */
    public int[] stateWords(int count) {
        return java.util.Arrays.copyOf(key, count);
    }

    /** 32 random bits. */
    public int nextBits() {
        if (position == WORDS) {
            for (int i = 0; i < WORDS; i++) {
                int y = (key[i] & 0x80000000) | (key[(i + 1) % WORDS] & 0x7fffffff);
                key[i] = key[(i + SHIFT) % WORDS] ^ (y >>> 1) ^ ((y & 1) == 0 ? 0 : 0x9908b0df);
            }
            position = 0;
        }
        int y = key[position++];
        y ^= y >>> 11;
        y ^= (y << 7) & 0x9d2c5680;
        y ^= (y << 15) & 0xefc60000;
        return y ^ (y >>> 18);
    }

    /**
     * An integer of [low, high).
     *
     * @throws IllegalArgumentException if there is none
     */
    public int nextInt(int low, long high) {
        long range = high - 1 - low;
        if (range < 0 || range > 0xffff_ffffL) {
            throw new IllegalArgumentException(
                    "[RandomRange] there is no integer from " + low + " up to and without " + high + ".");
        }
        if (range == 0) {
            return low;
        }
        long mask = -1L >>> Long.numberOfLeadingZeros(range);
        long value = nextBits() & mask;
        while (value > range) {
            value = nextBits() & mask;
        }
        return (int) (low + value);
    }

    /** Uniform in [0, 1) with 53 bits. */
    double nextDouble() {
        int high = nextBits() >>> 5;
        int low = nextBits() >>> 6;
        return (high * 67_108_864.0 + low) / 9_007_199_254_740_992.0;
    }

    private double exponential() {
        return -StrictMath.log(1.0 - nextDouble());
    }

    private double normal() {
        if (spare) {
            spare = false;
            return spareNormal;
        }
        double x;
        double y;
        double square;
        do {
            x = 2.0 * nextDouble() - 1.0;
            y = 2.0 * nextDouble() - 1.0;
            square = x * x + y * y;
        } while (square >= 1.0 || square == 0.0);
        double factor = StrictMath.sqrt(-2.0 * StrictMath.log(square) / square);
        spareNormal = factor * x;
        spare = true;
        return factor * y;
    }

    /** A gamma variate. */
    public double nextGamma(double shape, double scale) {
        return scale * gamma(shape);
    }

    private double gamma(double shape) {
        if (shape == 1.0) {
            return exponential();
        }
        return shape < 1.0 ? smallGamma(shape) : largeGamma(shape);
    }

    private double smallGamma(double shape) {
        while (true) {
            double u = nextDouble();
            double v = exponential();
            if (u <= 1.0 - shape) {
                double x = StrictMath.pow(u, 1.0 / shape);
                if (x <= v) {
                    return x;
                }
            } else {
                double y = -StrictMath.log((1.0 - u) / shape);
                double x = StrictMath.pow(1.0 - shape + shape * y, 1.0 / shape);
                if (x <= v + y) {
                    return x;
                }
            }
        }
    }

    private double largeGamma(double shape) {
        double b = shape - 1.0 / 3.0;
        double c = 1.0 / StrictMath.sqrt(9.0 * b);
        while (true) {
            double x;
            double v;
            do {
                x = normal();
                v = 1.0 + c * x;
            } while (v <= 0.0);
            v = v * v * v;
            double u = nextDouble();
            if (u < 1.0 - 0.0331 * (x * x) * (x * x)
                    || StrictMath.log(u) < 0.5 * x * x + b * (1.0 - v + StrictMath.log(v))) {
                return b * v;
            }
        }
    }
}
