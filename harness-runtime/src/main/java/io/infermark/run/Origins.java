package io.infermark.run;

import io.infermark.metric.GpuEnergy;
import io.infermark.result.IterationResult;
import io.infermark.result.Provenance;
import io.infermark.result.TrialResult;
import java.util.Arrays;
import java.util.Collection;
import java.util.Locale;
import java.util.Map;

/** Where a point's figures come from, by what its server declared. */
final class Origins {
    private Origins() {}

    /**
     * Provenance of a point.
     *
     * @param facts what the endpoint said, as {@link EndpointSayings} keeps it
     * @param trials whose windows may have an energy
     */
    static Provenance of(Map<String, String> facts, Collection<TrialResult> trials) {
        Provenance.Power power = power(trials);
        Provenance.Engine engine =
                named(Provenance.Engine.values(), facts.get("engineProvenance"), Provenance.Engine.UNKNOWN);
        Provenance.Weights weights =
                named(Provenance.Weights.values(), facts.get("weightsProvenance"), Provenance.Weights.UNKNOWN);
        if (engine != Provenance.Engine.UNKNOWN) {
            return new Provenance(engine, weights, power, "server-header");
        }
        // A server that we started by a recipe, or whose dialect we know, is an engine; one that says nothing of itself
        // may be anything. A forced dialect says how to speak to it, not what it is.
        boolean started = facts.getOrDefault("started", "").equals("true");
        boolean detected = !facts.containsKey("dialectForced")
                && !facts.getOrDefault("dialect", "openai").equals("openai");
        boolean known = started || detected;
        return new Provenance(
                known ? Provenance.Engine.REAL : Provenance.Engine.UNKNOWN,
                // The engine that we started was told which weights to load, and did not end over them.
                started && weights == Provenance.Weights.UNKNOWN ? Provenance.Weights.REAL : weights,
                power,
                known ? "declaration" : "unknown");
    }

    /** One window with made-up power makes the whole point's fake. */
    private static Provenance.Power power(Collection<TrialResult> trials) {
        Provenance.Power power = Provenance.Power.NONE;
        for (TrialResult trial : trials) {
            for (IterationResult iteration : trial.measured()) {
                GpuEnergy energy = iteration.metrics().energy();
                if (energy != null && energy.origin() == GpuEnergy.Origin.FAKE) {
                    return Provenance.Power.FAKE;
                }
                power = energy == null ? power : Provenance.Power.MEASURED;
            }
        }
        return power;
    }

    private static <E extends Enum<E>> E named(E[] values, @org.jspecify.annotations.Nullable String name, E absent) {
        return Arrays.stream(values)
                .filter(value -> name != null && value.name().equals(name.toUpperCase(Locale.ROOT)))
                .findFirst()
                .orElse(absent);
    }
}
