package io.infermark.load.arrival;

import io.infermark.model.ArrivalShape;
import io.infermark.model.Load;

/** How the gaps between arrivals are made. */
public sealed interface ArrivalProcess {
    /** Equal gaps. */
    record Constant(double requestsPerSecond) implements ArrivalProcess {
        public Constant {
            checkRate(requestsPerSecond);
        }
    }

    /** Exponential gaps. They are not rescaled: the realised rate differs from the nominal one by chance, about 1/√n. */
    record Poisson(double requestsPerSecond) implements ArrivalProcess {
        public Poisson {
            checkRate(requestsPerSecond);
        }
    }

    /**
     * Gamma gaps with mean 1/rate.
     *
     * @param burstiness shape: 1 is Poisson, below 1 is burstier, above 1 more even
     */
    record Gamma(double requestsPerSecond, double burstiness) implements ArrivalProcess {
        public Gamma {
            checkRate(requestsPerSecond);
            if (!(burstiness > 0) || Double.isInfinite(burstiness)) {
                throw new IllegalArgumentException("[BurstinessNotPositive] burstiness " + burstiness
                        + " is the shape of a gamma distribution, which must be above 0. 1 is Poisson.");
            }
        }
    }

    /**
     * Rates that change over time; arrivals are even, not random.
     *
     * @param rates with requests a second for shares
     */
    record Shaped(ArrivalShape rates) implements ArrivalProcess {
        public Shaped {
            rates.parts().forEach(part -> checkRate(part.to()));
            checkRate(rates.rest());
        }
    }

    /** Given instants, relative to the first. */
    record Trace(ArrivalSchedule instants) implements ArrivalProcess {}

    /**
     * The process that a point's load names; the file of a trace is read.
     *
     * @throws IllegalArgumentException for one that can't be, with a code
     */
    static ArrivalProcess of(Load.Open load) {
        return switch (load.arrival()) {
            case CONSTANT -> new Constant(load.requestsPerSecond());
            case POISSON -> new Poisson(load.requestsPerSecond());
            case GAMMA -> new Gamma(load.requestsPerSecond(), load.burstiness());
            case RAMP, STEPS -> new Shaped(shape(load).times(load.requestsPerSecond()));
            case TRACE -> new Trace(ArrivalTrace.read(load.shape()).at(load.requestsPerSecond()));
        };
    }

    private static ArrivalShape shape(Load.Open load) {
        try {
            return ArrivalShape.parse(load.arrival(), load.shape());
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "[ShapeMalformed] shape \"" + load.shape() + "\" of "
                            + load.arrival().label() + ": " + e.getMessage(),
                    e);
        }
    }

    private static void checkRate(double requestsPerSecond) {
        if (!(requestsPerSecond > 0) || requestsPerSecond > 1e9) {
            throw new IllegalArgumentException("[RateNotPositive] a rate of " + requestsPerSecond
                    + " requests a second. It must be above 0 and at most 10^9.");
        }
    }
}
