package io.infermark.evals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.infermark.compat.PythonText;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** What lm-eval found for one task: a strict score, a flexible one and an accuracy, as its configuration names them; null nodes where there is none. */
record EvalScore(
        String task,
        Value strict,
        Value flexible,
        Value accuracy,
        JsonNode effectiveSamples,
        JsonNode model,
        Path source) {

    /** A score with its standard error. */
    record Value(JsonNode score, JsonNode error) {
        static final Value NONE = new Value(NullNode.instance, NullNode.instance);

        static Value of(JsonNode results, String score, String error) {
            return new Value(orNull(results.path(score)), orNull(results.path(error)));
        }
    }

    private static JsonNode orNull(JsonNode node) {
        return node.isMissingNode() ? NullNode.instance : node;
    }

    /** The scores of a result file, a task each, in its order. */
    static List<EvalScore> of(JsonNode data, Path source) {
        List<EvalScore> scores = new ArrayList<>();
        data.path("results").properties().forEach(task -> {
            JsonNode config = data.path("configs").path(task.getKey());
            JsonNode named = data.path("model_name");
            scores.add(read(
                    task.getKey(),
                    task.getValue(),
                    config,
                    orNull(data.path("n-samples").path(task.getKey()).path("effective")),
                    PythonText.truthy(named)
                            ? named
                            : orNull(config.path("metadata").path("model")),
                    source));
        });
        return scores;
    }

    private static EvalScore read(
            String task, JsonNode results, JsonNode config, JsonNode samples, JsonNode model, Path source) {
        String metric = config.path("metric_list").path(0).path("metric").asText("exact_match");
        Value strict = Value.NONE;
        Value flexible = Value.NONE;
        Value accuracy = Value.NONE;
        JsonNode filters = config.path("filter_list");
        if (!PythonText.truthy(filters)) {
            if (results.has("acc")) {
                accuracy = Value.of(results, "acc", "acc_stderr");
            } else {
                strict = Value.of(results, metric, metric + "_stderr");
            }
        }
        for (JsonNode filter : filters) {
            String name = filter.path("name").asText();
            Value value = Value.of(results, metric + "," + name, metric + "_stderr," + name);
            if (name.contains("strict") || name.contains("resolved")) {
                strict = value;
            } else if (name.contains("flex") || name.contains("extract")) {
                flexible = value;
            }
        }
        return new EvalScore(task, strict, flexible, accuracy, samples, model, source);
    }

    /** Puts the scores into a row; the strict one is the score, else the accuracy. */
    void addTo(ObjectNode row) {
        row.set("em_strict", strict.score());
        row.set("em_strict_se", strict.error());
        row.set("em_flexible", flexible.score());
        row.set("em_flexible_se", flexible.error());
        row.set("n_eff", effectiveSamples);
        row.put("source", source.toString());
        boolean isStrict = !strict.score().isNull();
        boolean isAccuracy = !isStrict && !accuracy.score().isNull();
        Value best = isStrict ? strict : isAccuracy ? accuracy : Value.NONE;
        row.set("score", best.score());
        row.put("score_name", isStrict ? "em_strict" : isAccuracy ? "accuracy" : null);
        row.set("score_se", best.error());
    }
}
