package io.infermark.priority;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.infermark.compat.PythonText;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Scores matrix rows by a policy. */
public final class JobPriority {
    private static final int PLACES = 3;
    private static final Set<String> FACTS =
            Set.of("multi-node", "agentic", "eval-only", "checklist-complete", "patchwork");
    private static final List<String> KINDS = List.of("precision", "spec-decoding", "framework-prefix", "model-prefix");

    private final PriorityPolicy policy;
    private final PriorityContext context;

    /** @throws PriorityException {@code [CriteriaUnknown]} for criteria that the policy has no weight for */
    public JobPriority(PriorityPolicy policy, PriorityContext context) {
        this.policy = policy;
        this.context = context;
        Set<String> unknown = new TreeSet<>(context.criteria() == null ? Set.of() : context.criteria());
        unknown.removeAll(FACTS);
        KINDS.forEach(kind -> unknown.removeAll(policy.weights(kind).keySet()));
        if (!unknown.isEmpty() && !patched()) {
            throw new PriorityException(
                    "CriteriaUnknown", "Unknown CI priority criteria: ['" + String.join("', '", unknown) + "']");
        }
    }

    /** The score of a row, three decimals. */
    public BigDecimal of(JsonNode row) {
        if (patched()) {
            return policy.weight("labels", "patchwork", "score").setScale(PLACES, RoundingMode.HALF_UP);
        }
        BigDecimal score = policy.weight("base-score")
                .add(policy.weight("adjustments", "event", context.event()))
                .add(fact("multi-node", row.hasNonNull("prefill")))
                .add(fact("agentic", row.path("scenario-type").asText().equals("agentic-coding")))
                .add(fact(
                        "eval-only",
                        row.path("eval-only").isBoolean()
                                && row.path("eval-only").asBoolean()))
                .add(named(row, "precision", "precision"))
                .add(named(row, "spec-decoding", "spec-decoding"))
                .add(framework(text(row, "framework")))
                .add(model(text(row, "model-prefix")));
        if (labelled("checklist-complete", "names") || says("checklist-complete")) {
            score = score.add(policy.weight("labels", "checklist-complete", "adjustment"));
        }
        return score.setScale(PLACES, RoundingMode.HALF_UP);
    }

    private boolean patched() {
        return (labelled("patchwork", "names") || says("patchwork")) && !labelled("patchwork", "waived-by");
    }

    private boolean labelled(String label, String list) {
        return policy.names(label, list).stream().anyMatch(context.labels()::contains);
    }

    /** Whether the classifier named it; false without a classifier. */
    private boolean says(String criterion) {
        Set<String> criteria = context.criteria();
        return criteria != null && criteria.contains(criterion);
    }

    /** Whether it may count: no classifier, or one that named it. */
    private boolean counts(String criterion) {
        return context.criteria() == null || says(criterion);
    }

    private BigDecimal fact(String name, boolean holds) {
        return holds && counts(name) ? policy.weight("adjustments", name) : BigDecimal.ZERO;
    }

    private static String text(JsonNode row, String name) {
        return row.has(name) ? PythonText.of(row.get(name)) : "";
    }

    private BigDecimal named(JsonNode row, String member, String kind) {
        String name = text(row, member);
        return counts(name) ? policy.weight("adjustments", kind, name) : BigDecimal.ZERO;
    }

    private static boolean isPrefix(String prefix, String name) {
        return name.equals(prefix) || name.startsWith(prefix + "-");
    }

    private boolean anyPrefixCounts(String kind, String name) {
        return context.criteria() == null
                || policy.weights(kind).keySet().stream().anyMatch(prefix -> says(prefix) && isPrefix(prefix, name));
    }

    /** The first prefix of the file that fits. */
    private BigDecimal framework(String name) {
        if (anyPrefixCounts("framework-prefix", name)) {
            for (Map.Entry<String, BigDecimal> weight :
                    policy.weights("framework-prefix").entrySet()) {
                if (isPrefix(weight.getKey(), name)) {
                    return weight.getValue();
                }
            }
        }
        return BigDecimal.ZERO;
    }

    private BigDecimal model(String name) {
        return anyPrefixCounts("model-prefix", name)
                ? policy.weight("adjustments", "model-prefix", name)
                : BigDecimal.ZERO;
    }

    /** A copy of a matrix in which every row with a runner and a framework has its {@code priority} and its {@code queue-token}. */
    public JsonNode annotate(JsonNode matrix) {
        return annotate(matrix, List.of());
    }

    private JsonNode annotate(JsonNode value, List<String> path) {
        if (value.isArray()) {
            ArrayNode copy = JsonNodeFactory.instance.arrayNode();
            for (int i = 0; i < value.size(); i++) {
                copy.add(annotate(value.get(i), below(path, Integer.toString(i))));
            }
            return copy;
        }
        if (!value.isObject()) {
            return value;
        }
        ObjectNode copy = JsonNodeFactory.instance.objectNode();
        value.properties()
                .forEach(member ->
                        copy.set(member.getKey(), annotate(member.getValue(), below(path, member.getKey()))));
        if (value.has("runner") && value.has("framework")) {
            copy.put("priority", of(value).toPlainString());
            copy.put("queue-token", QueueToken.of(value, context.namespace(), path));
            Long pullRequest = context.pullRequest();
            if (pullRequest != null && context.labels().contains(policy.skipLabel())) {
                copy.put("skip-queue-pr", pullRequest);
            }
        }
        return copy;
    }

    private static List<String> below(List<String> path, String step) {
        List<String> longer = new ArrayList<>(path);
        longer.add(step);
        return longer;
    }
}
