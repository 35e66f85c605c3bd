package io.infermark.plan;

import io.infermark.api.Launch;
import io.infermark.model.Load;
import io.infermark.model.RunSettings;
import io.infermark.model.WindowBound;
import java.time.Duration;

/**
 * About how long things take, before anything was measured. The guesses are stated so that a reader of {@code -dry} can judge them; while a run goes on they are
 * scaled by what was really seen.
 */
public final class Estimate {
    /** Guess of a request's time to its first token. */
    static final double TTFT_SECONDS = 0.5;

    /** Guess of the time of each further token. */
    static final double TPOT_SECONDS = 0.02;

    private Estimate() {}

    /** A trial without the server's start. */
    public static Duration ofTrial(PlannedPoint planned) {
        RunSettings settings = planned.settings();
        double seconds = settings.warmupIterations() * windowSeconds(planned, settings.warmup())
                + settings.iterations() * windowSeconds(planned, settings.measurement())
                + 1.5;
        return Duration.ofMillis(Math.round(seconds * 1000));
    }

    /** A start of the server, from launch to readiness. */
    public static Duration ofStart(PlannedPoint planned) {
        Launch launch = planned.spec().server().launch();
        String engine = planned.spec().server().engine().name();
        if (launch == Launch.EXTERNAL) {
            return Duration.ofSeconds(1);
        }
        if (engine.equals("sim") || engine.equals("llama.cpp")) {
            return Duration.ofSeconds(3);
        }
        return launch == Launch.CONTAINER ? Duration.ofMinutes(6) : Duration.ofMinutes(3);
    }

    /** A whole plan, one trial after the other. */
    public static Duration of(RunOrder plan) {
        Duration total = Duration.ZERO;
        for (ServerGroup group : plan.groups()) {
            total = total.plus(ofStart(group.points().get(0)).multipliedBy(group.starts()));
        }
        for (Trial trial : plan.trials()) {
            total = total.plus(ofTrial(trial.planned()));
        }
        return total;
    }

    private static double windowSeconds(PlannedPoint planned, WindowBound bound) {
        double request =
                TTFT_SECONDS + TPOT_SECONDS * planned.point().workload().osl();
        if (bound instanceof WindowBound.Time time) {
            return time.duration().toMillis() / 1000.0 + request;
        }
        Load load = planned.point().load();
        long requests = bound.requestsFor(load);
        if (load instanceof Load.Open open) {
            return open.secondsFor((double) requests) + request;
        }
        return Math.ceil(requests / load.streams()) * request;
    }
}
