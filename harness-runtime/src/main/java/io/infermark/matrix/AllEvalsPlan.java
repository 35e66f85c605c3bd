package io.infermark.matrix;

import io.infermark.config.Value;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * HEAD with {@code --all-evals}: every 8k1k row and every agentic row, and nothing else. Multi-node rows of one topology
 * become one row with the sorted union of their concurrencies: of fixed lengths all of them are evaluated, of agentic rows
 * the highest.
 */
final class AllEvalsPlan implements EvalPlan {

    private final Map<String, TreeSet<Value>> merged = new HashMap<>();

    @Override
    public void learn(Map<String, Value> row) {
        Value conc = row.get("conc");
        if (isMerged(row) && conc != null) {
            TreeSet<Value> all = merged.computeIfAbsent(key(row), k -> new TreeSet<>(Python::compare));
            if (conc instanceof Value.Sequence list) {
                all.addAll(list.items());
            } else {
                all.add(conc);
            }
        }
    }

    @Override
    public @Nullable Map<String, Value> mark(Map<String, Value> row) {
        boolean agentic = HeadEvalPlan.isAgentic(row);
        if (!agentic && !HeadEvalPlan.isTarget(row)) {
            return null;
        }
        Map<String, Value> marked = new LinkedHashMap<>(row);
        marked.put("run-eval", Value.flag(true));
        if (isMerged(row)) {
            // The first row of a topology stands for all; removing its union makes the others find none.
            TreeSet<Value> union = merged.remove(key(row));
            if (union == null) {
                return null;
            }
            marked.put("conc", Value.list(union.stream().toList()));
            if (!agentic) {
                marked.put("eval-all-concs", Value.flag(true));
            } else if (!union.isEmpty()) {
                marked.put("eval-conc", union.last());
            }
        }
        marked.put("eval-only", Value.flag(true));
        return marked;
    }

    private static boolean isMerged(Map<String, Value> row) {
        return row.containsKey("prefill") && (HeadEvalPlan.isAgentic(row) || HeadEvalPlan.isTarget(row));
    }

    private static String key(Map<String, Value> row) {
        return RowKeys.without(row, HeadEvalPlan.NOT_TOPOLOGY);
    }
}
