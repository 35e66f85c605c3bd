package io.infermark.result;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** In which unit a table shows latencies. Files always hold milliseconds. */
public enum LatencyUnit {
    US(1000),
    MS(1),
    S(0.001);

    private final double perMillisecond;

    LatencyUnit(double perMillisecond) {
        this.perMillisecond = perMillisecond;
    }

    /** The name on the command line and in a table's head. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    double ofMillis(double millis) {
        return millis * perMillisecond;
    }

    /** The unit of that name; empty if there is none. */
    public static Optional<LatencyUnit> byLabel(String label) {
        return Stream.of(values())
                .filter(unit -> unit.label().equals(label.toLowerCase(Locale.ROOT)))
                .findFirst();
    }
}
