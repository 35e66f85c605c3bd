package io.infermark.result;

/**
 * Where figures come from; carried to every row, file and picture.
 *
 * @param declaredBy {@code server-header}, {@code declaration} or {@code unknown}
 */
public record Provenance(Engine engine, Weights weights, Power power, String declaredBy) {
    /** Whether an engine computed anything. */
    public enum Engine {
        REAL,
        SIMULATED,
        UNKNOWN
    }

    /** Whether weights were those of the model. */
    public enum Weights {
        REAL,
        RANDOM,
        NONE,
        UNKNOWN
    }

    /** Where power figures come from. */
    public enum Power {
        NONE,
        MEASURED,
        FAKE
    }

    /** Nothing is known. */
    public static final Provenance UNKNOWN = new Provenance(Engine.UNKNOWN, Weights.UNKNOWN, Power.NONE, "unknown");

    /** The embedded engine. */
    public static final Provenance SIMULATED =
            new Provenance(Engine.SIMULATED, Weights.NONE, Power.NONE, "server-header");

    /** Whether any part of it is not real. */
    public boolean artificial() {
        return engine == Engine.SIMULATED || weights == Weights.RANDOM || power == Power.FAKE;
    }

    /** One word for a table's column: {@code SIMULATED}, {@code random-weights}, {@code real} or {@code unknown}. */
    public String label() {
        if (engine == Engine.SIMULATED) {
            return "SIMULATED";
        }
        if (weights == Weights.RANDOM) {
            return "random-weights";
        }
        return engine == Engine.REAL ? "real" : "unknown";
    }
}
