package io.infermark.matrix;

import io.infermark.config.Value;
import io.infermark.config.Value.Mapping;
import io.infermark.config.master.Dialect;
import io.infermark.config.master.MasterFile.Entry;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** An entry as the generator reads it, and the parts of its rows that do not change from row to row. */
final class ConfigView {

    private static final Value NONE = Value.text("none");
    private static final Value ONE = Value.whole(1);
    private static final Value FALSE = Value.flag(false);
    private static final Value DURATION = Value.whole(AgenticNames.DURATION_SECONDS);
    private static final Value AGENTIC = Value.text("agentic-coding");

    private final Dialect dialect;
    private final long contextMargin;
    private final SeqLens seqLens;
    private final Mapping config;
    private final boolean multinode;
    private final String key;

    ConfigView(Dialect dialect, long contextMargin, SeqLens seqLens, Entry entry) {
        this.dialect = dialect;
        this.contextMargin = contextMargin;
        this.seqLens = seqLens;
        this.config = entry.value();
        this.multinode = entry.isMultinode();
        this.key = entry.key();
    }

    boolean isMultinode() {
        return multinode;
    }

    String key() {
        return key;
    }

    Value field(String name) {
        return Python.item(config, name);
    }

    /** Fails when a field that every row needs is not written in its kebab-case spelling. */
    void requireFields() {
        for (String name : List.of("image", "model", "precision", "framework", "runner", "model-prefix")) {
            field(name);
        }
        field(dialect == Dialect.FEB ? "seq-len-configs" : "scenarios");
    }

    /** The runner label. */
    String runner() {
        return Python.text(field("runner"));
    }

    private String prefix() {
        return Python.text(field("model-prefix"));
    }

    /** Fixed-length scenarios. */
    List<Value> fixedSeqLen() {
        if (dialect == Dialect.FEB) {
            return Python.items(field("seq-len-configs"));
        }
        return scenario("fixed-seq-len");
    }

    /** Scenarios of replayed sessions; FEB has none. */
    List<Value> agenticCoding() {
        return dialect == Dialect.FEB ? List.of() : scenario("agentic-coding");
    }

    private List<Value> scenario(String name) {
        Value scenarios = Python.mapping(field("scenarios")).get(name);
        return scenarios == null ? List.of() : Python.items(scenarios);
    }

    private Map<String, Value> identity(String runner) {
        Map<String, Value> row = new LinkedHashMap<>(32);
        for (String name : List.of("image", "model", "model-prefix", "precision", "framework")) {
            row.put(name, field(name));
        }
        row.put("runner", Value.text(runner));
        return row;
    }

    Map<String, Value> singleFixed(Mapping bench, Value isl, Value osl, Value ep, Value conc, String runner) {
        Map<String, Value> row = identity(runner);
        row.put("isl", isl);
        row.put("osl", osl);
        row.put("tp", Python.item(bench, "tp"));
        putParallelism(bench, row);
        row.put("conc", conc);
        row.put("max-model-len", maxModelLen(isl, osl));
        row.put("ep", ep);
        row.put("dp-attn", notNull(bench.get("dp-attn"), FALSE));
        row.put("spec-decoding", Python.item(bench, "spec-decoding", NONE));
        row.put("exp-name", Value.text(prefix() + "_" + seqLens.name(isl, osl)));
        row.put("disagg", Python.item(config, "disagg", FALSE));
        row.put("run-eval", FALSE);
        putComponents(bench, row);
        putEnvironment(bench, row);
        return row;
    }

    Map<String, Value> multiFixed(Mapping bench, Value isl, Value osl, Value concs, String runner) {
        Map<String, Value> row = identity(runner);
        row.put("isl", isl);
        row.put("osl", osl);
        row.put("spec-decoding", Python.item(bench, "spec-decoding", NONE));
        row.put("prefill", worker(bench, "prefill"));
        row.put("decode", worker(bench, "decode"));
        row.put("conc", concs);
        row.put("max-model-len", maxModelLen(isl, osl));
        row.put("exp-name", Value.text(prefix() + "_" + seqLens.name(isl, osl)));
        row.put("disagg", Python.item(config, "disagg", FALSE));
        row.put("run-eval", FALSE);
        putComponents(bench, row);
        return row;
    }

