package io.infermark.telemetry;

import io.infermark.platform.Rapl;
import java.util.SortedMap;
import java.util.TreeMap;

/** Adds up what the processors' energy counters grow by, so often that none wraps twice between two readings. */
final class CpuEnergyMeter {
    private final Rapl rapl;
    private SortedMap<String, Rapl.Reading> last = new TreeMap<>();
    private final SortedMap<String, Double> joules = new TreeMap<>();
    private String absentBecause = "";

    CpuEnergyMeter(Rapl rapl) {
        this.rapl = rapl;
    }

    /** Starts from nothing. */
    synchronized void reset() {
        joules.clear();
        last = new TreeMap<>();
        add();
    }

    /** Reads the counters and adds what they grew by. */
    synchronized void add() {
        if (!absentBecause.isEmpty()) {
            return;
        }
        Rapl.Answer now = rapl.read();
        absentBecause = now.absentBecause();
        now.packages().forEach((name, reading) -> {
            Rapl.Reading before = last.get(name);
            if (before == null) {
                joules.putIfAbsent(name, 0.0);
                return;
            }
            double grown = reading.joules() - before.joules();
            joules.merge(name, grown < 0 ? grown + reading.wrapsAtJoules() : grown, Double::sum);
        });
        last = now.packages();
    }

    /** Since the reset, by package; empty if they can't be read. */
    synchronized SortedMap<String, Double> joules() {
        return absentBecause.isEmpty() ? new TreeMap<>(joules) : new TreeMap<>();
    }

    /** Why there are none; empty if there are. */
    synchronized String absentBecause() {
        return absentBecause;
    }
}
