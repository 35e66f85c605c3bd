package io.infermark.validation;

import io.infermark.model.BenchmarkSpec;
import io.infermark.model.Load;
import io.infermark.model.Point;
import io.infermark.model.WindowBound;
import org.jspecify.annotations.Nullable;

/** Finds the point whose measured window has the fewest requests, and says so if those are too few. */
final class WindowRules {
    /** Fewer requests than this are no sample. */
    private static final int FEW = 10;

    private final BenchmarkSpec spec;
    private final Findings findings;
    private long fewest = Long.MAX_VALUE;
    private @Nullable Point point;
    private int row;

    WindowRules(BenchmarkSpec spec, Findings findings) {
        this.spec = spec;
        this.findings = findings;
    }

    void look(Point candidate, int rowIndex) {
        long requests = requests(candidate.load());
        if (requests < fewest) {
            fewest = requests;
            point = candidate;
            row = rowIndex;
        }
    }

    private long requests(Load load) {
        WindowBound bound = spec.run().measurement();
        if (bound instanceof WindowBound.Time time) {
            return load instanceof Load.Open open
                    ? (long) open.requestsWithin(time.duration().toNanos() / 1e9)
                    : Long.MAX_VALUE;
        }
        return bound.requestsFor(load);
    }

    void check() {
        int floor = Math.max(FEW, spec.run().minRequests());
        if (point == null || fewest >= floor || findings.wrong("measurement")) {
            return;
        }
        String marked = fewest < spec.run().minRequests() ? ", and each such point is marked as short" : "";
        findings.add(Code.WINDOW_SHORT, path(point), point.id(), fewest, floor, marked);
    }

    /** The window's own member if it is small by itself, else the load that makes it small. */
    private String path(Point shortest) {
        WindowBound bound = spec.run().measurement();
        if (bound instanceof WindowBound.Time) {
            return "measurement.time";
        }
        boolean enough = bound instanceof WindowBound.PerConcurrency each && each.requests() >= FEW;
        if (enough && shortest.load() instanceof Load.Open open && fewest < FEW) {
            int index = spec.rows().get(row).rate().requestsPerSecond().indexOf(open.requestsPerSecond());
            return "sweep[" + row + "].rate.value[" + index + "]";
        }
        return enough ? "window.minRequests" : "measurement.requests";
    }
}
