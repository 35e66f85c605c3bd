package io.infermark.matrix;

import io.infermark.config.SourcePosition;
import io.infermark.config.Value;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * HEAD: 8k1k rows at concurrencies of at least 16. Of the single-node rows of a (model, runner, framework, precision,
 * lengths, speculation, DP attention) group those at the highest and at the upper median of its distinct concurrencies; of
 * the multi-node rows of one topology the first with the highest concurrency, which becomes {@code eval-conc}. Agentic rows
 * only when asked for: single-node the first with the highest concurrency of a (model, runner, framework, precision),
 * multi-node as above.
 */
final class HeadEvalPlan implements EvalPlan {

    static final Value ISL = Value.whole(8192);
    static final Value OSL = Value.whole(1024);

    /** What does not distinguish topologies; names carry the concurrency. */
    static final Set<String> NOT_TOPOLOGY =
            Set.of("conc", "run-eval", "eval-only", "eval-conc", "eval-all-concs", "exp-name");

    private static final Value MIN_CONC = Value.whole(16);
    private static final List<String> AGENTIC_GROUP = List.of("model", "runner", "framework", "precision");
    private static final List<String> SINGLE_GROUP =
            List.of("model", "runner", "framework", "precision", "isl", "osl", "spec-decoding", "dp-attn");

    private final boolean withAgentic;
    private final boolean markedOnly;
    private final Map<String, DistinctConcurrencies> singles = new HashMap<>();
    private final Map<String, Best> bests = new HashMap<>();
    private long learned;
    private long marked;

    private final Map<String, Chosen> chosen = new HashMap<>();

    /** The concurrencies of a group at which its rows are evaluated. */
    private record Chosen(Value highest, Value median) {}

    private record Best(Value conc, long index) {}

    HeadEvalPlan(boolean withAgentic, boolean markedOnly) {
        this.withAgentic = withAgentic;
        this.markedOnly = markedOnly;
    }

    @Override
    public void learn(Map<String, Value> row) {
        long index = learned++;
        if (isSingleFixed(row)) {
            for (Value conc : eligible(row)) {
                singles.computeIfAbsent(RowKeys.of(row, SINGLE_GROUP), key -> new DistinctConcurrencies())
                        .add(conc);
            }
            return;
        }
        String key = bestKey(row);
        Value conc = key == null ? null : bestConc(row);
        if (key != null && conc != null) {
            bests.merge(
                    key, new Best(conc, index), (old, now) -> Python.compare(now.conc(), old.conc()) > 0 ? now : old);
        }
    }

    @Override
    public @Nullable Map<String, Value> mark(Map<String, Value> row) {
        long index = marked++;
        boolean run = false;
        if (isSingleFixed(row)) {
            run = isChosen(row);
        } else {
            String key = bestKey(row);
            Best best = key == null ? null : bests.get(key);
            run = best != null && best.index() == index;
            if (best != null && run && row.containsKey("prefill")) {
                row.put("eval-conc", best.conc());
            }
        }
        row.put("run-eval", Value.flag(run));
        if (!markedOnly) {
            return row;
        }
        row.put("eval-only", Value.flag(true));
        return run ? row : null;
    }

    private boolean isChosen(Map<String, Value> row) {
        Value conc = row.get("conc");
        Chosen group = chosen.computeIfAbsent(RowKeys.of(row, SINGLE_GROUP), this::choose);
        return conc != null && (conc.sameAs(group.highest()) || conc.sameAs(group.median()));
    }

    private Chosen choose(String group) {
        DistinctConcurrencies known = singles.remove(group);
        if (known == null) {
            Value none = new Value.Nothing(SourcePosition.NONE);
            return new Chosen(none, none);
        }
        List<Value> concs = known.ascending();
        return new Chosen(concs.get(concs.size() - 1), concs.get(concs.size() / 2));
    }

    /** The group of a row of which one is chosen; null for a row that is never evaluated. */
    private @Nullable String bestKey(Map<String, Value> row) {
        boolean multinode = row.containsKey("prefill");
        if (isAgentic(row)) {
            if (!withAgentic) {
                return null;
            }
            return multinode ? RowKeys.without(row, NOT_TOPOLOGY) : "agentic\n" + RowKeys.of(row, AGENTIC_GROUP);
        }
        return multinode && isTarget(row) ? RowKeys.without(row, NOT_TOPOLOGY) : null;
    }

    private static @Nullable Value bestConc(Map<String, Value> row) {
        if (!row.containsKey("prefill")) {
            return row.get("conc");
        }
        Value highest = null;
        for (Value conc : eligible(row)) {
            highest = highest == null || Python.compare(conc, highest) > 0 ? conc : highest;
        }
        return highest;
    }

    private static List<Value> eligible(Map<String, Value> row) {
        Value conc = row.get("conc");
        List<Value> all = conc instanceof Value.Sequence list ? list.items() : conc == null ? List.of() : List.of(conc);
        return all.stream().filter(c -> Python.compare(c, MIN_CONC) >= 0).toList();
    }

    private static boolean isSingleFixed(Map<String, Value> row) {
        return row.containsKey("tp") && isTarget(row);
    }

    static boolean isAgentic(Map<String, Value> row) {
        Value type = row.get("scenario-type");
        return type != null && Value.text("agentic-coding").sameAs(type);
    }

    static boolean isTarget(Map<String, Value> row) {
        Value isl = row.get("isl");
        Value osl = row.get("osl");
        return isl != null && osl != null && isl.sameAs(ISL) && osl.sameAs(OSL);
    }
}
