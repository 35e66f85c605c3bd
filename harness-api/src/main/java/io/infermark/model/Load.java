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
     * @param requestsPerSecond the rate that was declared; a shape's shares are shares of it, and a trace's instants have it on average
     * @param maxConcurrency the most in flight; 0: no cap
     * @param shape as {@link io.infermark.api.Rate#shape()}; empty where the arrival takes none
     */
    record Open(double requestsPerSecond, Arrival arrival, double burstiness, int maxConcurrency, String shape)
            implements Load {
        /** Between a trace's file and its digest. */
        public static final String DIGEST = "#sha256=";

        /** Without a shape. */
        public Open(double requestsPerSecond, Arrival arrival, double burstiness, int maxConcurrency) {
            this(requestsPerSecond, arrival, burstiness, maxConcurrency, "");
        }

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

        /** The shape as it was declared: a trace without the digest of its content. */
        public String shapeLabel() {
            int digest = arrival == Arrival.TRACE ? shape.lastIndexOf(DIGEST) : -1;
            return digest < 0 ? shape : shape.substring(0, digest);
        }

        /** About how many seconds pass until so many requests are due; of a trace by its mean rate. */
        public double secondsFor(double requests) {
            double nominal = requests / requestsPerSecond;
            return sharesRate() ? ArrivalShape.parse(arrival, shape).seconds(nominal) : nominal;
        }

        /** About how many requests are due within a time; of a trace by its mean rate. */
        public double requestsWithin(double seconds) {
            return requestsPerSecond
                    * (sharesRate() ? ArrivalShape.parse(arrival, shape).nominalSeconds(seconds) : seconds);
        }

        private boolean sharesRate() {
            return arrival == Arrival.RAMP || arrival == Arrival.STEPS;
        }
    }
}
