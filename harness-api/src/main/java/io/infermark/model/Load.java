package io.infermark.model;

import io.infermark.api.Arrival;
import java.math.BigDecimal;

/** The load of a point. */
public sealed interface Load {
    /** Streams that it counts as when a window is sized by concurrency. */
    double streams();

    /** Concurrency as point ids write it; {@code inf} for an open loop without a cap. */
    String concurrencyLabel();

    /** A fixed number of streams: as one ends, the next begins. */
    record Closed(int concurrency) implements Load {
        @Override
        public double streams() {
            return concurrency;
        }

        @Override
        public String concurrencyLabel() {
            return Integer.toString(concurrency);
        }
    }

    /**
     * Arrivals on a schedule that was made before the window.
     *
     * @param maxConcurrency the most in flight; 0: no cap
     */
    record Open(double requestsPerSecond, Arrival arrival, double burstiness, int maxConcurrency) implements Load {
        @Override
        public double streams() {
            return maxConcurrency > 0 ? maxConcurrency : requestsPerSecond;
        }

        @Override
        public String concurrencyLabel() {
            return maxConcurrency > 0 ? Integer.toString(maxConcurrency) : "inf";
        }

        /** The rate without trailing zeros. */
        public String rateLabel() {
            return new BigDecimal(Double.toString(requestsPerSecond))
                    .stripTrailingZeros()
                    .toPlainString();
        }
    }
}
