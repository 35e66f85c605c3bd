package io.infermark.validation;

import io.infermark.model.BenchmarkSpec;
import io.infermark.model.Load;
import io.infermark.model.MatrixExpander;
import io.infermark.model.RateSpec;
import io.infermark.model.RunSettings;
import io.infermark.model.SweepRow;
import io.infermark.model.WindowBound;
import io.infermark.model.WorkloadSpec;
import java.util.Locale;

/**
 * Roughly how long a matrix measures: exact where windows are bounded by time or by a schedule, else by an assumed time for each output token. Starting servers is not in it.
 *
 * @param assumed whether the time for each token went in
 */
record TimeEstimate(double seconds, boolean assumed) {
    private static final double SECONDS_A_TOKEN = 0.03;

    static TimeEstimate of(BenchmarkSpec spec, long points) {
        double weighted = 0;
        double loads = 0;
        for (SweepRow row : spec.rows()) {
            double share = 0;
            double weight = 0;
            for (WorkloadSpec workload : spec.workloads()) {
                for (double rate : row.rate().requestsPerSecond()) {
                    RateSpec open = row.rate();
                    share += secondsAPoint(
                            spec.run(), workload, new Load.Open(rate, open.arrival(), 1, 0, open.shape()));
                    weight++;
                }
                if (row.rate().requestsPerSecond().isEmpty()) {
                    share += secondsAPoint(spec.run(), workload, new Load.Closed(1));
                    weight++;
                }
            }
            double count = MatrixExpander.count(spec, row);
            weighted += weight == 0 ? 0 : count * share / weight;
            loads += count;
        }
        boolean timed = spec.run().measurement() instanceof WindowBound.Time
                && spec.run().warmup() instanceof WindowBound.Time;
        return new TimeEstimate(loads == 0 ? 0 : weighted / loads * points, !timed);
    }

    private static double secondsAPoint(RunSettings run, WorkloadSpec workload, Load load) {
        double once = run.warmupIterations() * secondsAWindow(run.warmup(), workload, load)
                + run.iterations() * secondsAWindow(run.measurement(), workload, load);
        return once * Math.max(1, run.forks() + run.warmupForks());
    }

    private static double secondsAWindow(WindowBound bound, WorkloadSpec workload, Load load) {
        if (bound instanceof WindowBound.Time time) {
            return time.duration().toNanos() / 1e9;
        }
        double requests = bound.requestsFor(load);
        return load instanceof Load.Open open ? open.secondsFor(requests) : requests * workload.osl() * SECONDS_A_TOKEN;
    }

    /** {@code about 11 days at 30 ms a token}. */
    String text() {
        String basis = assumed ? " at 30 ms a token" : " at the declared times";
        if (seconds >= 2 * 86_400) {
            return String.format(Locale.ROOT, "about %,.0f days%s", seconds / 86_400, basis);
        }
        if (seconds >= 2 * 3_600) {
            return String.format(Locale.ROOT, "about %.0f hours%s", seconds / 3_600, basis);
        }
        return String.format(Locale.ROOT, "about %.0f minutes%s", Math.max(1, seconds / 60), basis);
    }
}
