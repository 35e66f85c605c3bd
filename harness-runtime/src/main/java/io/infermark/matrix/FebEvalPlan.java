package io.infermark.matrix;

import io.infermark.config.ConfigException;
import io.infermark.config.Value;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * FEB: 1k8k only. Of the single-node rows of a (model, runner, framework, precision, lengths, speculation, DP attention)
 * group those of the highest TP at their highest concurrency, and those of the lowest TP at theirs; of the multi-node rows
 * of such a group the first with the highest concurrency.
 */
final class FebEvalPlan implements EvalPlan {

    private static final Value ISL = Value.whole(1024);
    private static final Value OSL = Value.whole(8192);
    private static final List<String> MULTI_GROUP =
            List.of("model", "runner", "framework", "precision", "isl", "osl", "spec-decoding");
    private static final List<String> SINGLE_GROUP =
            List.of("model", "runner", "framework", "precision", "isl", "osl", "spec-decoding", "dp-attn");

    private final boolean markedOnly;
    private final Map<String, Single> singles = new HashMap<>();
    private final Map<String, Best> multis = new HashMap<>();
    private long learned;
    private long marked;

    FebEvalPlan(boolean markedOnly) {
        this.markedOnly = markedOnly;
    }

    private static final class Single {
        private final Value minTp;
        private final Value minTpConc;
        private final Value maxTp;
        private final Value maxTpConc;

        Single(Value minTp, Value minTpConc, Value maxTp, Value maxTpConc) {
            this.minTp = minTp;
            this.minTpConc = minTpConc;
            this.maxTp = maxTp;
            this.maxTpConc = maxTpConc;
        }

        Single and(Value tp, Value conc) {
            int low = Python.compare(tp, minTp);
            int high = Python.compare(tp, maxTp);
            return new Single(
                    low < 0 ? tp : minTp,
                    low < 0 || (low == 0 && Python.compare(conc, minTpConc) > 0) ? conc : minTpConc,
                    high > 0 ? tp : maxTp,
                    high > 0 || (high == 0 && Python.compare(conc, maxTpConc) > 0) ? conc : maxTpConc);
        }

        boolean includes(Value tp, Value conc) {
            boolean highest = tp.sameAs(maxTp) && conc.sameAs(maxTpConc);
            return highest || (tp.sameAs(minTp) && conc.sameAs(minTpConc));
        }
    }

    private record Best(Value conc, long index) {}

    @Override
    public void learn(Map<String, Value> row) {
        long index = learned++;
        if (!isTarget(row)) {
            return;
        }
        Value tp = row.get("tp");
        Value conc = row.get("conc");
        if (conc == null) {
            return;
        }
        if (tp != null) {
            singles.merge(
                    RowKeys.of(row, SINGLE_GROUP), new Single(tp, conc, tp, conc), (old, now) -> old.and(tp, conc));
        } else {
            Value highest = highest(conc);
            multis.merge(
                    RowKeys.of(row, MULTI_GROUP),
                    new Best(highest, index),
                    (old, now) -> Python.compare(highest, old.conc()) > 0 ? now : old);
        }
    }

    @Override
    public @Nullable Map<String, Value> mark(Map<String, Value> row) {
        boolean run = isChosen(row, marked++);
        row.put("run-eval", Value.flag(run));
        return run || !markedOnly ? row : null;
    }

    private boolean isChosen(Map<String, Value> row, long index) {
        if (!isTarget(row)) {
            return false;
        }
        Value tp = row.get("tp");
        Value conc = row.get("conc");
        if (tp != null && conc != null) {
            Single group = singles.get(RowKeys.of(row, SINGLE_GROUP));
            return group != null && group.includes(tp, conc);
        }
        Best best = multis.get(RowKeys.of(row, MULTI_GROUP));
        return best != null && best.index() == index;
    }

    private static boolean isTarget(Map<String, Value> row) {
        Value isl = row.get("isl");
        Value osl = row.get("osl");
        return isl != null && osl != null && isl.sameAs(ISL) && osl.sameAs(OSL);
    }

    private static Value highest(Value conc) {
        List<Value> values = Python.items(conc);
        if (values.isEmpty()) {
            throw ConfigException.of(
                    "ValueError", conc.position(), "a row has no concurrency. Write a non-empty conc-list.");
        }
        Value highest = values.get(0);
        for (Value value : values) {
            highest = Python.compare(value, highest) > 0 ? value : highest;
        }
        return highest;
    }
}
