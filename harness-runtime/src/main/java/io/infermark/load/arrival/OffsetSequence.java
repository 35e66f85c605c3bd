package io.infermark.load.arrival;

import java.util.List;
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
        if (process instanceof ArrivalProcess.Ramp ramp) {
            return new Ramp(ramp);
        }
        if (process instanceof ArrivalProcess.Steps steps) {
            return new Steps(steps.steps());
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

    /** Arrival i is where the integral of the rate reaches i: a·t + (b − a)·t²/2D = i, then evenly at b. */
    final class Ramp implements OffsetSequence {
        private final double from;
        private final double to;
        private final double seconds;
        private final double inRamp;
        private long index;

        Ramp(ArrivalProcess.Ramp ramp) {
            from = ramp.fromPerSecond();
            to = ramp.toPerSecond();
            seconds = ramp.duration().toNanos() / 1e9;
            inRamp = (from + to) / 2 * seconds;
        }

        @Override
        public long next() {
            double arrivals = index++;
            if (arrivals >= inRamp) {
                return Math.round((seconds + (arrivals - inRamp) / to) * 1e9);
            }
            double slope = (to - from) / seconds;
            // The stable form of the quadratic's root; it also holds for a slope of 0.
            double root = StrictMath.sqrt(from * from + 2 * slope * arrivals);
            return arrivals == 0 ? 0 : Math.round(2 * arrivals / (from + root) * 1e9);
        }
    }

    /** Even arrivals at each rate; a step that begins between two arrivals keeps the part of a gap that has passed. */
    final class Steps implements OffsetSequence {
        private final List<ArrivalProcess.Step> steps;
        private long index;
        private int step;
        private double startSeconds;
        private double startArrivals;

        Steps(List<ArrivalProcess.Step> steps) {
            this.steps = steps;
        }

        @Override
        public long next() {
            double arrivals = index++;
            while (step < steps.size() - 1 && arrivals >= startArrivals + inStep()) {
                startArrivals += inStep();
                startSeconds += seconds();
                step++;
            }
            return Math.round((startSeconds + (arrivals - startArrivals) / rate()) * 1e9);
        }

        private double inStep() {
            return rate() * seconds();
        }

        private double seconds() {
            return steps.get(step).duration().toNanos() / 1e9;
        }

        private double rate() {
            return steps.get(step).requestsPerSecond();
        }
    }
}