    Map<String, Value> singleAgentic(Mapping bench, Value dramGb, Value conc, String runner) {
        Map<String, Value> row = identity(runner);
        row.put("tp", Python.item(bench, "tp"));
        putParallelism(bench, row);
        row.put("ep", notNull(bench.get("ep"), ONE));
        row.put("dp-attn", notNull(bench.get("dp-attn"), FALSE));
        Value speculation = Python.item(bench, "spec-decoding", NONE);
        row.put("spec-decoding", speculation);
        row.put("conc", conc);
        row.put("kv-offloading", Python.item(bench, "kv-offloading"));
        row.put("total-cpu-dram-gb", dramGb);
        row.put("duration", DURATION);
        row.put("exp-name", Value.text(AgenticNames.single(prefix(), bench, conc, speculation)));
        row.put("scenario-type", AGENTIC);
        putBackend(bench, row);
        putComponents(bench, row);
        putEnvironment(bench, row);
        return row;
    }

    Map<String, Value> multiAgentic(Mapping bench, Value dramGb, Value conc, String runner) {
        Map<String, Value> row = identity(runner);
        row.put("spec-decoding", Python.item(bench, "spec-decoding", NONE));
        row.put("prefill", worker(bench, "prefill"));
        row.put("decode", worker(bench, "decode"));
        row.put("conc", Value.list(List.of(conc)));
        row.put("kv-offloading", Python.item(bench, "kv-offloading", NONE));
        row.put("total-cpu-dram-gb", dramGb);
        row.put("duration", DURATION);
        row.put("exp-name", Value.text(AgenticNames.multi(prefix(), bench, conc)));
        row.put("disagg", Python.item(config, "disagg", FALSE));
        row.put("scenario-type", AGENTIC);
        putBackend(bench, row);
        putComponents(bench, row);
        return row;
    }

    private Value maxModelLen(Value isl, Value osl) {
        return Python.add(Python.add(isl, osl), Value.whole(contextMargin));
    }

    private void putParallelism(Mapping bench, Map<String, Value> row) {
        if (dialect != Dialect.FEB) {
            for (String name : List.of("pp", "dcp-size", "pcp-size")) {
                row.put(name, Python.item(bench, name, ONE));
            }
        }
    }

    /** A worker block as written; except in FEB with the parallelism defaults filled in. */
    private Value worker(Mapping bench, String role) {
        Mapping worker = Python.mapping(Python.item(bench, role));
        if (dialect == Dialect.FEB) {
            return worker;
        }
        Map<String, Value> values = new LinkedHashMap<>(worker.entries());
        for (String name : List.of("pp", "dcp-size", "pcp-size")) {
            values.putIfAbsent(name, ONE);
        }
        return Mapping.generated(values);
    }

    /** Environment of one server, which upstream's rows do not have. */
    private void putEnvironment(Mapping bench, Map<String, Value> row) {
        Value settings = bench.get("additional-settings");
        if (dialect == Dialect.NATIVE && settings instanceof Value.Sequence) {
            row.put("additional-settings", settings);
        }
    }

    private static void putBackend(Mapping bench, Map<String, Value> row) {
        Value backend = bench.get("kv-offload-backend");
        if (backend != null && !(backend instanceof Value.Nothing)) {
            row.put("kv-offload-backend", backend);
        }
    }

    private void putComponents(Mapping bench, Map<String, Value> row) {
        if (dialect == Dialect.FEB) {
            return;
        }
        for (String name : List.of("router", "kv-p2p-transfer")) {
            Value own = bench.get(name);
            Value value = own == null ? config.get(name) : own;
            if (value != null && !(value instanceof Value.Nothing)) {
                row.put(name, value);
            }
        }
    }

    static Value notNull(@Nullable Value value, Value fallback) {
        return value == null || value instanceof Value.Nothing ? fallback : value;
    }
}
