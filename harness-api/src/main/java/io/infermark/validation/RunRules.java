package io.infermark.validation;

import io.infermark.model.BenchmarkSpec;
import io.infermark.model.DurationText;
import io.infermark.model.RunSettings;
import io.infermark.model.SloSpec;
import io.infermark.model.WindowBound;
import java.time.Duration;
import java.util.List;

/** Rules of bounds, repetition and windows that can be told without the points. */
final class RunRules {
    private final BenchmarkSpec spec;
    private final Findings findings;

    RunRules(BenchmarkSpec spec, Findings findings) {
        this.spec = spec;
        this.findings = findings;
    }

    void check() {
        checkSlo(spec.slo().bounds());
        RunSettings run = spec.run();
        if (run.forks() < 0) {
            findings.add(Code.FORKS_NEGATIVE, "fork", "forks", run.forks());
        } else if (run.forks() == 0) {
            findings.add(Code.FORK_ZERO, "fork");
        }
        if (run.warmupForks() < 0) {
            findings.add(Code.FORKS_NEGATIVE, "fork.warmups", "warm-up forks", run.warmupForks());
        }
        if (run.warmupIterations() < 0) {
            findings.add(
                    Code.ITERATIONS_TOO_FEW,
                    "warmup.iterations",
                    "warm-up iterations",
                    run.warmupIterations(),
                    "there can't be fewer than none");
        }
        if (run.iterations() < 1) {
            findings.add(
                    Code.ITERATIONS_TOO_FEW,
                    "measurement.iterations",
                    "iterations",
                    run.iterations(),
                    "without one nothing is measured");
        }
        if (run.minRequests() < 0) {
            findings.add(Code.MIN_REQUESTS_NEGATIVE, "window.minRequests", run.minRequests());
        }
        checkWindow("warm-up", "warmup", run.warmup());
        checkWindow("measured", "measurement", run.measurement());
        checkTimeout(run);
        if (spec.maxPoints() < 1) {
            findings.add(Code.MAX_POINTS_TOO_SMALL, "maxPoints", spec.maxPoints());
        }
    }

    private void checkSlo(List<SloSpec.Bound> bounds) {
        for (SloSpec.Bound higher : bounds) {
            for (SloSpec.Bound lower : bounds) {
                if (lower.metric() == higher.metric()
                        && lower.percentile() < higher.percentile()
                        && lower.limit().compareTo(higher.limit()) > 0) {
                    findings.add(
                            Code.SLO_ORDER,
                            "slo." + higher.name(),
                            higher.name(),
                            DurationText.format(higher.limit()),
                            lower.name(),
                            DurationText.format(lower.limit()));
                }
            }
        }
    }

    private void checkWindow(String kind, String path, WindowBound bound) {
        if (bound instanceof WindowBound.Time time) {
            if (time.duration().compareTo(Duration.ZERO) <= 0) {
                findings.add(
                        Code.WINDOW_EMPTY, path + ".time", kind, DurationText.format(time.duration()), "some time");
            }
            return;
        }
        int requests = bound instanceof WindowBound.Requests fixed
                ? fixed.requests()
                : ((WindowBound.PerConcurrency) bound).requests();
        if (requests < 1) {
            findings.add(Code.WINDOW_EMPTY, path + ".requests", kind, requests + " requests", "one request");
        }
    }

    private void checkTimeout(RunSettings run) {
        Duration window = run.measurement() instanceof WindowBound.Time measured ? measured.duration() : Duration.ZERO;
        if (run.warmupIterations() > 0
                && run.warmup() instanceof WindowBound.Time warmup
                && warmup.duration().compareTo(window) > 0) {
            window = warmup.duration();
        }
        if (run.iterationTimeout().compareTo(window) <= 0) {
            findings.add(
                    Code.TIMEOUT_TOO_SHORT,
                    run.iterationTimeout().equals(RunSettings.DEFAULT.iterationTimeout())
                            ? "measurement.time"
                            : "timeout",
                    DurationText.format(run.iterationTimeout()),
                    DurationText.format(window));
        }
    }
}
