package io.infermark.run;

import io.infermark.api.Launch;
import io.infermark.fork.FromGenerator;
import io.infermark.model.Load;
import io.infermark.model.RunSettings;
import io.infermark.plan.Estimate;
import io.infermark.plan.PlannedPoint;
import io.infermark.plan.RunOrder;
import io.infermark.plan.ServerGroup;
import io.infermark.plan.Trial;
import io.infermark.result.IterationResult;
import io.infermark.result.PointRef;
import io.infermark.result.Settings;
import io.infermark.server.StartPhase;
import java.time.Duration;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What a run prints while it goes on, in JMH's manner: {@code # } lines about the run, one line for each iteration.
 *
 * <p>The time left is the estimate of what is left, scaled by how long finished work took against its own estimate, servers' starts apart from measuring.
 */
final class Progress {
    private final Console console;
    private final RunOrder plan;
    private final int trials;
    private int trialsDone;
    private double startsEstimated;
    private double startsTaken;
    private double trialsEstimated;
    private double trialsTaken;
    private double startsLeft;
    private double trialsLeft;
    private @Nullable String lastBenchmark;

    Progress(Console console, RunOrder plan) {
        this.console = console;
        this.plan = plan;
        this.trials = plan.trials().size();
        for (ServerGroup group : plan.groups()) {
            startsLeft += seconds(Estimate.ofStart(group.points().get(0))) * group.starts();
        }
        plan.trials().forEach(trial -> trialsLeft += seconds(Estimate.ofTrial(trial.planned())));
    }

    void header(String version, long seed, java.nio.file.Path directory, String generatorCommand) {
        console.info("# Infermark " + version);
        console.info("# JDK " + Runtime.version() + ", " + System.getProperty("java.vm.name"));
        console.info("# " + Count.of(plan.points().size(), "point") + ", " + Count.of(trials, "trial") + ", "
                + Count.of(plan.groups().size(), "server configuration") + ", about "
                + clock(seconds(Estimate.of(plan))));
        console.info("# Results: " + directory);
        console.info("# Seed: " + seed);
        console.detail("# Load generator: " + generatorCommand);
    }

    void benchmark(PlannedPoint planned) {
        RunSettings settings = planned.settings();
        if (planned.spec().benchmark().equals(lastBenchmark)) {
            return;
        }
        lastBenchmark = planned.spec().benchmark();
        console.info("");
        console.info("# Benchmark: " + lastBenchmark);
        console.info("# Warmup: " + Count.of(settings.warmupIterations(), "iteration") + ", "
                + Settings.text(settings.warmup()) + " each");
        console.info("# Measurement: " + Count.of(settings.iterations(), "iteration") + ", "
                + Settings.text(settings.measurement()) + " each, drained");
        console.info("# Timeout: " + settings.iterationTimeout().toSeconds() + " s per iteration");
        console.info(forks(planned));
    }

    private static String forks(PlannedPoint planned) {
        int forks = planned.settings().forks();
        if (forks == 0) {
            return "# Fork: 0. WARNING: the load generator runs in this JVM, which disturbs what it measures. For debugging only; use -f 1 or more.";
        }
        return "# Forks: " + forks
                + (planned.spec().server().launch() == Launch.EXTERNAL
                        ? ", each a new load-generator JVM; the server is somebody else's and goes on running"
                        : ", each a freshly started server and a new load-generator JVM");
    }

    void starting(ServerGroup group, int fork, String commandLine) {
        PlannedPoint first = group.points().get(0);
        console.info("");
        console.info("# Server: " + first.spec().server().engine().name() + " ("
                + first.spec().server().launch().name().toLowerCase(Locale.ROOT) + "), start " + (fork + 1) + " of "
                + group.starts() + ", " + group.points().size() + " points share it");
        console.detail("# Command: " + commandLine);
    }

    void waiting(Duration elapsed, StartPhase phase, String lastLogLine) {
        console.info("# Still waiting after " + elapsed.toSeconds() + " s for "
                + phase.name().toLowerCase(Locale.ROOT).replace('_', ' ')
                + (lastLogLine.isEmpty() ? "" : "; last log line: " + lastLogLine));
    }

    void started(PlannedPoint first, Duration took, String version, String url) {
        startsLeft -= seconds(Estimate.ofStart(first));
        startsEstimated += seconds(Estimate.ofStart(first));
        startsTaken += seconds(took);
        console.info(String.format(
                Locale.ROOT,
                "# Ready after %.1f s: %s%s",
                seconds(took),
                url,
                version.isEmpty() ? "" : ", version " + version));
    }

    void startFailed(PlannedPoint first, String message) {
        startsLeft -= seconds(Estimate.ofStart(first));
        console.error(message);
    }

    void trial(Trial trial) {
        double left =
                startsLeft * factor(startsTaken, startsEstimated) + trialsLeft * factor(trialsTaken, trialsEstimated);
        console.info("");
        console.info(String.format(
                Locale.ROOT,
                "# Run progress: %.2f%% complete, ETA %s",
                trials == 0 ? 100.0 : 100.0 * trialsDone / trials,
                clock(left)));
        console.info("# Point: " + trial.planned().id());
        // How arrivals are spaced stands in an id only where points differ in it.
        Load load = trial.planned().point().load();
        if (load instanceof Load.Open) {
            console.info("# Load: " + PointRef.loadText(load));
        }
        if (trial.planned().trials() > 1) {
            console.info("# Fork: " + (trial.fork() + 1) + " of "
                    + trial.planned().trials() + (trial.discarded() ? " (warm-up, thrown away)" : ""));
        }
    }

    void windowEnded(Trial trial, FromGenerator.WindowEnded ended) {
        console.progress("# " + (ended.warmup() ? "warm-up " : "iteration ") + (ended.iteration() + 1) + " of "
                + trial.planned().id() + " ended");
    }

    void iteration(IterationResult result) {
        String name = result.warmup() ? "# Warmup Iteration" : "Iteration";
        String text = IterationLine.of(result);
        console.info(String.format(Locale.ROOT, "%s %3d: %s", name, result.iteration() + 1, text));
    }

    void trialEnded(Trial trial, Duration took) {
        trialsDone++;
        trialsLeft -= seconds(Estimate.ofTrial(trial.planned()));
        trialsEstimated += seconds(Estimate.ofTrial(trial.planned()));
        trialsTaken += seconds(took);
    }

    /** A trial that is not run: measured by an earlier run, or given up. */
    void trialSkipped(Trial trial) {
        trialsDone++;
        trialsLeft -= seconds(Estimate.ofTrial(trial.planned()));
    }

    void resumed(int kept) {
        console.info("# Resumed: " + Count.of(kept, "trial") + (kept == 1 ? " was" : " were") + " measured before and "
                + (kept == 1 ? "is kept" : "are kept"));
    }

    void problem(String message) {
        console.error(message);
    }

    void stopping(int drainSeconds) {
        console.error("# Interrupted: no new requests, waiting at most " + drainSeconds
                + " s for those in flight. Interrupt again to kill at once.");
    }

    private static double factor(double taken, double estimated) {
        return estimated > 0 ? taken / estimated : 1;
    }

    private static double seconds(Duration duration) {
        return duration.toNanos() / 1e9;
    }

    static String clock(double seconds) {
        long s = Math.round(Math.max(0, seconds));
        return String.format(Locale.ROOT, "%02d:%02d:%02d", s / 3600, s / 60 % 60, s % 60);
    }
}
