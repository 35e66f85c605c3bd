package io.infermark.run;

import io.infermark.api.Arrival;
import io.infermark.load.arrival.ArrivalProcess;
import io.infermark.load.arrival.ArrivalTrace;
import io.infermark.model.Load;
import io.infermark.plan.PlannedPoint;
import io.infermark.plan.UsageException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Looks at the arrivals of points before anything starts, and keeps the traces that they replay: a point's load then names the content that was read, in its fingerprint, its
 * result and the orders to the load generator, so that a file that changes later stands for nothing. Each file is read once, and held until its copy is written.
 */
final class ArrivalFiles {
    private final boolean inferencex;
    private final Map<String, ArrivalTrace> traces = new LinkedHashMap<>();

    ArrivalFiles(boolean inferencex) {
        this.inferencex = inferencex;
    }

    /**
     * The points, with traces read and named by their content.
     *
     * @throws UsageException for arrivals that can't be measured
     */
    List<PlannedPoint> checked(List<PlannedPoint> points) {
        List<PlannedPoint> checked = new ArrayList<>(points.size());
        for (PlannedPoint planned : points) {
            checked.add(planned.point().load() instanceof Load.Open open ? checked(planned, open) : planned);
        }
        return checked;
    }

    private PlannedPoint checked(PlannedPoint planned, Load.Open open) {
        if (inferencex && open.arrival() != Arrival.POISSON && open.arrival() != Arrival.GAMMA) {
            throw new UsageException(
                    "[CompatArrival] " + planned.id() + " has " + open.arrival().label()
                            + " arrivals, and InferenceX's client knows only poisson and gamma. Choose one of them, or leave out"
                            + " -compat.");
        }
        if (!open.arrival().shaped()) {
            return planned;
        }
        try {
            if (open.arrival() == Arrival.TRACE) {
                return planned.withLoad(pinned(planned, open));
            }
            ArrivalProcess.of(open);
            return planned;
        } catch (IllegalArgumentException e) {
            throw new UsageException(String.valueOf(e.getMessage()), e);
        }
    }

    private Load.Open pinned(PlannedPoint planned, Load.Open open) {
        ArrivalTrace trace = traces.computeIfAbsent(open.shape(), ArrivalTrace::read);
        long wanted = planned.settings().measurement().requestsFor(open);
        int held = trace.instants().size();
        if (wanted > held) {
            throw new UsageException("[TraceShort] " + trace.file() + " holds " + held
                    + " instants, and a window of " + planned.id() + " asks for " + wanted
                    + " requests. Give -requests " + held + " or fewer, or bound the window by time with -r.");
        }
        return new Load.Open(
                open.requestsPerSecond(), open.arrival(), open.burstiness(), open.maxConcurrency(), trace.shape());
    }

    /**
     * Writes each trace that was checked to {@code traces/} of the run's directory, under its digest, and lets go of it.
     *
     * @throws UsageException {@code [TraceChanged]} for a copy of an earlier run that is another one now
     */
    void keep(Path root) {
        for (ArrivalTrace trace : traces.values()) {
            Path copy = root.resolve("traces").resolve(trace.digest() + ".txt");
            try {
                if (Files.exists(copy)) {
                    ArrivalTrace.read(copy + Load.Open.DIGEST + trace.digest());
                } else {
                    Files.createDirectories(copy.getParent());
                    trace.write(copy);
                }
            } catch (IllegalArgumentException e) {
                throw new UsageException(String.valueOf(e.getMessage()), e);
            } catch (IOException e) {
                throw new EnvironmentException(
                        "[OutputUnwritable] the trace can't be copied to " + copy + ": " + e
                                + ". Give a writable directory with -out.",
                        e);
            }
        }
        traces.clear();
    }
}
