package io.infermark.matrix;

import io.infermark.config.Value;
import io.infermark.config.Value.Mapping;

/** Experiment names of agentic rows, which carry the topology because the rows share nothing else readable. */
final class AgenticNames {

    /** Length of a replay, in seconds. */
    static final long DURATION_SECONDS = 3600;

    private static final Value NONE = Value.text("none");

    private AgenticNames() {}

    static String single(String prefix, Mapping bench, Value conc, Value speculation) {
        String suffix = NONE.sameAs(speculation) ? "" : "_spec-" + Python.text(speculation);
        return prefix + "_tp" + Python.text(Python.item(bench, "tp")) + "_conc" + Python.text(conc) + "_"
                + offload(bench) + suffix;
    }

    static String multi(String prefix, Mapping bench, Value conc) {
        boolean plain = NONE.sameAs(Python.item(bench, "kv-offloading", NONE));
        return prefix + "_" + worker(bench, "prefill", "p") + "_" + worker(bench, "decode", "d") + "_conc"
                + Python.text(conc) + (plain ? "" : "_" + offload(bench));
    }

    private static String offload(Mapping bench) {
        Value mode = Python.item(bench, "kv-offloading", NONE);
        if (NONE.sameAs(mode)) {
            return "kvnone";
        }
        Value backend = Python.item(bench, "kv-offload-backend", new Value.Nothing(bench.position()));
        return "kv" + Python.text(mode) + "-" + Python.text(Python.item(Python.mapping(backend), "name"));
    }

    private static String worker(Mapping bench, String role, String letter) {
        Mapping worker = Python.mapping(Python.item(bench, role));
        Value ep = Python.item(worker, "ep", Value.whole(1));
        boolean attention = Python.item(worker, "dp-attn", Value.flag(false)).isTruthy();
        return letter + Python.text(Python.item(worker, "num-worker")) + "x"
                + Python.text(Python.item(worker, "tp"))
                + (Value.whole(1).sameAs(ep) ? "" : "ep" + Python.text(ep))
                + (attention ? "dpa" : "");
    }
}
