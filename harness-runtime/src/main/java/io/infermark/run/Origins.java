package io.infermark.run;

import io.infermark.result.Provenance;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;

/** Where a point's figures come from, by what its server declared. */
final class Origins {
    private Origins() {}

    /** @param facts what the endpoint said, as {@link EndpointSayings} keeps it */
    static Provenance of(Map<String, String> facts) {
        Provenance.Engine engine =
                named(Provenance.Engine.values(), facts.get("engineProvenance"), Provenance.Engine.UNKNOWN);
        Provenance.Weights weights =
                named(Provenance.Weights.values(), facts.get("weightsProvenance"), Provenance.Weights.UNKNOWN);
        if (engine != Provenance.Engine.UNKNOWN) {
            return new Provenance(engine, weights, Provenance.Power.NONE, "server-header");
        }
        // A server that we started by a recipe, or whose dialect we know, is an engine; one that says nothing of itself
        // may be anything.
        boolean started = facts.getOrDefault("started", "").equals("true");
        boolean known = started || !facts.getOrDefault("dialect", "openai").equals("openai");
        return new Provenance(
                known ? Provenance.Engine.REAL : Provenance.Engine.UNKNOWN,
                // The engine that we started was told which weights to load, and did not end over them.
                started && weights == Provenance.Weights.UNKNOWN ? Provenance.Weights.REAL : weights,
                Provenance.Power.NONE,
                known ? "declaration" : "unknown");
    }

    private static <E extends Enum<E>> E named(E[] values, @org.jspecify.annotations.Nullable String name, E absent) {
        return Arrays.stream(values)
                .filter(value -> name != null && value.name().equals(name.toUpperCase(Locale.ROOT)))
                .findFirst()
                .orElse(absent);
    }
}
