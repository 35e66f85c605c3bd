package io.infermark.fork;

import io.infermark.load.LoaderHealth;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The generator's figures of itself by name with unit, as results carry them; what the platform does not tell is left out. */
final class HealthFigures {
    private HealthFigures() {}

    static Map<String, Double> of(LoaderHealth health) {
        Map<String, Double> figures = new TreeMap<>();
        put(figures, "loops", health.pinning().size());
        put(figures, "loopTicks", (double) health.loopLag().count());
        put(figures, "loopCore", core(health.pinning()));
        put(figures, "loopLagMeanMicros", health.loopLag().mean() / 1e3);
        put(figures, "loopLagP99Micros", health.loopLag().p99() / 1e3);
        put(figures, "loopLagMaxMicros", health.loopLag().max() / 1e3);
        put(figures, "loopCpuMillis", health.loopCpuNanos() / 1e6);
        put(figures, "loopRunQueueMillis", health.loopRunQueueNanos() / 1e6);
        put(figures, "loopRunQueueShare", health.loopRunQueueShare());
        put(figures, "loopRuns", (double) health.loopRuns());
        put(figures, "loopWaitMeanMicros", health.loopWaitMeanNanos() / 1e3);
        put(figures, "gcCount", (double) health.gcCount());
        put(figures, "gcMillis", health.gcNanos() / 1e6);
        put(figures, "jitMillis", health.jitNanos() / 1e6);
        put(figures, "sentAfterIntendedP50Micros", health.sentAfterIntended().p50() / 1e3);
        put(figures, "sentAfterIntendedP99Micros", health.sentAfterIntended().p99() / 1e3);
        put(figures, "sentAfterIntendedMaxMicros", health.sentAfterIntended().max() / 1e3);
        put(figures, "connectionsOpened", health.opened());
        put(figures, "connectionOpenFailures", health.openFailures());
        put(figures, "freshConnections", health.freshConnections());
        put(figures, "resends", health.resends());
        put(figures, "blocked", health.blocked());
        put(figures, "blockedMillis", health.blockedNanos() / 1e6);
        put(figures, "sourceWaits", health.sourceWaits());
        put(figures, "allocatedBytesPerEvent", health.allocatedBytesPerEvent());
        put(figures, "tokenEvents", (double) health.tokenEvents());
        put(figures, "windowMillis", health.windowNanos() / 1e6);
        return figures;
    }

    /** Of a single loop that is bound; -1: several, or none is. */
    private static double core(List<LoaderHealth.Pinning> pinning) {
        return pinning.size() == 1 ? pinning.get(0).core().orElse(-1) : -1;
    }

    private static void put(Map<String, Double> figures, String name, double value) {
        if (!Double.isNaN(value) && value >= 0) {
            figures.put(name, value);
        }
    }
}
