package io.infermark.compat;

/** The client's waits: gamma distributed around 1/rate, exponential for a burstiness of 1. It waits after every request, the last one included. */
public final class ArrivalIntervals {
    private final NumpyRandom random;
    private final double burstiness;
    private final double scale;

    /** Waits drawn from a generator that may have drawn a {@link RandomDataSet} before. */
    public ArrivalIntervals(NumpyRandom random, double requestsPerSecond, double burstiness) {
        this.random = random;
        this.burstiness = burstiness;
        this.scale = 1.0 / (requestsPerSecond * burstiness);
    }

    /** The next wait in seconds. */
    public double nextSeconds() {
        return random.nextGamma(burstiness, scale);
    }
}
