package io.infermark.matrix;

import io.infermark.config.Value;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * FEB: single-node rows of 1k8k only. Of a (model, runner, framework, precision, lengths, speculation, DP attention) group
 * those of the highest TP at their highest concurrency, and those of the lowest TP at theirs.
 */
final class FebEvalPlan implements EvalPlan {

    private static final Value ISL = Value.whole(1024);
    private static final Value OSL = Value.whole(8192);
    private static final List<String> GROUP =
            List.of("model", "runner", "framework", "precision", "isl", "osl", "spec-decoding", "dp-attn");

    private final boolean markedOnly;
    private final Map<String, Extremes> groups = new HashMap<>();

    FebEvalPlan(boolean markedOnly) {
        this.markedOnly = markedOnly;
    }

    private static final class Extremes {
        private final Value minTp;
        private final Value minTpConc;
        private final Value maxTp;
        private final Value maxTpConc;

        Extremes(Value minTp, Value minTpConc, Value maxTp, Value maxTpConc) {
            this.minTp = minTp;
            this.minTpConc = minTpConc;
            this.maxTp = maxTp;
            this.maxTpConc = maxTpConc;
        }

        Extremes and(Value tp, Value conc) {
            int low = Python.compare(tp, minTp);
            int high = Python.compare(tp, maxTp);
            return new Extremes(
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

    @Override
    public void learn(Map<String, Value> row) {
        Value tp = row.get("tp");
        Value conc = row.get("conc");
        if (tp != null && conc != null && isTarget(row)) {
            groups.merge(RowKeys.of(row, GROUP), new Extremes(tp, conc, tp, conc), (old, now) -> old.and(tp, conc));
        }
    }

    @Override
    public @Nullable Map<String, Value> mark(Map<String, Value> row) {
        boolean run = isChosen(row);
        row.put("run-eval", Value.flag(run));
        return run || !markedOnly ? row : null;
    }

    private boolean isChosen(Map<String, Value> row) {
        Value tp = row.get("tp");
        Value conc = row.get("conc");
        if (tp == null || conc == null || !isTarget(row)) {
            return false;
        }
        Extremes group = groups.get(RowKeys.of(row, GROUP));
        return group != null && group.includes(tp, conc);
    }

    private static boolean isTarget(Map<String, Value> row) {
        Value isl = row.get("isl");
        Value osl = row.get("osl");
        return isl != null && osl != null && isl.sameAs(ISL) && osl.sameAs(OSL);
    }
}
