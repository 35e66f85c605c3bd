package io.infermark.load.arrival;

import io.infermark.model.ArrivalShape;
import io.infermark.model.Load;
import java.time.Duration;
import java.util.List;

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

    /** A rate that goes evenly from one value to another in a time and then stays there; arrivals are even, not random. */
    record Ramp(double fromPerSecond, double toPerSecond, Duration duration) implements ArrivalProcess {
        public Ramp {
            checkRate(toPerSecond);
            if (!(fromPerSecond >= 0) || Double.isInfinite(fromPerSecond)) {
                throw new IllegalArgumentException("[RateNotPositive] a ramp from " + fromPerSecond
                        + " requests a second. It must start at 0 or above.");
            }
            if (duration.isNegative() || duration.isZero()) {
                throw new IllegalArgumentException(
                        "[RampEmpty] a ramp of " + duration + ". Give it a time above 0, or use a constant rate.");
            }
        }
    }

    /** Constant rates one after the other; the last one stays. */
    record Steps(List<Step> steps) implements ArrivalProcess {
        public Steps {
            steps = List.copyOf(steps);
            if (steps.isEmpty()) {
                throw new IllegalArgumentException("[StepsEmpty] no step. Give at least one rate with its time.");
            }
        }
    }

    /** Given instants, relative to the first. */
    record Trace(ArrivalSchedule instants) implements ArrivalProcess {}

    /** A rate that holds for a time. */
    record Step(double requestsPerSecond, Duration duration) {
        public Step {
            checkRate(requestsPerSecond);
        }
    }

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
            case RAMP -> ramp(load);
            case STEPS -> steps(load);
            case TRACE -> new Trace(ArrivalTrace.read(load.shape()).at(load.requestsPerSecond()));
        };
    }

    private static ArrivalProcess ramp(Load.Open load) {
        ArrivalShape.Part part = shape(load).parts().get(0);
        double rate = load.requestsPerSecond();
        return new Ramp(rate * part.from(), rate * part.to(), part.time());
    }

    private static ArrivalProcess steps(Load.Open load) {
        return new Steps(shape(load).parts().stream()
                .map(part -> new Step(load.requestsPerSecond() * part.to(), part.time()))
                .toList());
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
