package io.infermark.plan;

import io.infermark.model.BenchmarkSpec;
import io.infermark.model.Fingerprint;
import io.infermark.model.Load;
import io.infermark.model.Point;
import io.infermark.model.RunSettings;

/**
 * A point that was selected, with overrides applied.
 *
 * @param spec the declaration after overrides; its {@code run} is what this point is measured with
 * @param startFingerprint points with the same one can share a server start
 * @param fingerprint of everything that is measured
 */
public record PlannedPoint(
        Benchmark benchmark, BenchmarkSpec spec, Point point, String startFingerprint, String fingerprint) {
    static PlannedPoint of(Benchmark benchmark, BenchmarkSpec spec, Point point) {
        return new PlannedPoint(
                benchmark, spec, point, Fingerprint.ofStart(spec, point), Fingerprint.ofPoint(spec, point));
    }

    /** The same point under another load. */
    public PlannedPoint withLoad(Load load) {
        return of(benchmark, spec, point.withLoad(load));
    }

    /** Its id. */
    public String id() {
        return point.id();
    }

    /** How often and how long. */
    public RunSettings settings() {
        return spec.run();
    }

    /** Trials that it needs: warm-up forks and forks; {@code -f 0} is one trial without a JVM of its own. */
    public int trials() {
        return settings().warmupForks() + Math.max(1, settings().forks());
    }
}
