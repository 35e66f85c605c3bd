package io.infermark.load.arrival;

import io.infermark.model.ArrivalShape;
import java.util.SplittableRandom;

/** Gives one offset after the other, the first one 0. */
@FunctionalInterface
interface OffsetSequence {
    /** The next offset in nanoseconds. */
    long next();

    static OffsetSequence of(ArrivalProcess process, long seed) {
        if (process instanceof ArrivalProcess.Constant constant) {
            return new Constant(constant.requestsPerSecond());
        }
        if (process instanceof ArrivalProcess.Poisson poisson) {
            SplittableRandom random = new SplittableRandom(seed);
            double mean = 1e9 / poisson.requestsPerSecond();
            return new Renewal(() -> mean * exponential(random));
        }
        if (process instanceof ArrivalProcess.Gamma gamma) {
            SplittableRandom random = new SplittableRandom(seed);
            double scale = 1e9 / (gamma.requestsPerSecond() * gamma.burstiness());
            return new Renewal(() -> scale * GammaVariate.next(random, gamma.burstiness()));
        }
        if (process instanceof ArrivalProcess.Shaped shaped) {
            return new Shaped(shaped.rates());
        }
        throw new IllegalArgumentException("[TraceIsSchedule] a trace has its own instants.");
    }

    private static double exponential(SplittableRandom random) {
        return -StrictMath.log(1 - random.nextDouble());
    }

    /** A gap in nanoseconds. */
    @FunctionalInterface
    interface Gap {
        double next();
    }

    /** Each offset from its index, so that no rounding adds up. */
    final class Constant implements OffsetSequence {
        private final double perSecond;
        private long index;

        Constant(double perSecond) {
            this.perSecond = perSecond;
        }

        @Override
        public long next() {
            return Math.round(index++ * 1e9 / perSecond);
        }
    }

    /** Sums of independent gaps, kept exact to far below a nanosecond. */
    final class Renewal implements OffsetSequence {
        private final Gap gap;
        private long whole;
        private double fraction;
        private boolean started;

        Renewal(Gap gap) {
            this.gap = gap;
        }

        @Override
        public long next() {
            if (started) {
                fraction += gap.next();
                long nanos = (long) fraction;
                whole += nanos;
                fraction -= nanos;
            }
            started = true;
            return whole;
        }
    }

    /** Arrival i is where the integral of the rate reaches i. */
    final class Shaped implements OffsetSequence {
        private final ArrivalShape.Walk walk;
        private long index;

        Shaped(ArrivalShape rates) {
            walk = new ArrivalShape.Walk(rates);
        }

        @Override
        public long next() {
            double arrivals = index++;
            return Math.round(walk.seconds(arrivals) * 1e9);
        }
    }
}
