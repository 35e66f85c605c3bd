package io.infermark.config.master;

import io.infermark.config.ConfigException;
import io.infermark.config.Value;
import io.infermark.config.Value.Mapping;
import io.infermark.config.schema.Field;
import io.infermark.config.schema.Model;
import io.infermark.config.schema.Outcome;
import io.infermark.config.schema.Types;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Lowest scores of evaluations, from {@code configs/eval-thresholds.yaml}: those of a model prefix first, then the defaults,
 * then {@link #LAST_RESORT}.
 */
public final class EvalThresholds {

    /** Used for a task that the file does not know: upstream's {@code --min-score}. */
    public static final double LAST_RESORT = 0.85;

    private static final Model FILE = Model.strictlyNamed(
            "EvalThresholdsFile",
            List.of(
                    Field.required("schema", SchemaHeader.of("infermark.eval-thresholds")),
                    Field.required("default", Types.mapOf(Types.fraction())),
                    Field.required("models", Types.mapOf(Types.mapOf(Types.fraction())))));

    private final Map<String, Double> defaults;
    private final Map<String, Map<String, Double>> models;

    private EvalThresholds(Map<String, Double> defaults, Map<String, Map<String, Double>> models) {
        this.defaults = defaults;
        this.models = models;
    }

    /** A threshold and where it comes from: {@code models.<prefix>}, {@code default} or {@code min-score}. */
    public record Threshold(double score, String source) {}

    /**
     * Validates a thresholds document.
     *
     * @throws ConfigException with every violation
     */
    public static EvalThresholds of(Value root) {
        Outcome outcome = FILE.read(root);
        if (!outcome.isValid()) {
            throw new ConfigException(Violations.problems("evaluation thresholds", outcome.violations()));
        }
        Mapping file = (Mapping) outcome.dump();
        Map<String, Map<String, Double>> models = new LinkedHashMap<>();
        if (file.get("models") instanceof Mapping mapping) {
            mapping.entries().forEach((prefix, scores) -> models.put(prefix, scores(scores)));
        }
        return new EvalThresholds(scores(file.get("default")), models);
    }

    private static Map<String, Double> scores(@Nullable Value value) {
        Map<String, Double> scores = new LinkedHashMap<>();
        if (value instanceof Mapping mapping) {
            mapping.entries().forEach((task, score) -> scores.put(task, ((Value.Real) score).number()));
        }
        return scores;
    }

    /** Whether a model prefix has thresholds of its own. */
    public boolean knows(String modelPrefix) {
        return models.containsKey(modelPrefix);
    }

    /** A file in upstream's form: {@code default} and {@code models} without a header, or only scores by task; what is no number is left out. */
    public static EvalThresholds ofUpstream(Value root) {
        if (!(root instanceof Mapping file)) {
            throw ConfigException.of(
                    "ThresholdsMalformed", root.position(), "thresholds are a mapping of scores by task.");
        }
        boolean flat = file.get("default") == null && file.get("models") == null;
        Map<String, Map<String, Double>> models = new LinkedHashMap<>();
        if (!flat && file.get("models") instanceof Mapping mapping) {
            mapping.entries().forEach((prefix, scores) -> models.put(prefix, numbers(scores)));
        }
        return new EvalThresholds(numbers(flat ? file : file.get("default")), models);
    }

    private static Map<String, Double> numbers(@Nullable Value value) {
        Map<String, Double> scores = new LinkedHashMap<>();
        if (value instanceof Mapping mapping) {
            mapping.entries().forEach((task, score) -> {
                if (score instanceof Value.Real real) {
                    scores.put(task, real.number());
                } else if (score instanceof Value.Whole whole) {
                    scores.put(task, whole.number().doubleValue());
                }
            });
        }
        return scores;
    }

    /** The threshold of a task for a model prefix. */
    public Threshold of(String modelPrefix, String task) {
        return of(modelPrefix, task, LAST_RESORT);
    }

    /** The same with another score for a task that the file does not know. */
    public Threshold of(String modelPrefix, String task, double lastResort) {
        Double own = models.getOrDefault(modelPrefix, Map.of()).get(task);
        if (own != null) {
            return new Threshold(own, "models." + modelPrefix);
        }
        Double common = defaults.get(task);
        return common != null ? new Threshold(common, "default") : new Threshold(lastResort, "min-score");
    }
}
