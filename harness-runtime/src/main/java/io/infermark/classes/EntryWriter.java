package io.infermark.classes;

import io.infermark.api.ConfigDialect;
import io.infermark.api.KvOffloading;
import io.infermark.config.SourcePosition;
import io.infermark.config.Value;
import io.infermark.config.Value.Mapping;
import io.infermark.config.master.MasterFile.Entry;
import io.infermark.model.BenchmarkSpec;
import io.infermark.model.ClusterRow;
import io.infermark.model.ComponentSpec;
import io.infermark.model.Load;
import io.infermark.model.Matrix;
import io.infermark.model.MatrixExpander;
import io.infermark.model.Parallelism;
import io.infermark.model.Point;
import io.infermark.model.SweepRow;
import io.infermark.model.WorkerSpec;
import io.infermark.model.WorkloadSpec;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Predicate;

/** A declaration as entries of a master file: one, or two where it has rows of one server and rows of workers. */
final class EntryWriter {
    private final BenchmarkSpec spec;
    private final ConfigDialect dialect;
    private final boolean servers;
    private final boolean workers;
    private final boolean halves;

    EntryWriter(BenchmarkSpec spec, ConfigDialect dialect) {
        this.spec = spec;
        this.dialect = dialect;
        List<ClusterRow> agentic = spec.master().agentic();
        this.servers = !spec.rows().isEmpty() || agentic.stream().anyMatch(row -> !row.multiNode());
        this.workers = !spec.master().multiNode().isEmpty() || agentic.stream().anyMatch(ClusterRow::multiNode);
        this.halves = servers && workers;
    }

    List<Entry> entries() {
        List<Entry> entries = new ArrayList<>();
        if (servers || !workers) {
            entries.add(new Entry(key(), entry(false)));
        }
        if (workers) {
            entries.add(new Entry(halves ? key() + ConfigSpecs.SECOND_HALF : key(), entry(true)));
        }
        return entries;
    }

    private String key() {
        if (!spec.master().key().isEmpty()) {
            return spec.master().key();
        }
        return String.join(
                "-", spec.model().prefix(), precision(), spec.hardware().label(), framework());
    }

    private String precision() {
        String stated = spec.master().precision();
        return stated.isEmpty() ? spec.model().precision().label() : stated;
    }

    private String framework() {
        String stated = spec.master().framework();
        return stated.isEmpty() ? spec.server().engine().name() : stated;
    }

    /** Transfer and disaggregation of a declaration with workers belong to their half alone. */
    private Mapping entry(boolean multinode) {
        boolean ownsTransfer = multinode || !halves;
        Map<String, Value> entry = new LinkedHashMap<>();
        entry.put("image", Value.text(spec.server().image()));
        entry.put("model", Value.text(spec.model().id()));
        entry.put("model-prefix", Value.text(spec.model().prefix()));
        entry.put("runner", Value.text(spec.hardware().label()));
        entry.put("precision", Value.text(precision()));
        entry.put("framework", Value.text(framework()));
        entry.put("multinode", Value.flag(multinode));
        if (spec.master().disaggregated() && ownsTransfer) {
            entry.put("disagg", Value.flag(true));
        }
        put(entry, "router", spec.master().router());
        if (ownsTransfer) {
            put(entry, "kv-p2p-transfer", spec.master().kvTransfer());
        }
        Value fixed = fixed(multinode);
        if (dialect == ConfigDialect.FEB) {
            entry.put("seq-len-configs", fixed);
            return Mapping.generated(entry);
        }
        Map<String, Value> scenarios = new LinkedHashMap<>();
        Value agentic = agentic(multinode);
        if (fixed.isTruthy()) {
            scenarios.put("fixed-seq-len", fixed);
        }
        if (agentic.isTruthy()) {
            scenarios.put("agentic-coding", agentic);
        }
        entry.put("scenarios", Mapping.generated(scenarios));
        return Mapping.generated(entry);
    }

    private Value fixed(boolean multinode) {
        List<Value> items = new ArrayList<>();
        for (WorkloadSpec workload : spec.workloads()) {
            List<Value> rows = multinode ? multiNodeRows(workload) : serverRows(workload);
            if (rows.isEmpty() && halves) {
                continue;
            }
            Map<String, Value> item = new LinkedHashMap<>();
            item.put("isl", Value.whole(workload.isl()));
            item.put("osl", Value.whole(workload.osl()));
            item.put("search-space", Value.list(rows));
            items.add(Mapping.generated(item));
        }
        return Value.list(items);
    }

    private static boolean isFor(String row, String workload) {
        return row.isEmpty() || row.equals(workload);
    }

    private List<Value> multiNodeRows(WorkloadSpec workload) {
        List<Value> rows = new ArrayList<>();
        for (ClusterRow row : spec.master().multiNode()) {
            if (isFor(row.workload(), workload.name())) {
                Map<String, Value> values = new LinkedHashMap<>();
                putTopology(values, row);
                putLoad(values, row.concurrency(), row.ranged());
                rows.add(Mapping.generated(values));
            }
        }
        return rows;
    }

    private List<Value> serverRows(WorkloadSpec workload) {
        List<Value> rows = new ArrayList<>();
        for (SweepRow row : spec.rows()) {
            if (isFor(row.workload(), workload.name())) {
                starts(row, workload).forEach(start -> rows.add(serverRow(row, start)));
            }
        }
        return rows;
    }

    /** The points of a row in declared order, those of one start together. */
    private List<List<Point>> starts(SweepRow row, WorkloadSpec workload) {
        BenchmarkSpec alone = new BenchmarkSpec(
                spec.benchmark(),
                spec.description(),
                spec.model(),
                spec.hardware(),
                spec.server(),
                List.of(workload),
                List.of(row),
                spec.exclusions(),
                spec.slo(),
                spec.run(),
                spec.maxPoints());
        Matrix matrix = MatrixExpander.expand(alone);
        List<List<Point>> starts = new ArrayList<>();
        for (Point point : matrix.points()) {
            List<Point> last = starts.isEmpty() ? List.of() : starts.get(starts.size() - 1);
            if (last.isEmpty() || !sameStart(last.get(0), point)) {
                last = new ArrayList<>();
                starts.add(last);
            }
            last.add(point);
        }
        return starts;
    }

    private static boolean sameStart(Point a, Point b) {
        return a.parallelism().equals(b.parallelism()) && a.specDecoding() == b.specDecoding();
    }

    private Value serverRow(SweepRow row, List<Point> start) {
        Map<String, Value> values = new LinkedHashMap<>();
        Point first = start.get(0);
        putServer(values, first.parallelism(), row.declared()::contains);
        put(values, "spec-decoding", first.specDecoding().label(), "none");
        put(values, "router", row.router());
        putEnvironment(values, row.env());
        List<Integer> concurrency = start.stream()
                .map(point -> ((Load.Closed) point.load()).concurrency())
                .toList();
        putLoad(values, concurrency, row.ranged() && concurrency.equals(row.concurrency()));
        return Mapping.generated(values);
    }

    private Value agentic(boolean multinode) {
        List<Value> items = new ArrayList<>();
        spec.master().agenticWorkloads().forEach(workload -> {
            List<Value> rows = new ArrayList<>();
            for (ClusterRow row : spec.master().agentic()) {
                if (row.multiNode() == multinode && isFor(row.workload(), workload.name())) {
                    rows.add(agenticRow(row));
                }
            }
            if (!rows.isEmpty() || !halves) {
                Map<String, Value> item = new LinkedHashMap<>();
                if (workload.dramUtilization() != 0) {
                    item.put("dram-utilization", new Value.Real(workload.dramUtilization(), SourcePosition.NONE));
                }
                item.put("search-space", Value.list(rows));
                items.add(Mapping.generated(item));
            }
        });
        return Value.list(items);
    }

    private Value agenticRow(ClusterRow row) {
        Map<String, Value> values = new LinkedHashMap<>();
        putTopology(values, row);
        if (row.kvOffloading() != KvOffloading.UNSTATED) {
            values.put("kv-offloading", Value.text(row.kvOffloading().name().toLowerCase(Locale.ROOT)));
        }
        put(values, "kv-offload-backend", row.kvOffloadBackend());
        putEnvironment(values, row.env());
        putLoad(values, row.concurrency(), row.ranged());
        return Mapping.generated(values);
    }

    private void putEnvironment(Map<String, Value> values, Map<String, String> env) {
        if (dialect == ConfigDialect.NATIVE && !env.isEmpty()) {
            values.put(
                    "additional-settings",
                    Value.list(env.entrySet().stream()
                            .map(variable -> Value.text(variable.getKey() + "=" + variable.getValue()))
                            .toList()));
        }
    }

    private void putTopology(Map<String, Value> values, ClusterRow row) {
        if (!row.multiNode()) {
            putServer(values, row.server(), row.declared()::contains);
        }
        put(values, "spec-decoding", row.specDecoding().label(), "none");
        if (row.multiNode()) {
            values.put("prefill", worker(row.prefill()));
            values.put("decode", worker(row.decode()));
        }
        put(values, "router", row.router());
        put(values, "kv-p2p-transfer", row.kvTransfer());
    }

    private static void putServer(Map<String, Value> values, Parallelism p, Predicate<String> declared) {
        values.put("tp", Value.whole(p.tp()));
        putSizes(values, p);
        if (declared.test("ep") || p.ep() != 1) {
            values.put("ep", Value.whole(p.ep()));
        }
        if (declared.test("dpAttention") || p.dpAttention()) {
            values.put("dp-attn", Value.flag(p.dpAttention()));
        }
    }

    private static void putSizes(Map<String, Value> values, Parallelism p) {
        putUnlessOne(values, "pp", p.pp());
        putUnlessOne(values, "dcp-size", p.dcp());
        putUnlessOne(values, "pcp-size", p.pcp());
    }

    private static void putUnlessOne(Map<String, Value> values, String key, int value) {
        if (value != 1) {
            values.put(key, Value.whole(value));
        }
    }

    private static Value worker(WorkerSpec worker) {
        Map<String, Value> values = new LinkedHashMap<>();
        values.put("num-worker", Value.whole(worker.count()));
        values.put("tp", Value.whole(worker.parallelism().tp()));
        putSizes(values, worker.parallelism());
        values.put("ep", Value.whole(worker.parallelism().ep()));
        values.put("dp-attn", Value.flag(worker.parallelism().dpAttention()));
        put(values, "hardware", worker.hardware());
        if (worker.settingsStated()) {
            values.put(
                    "additional-settings",
                    Value.list(worker.settings().stream().map(Value::text).toList()));
        }
        return Mapping.generated(values);
    }

    private static void putLoad(Map<String, Value> values, List<Integer> concurrency, boolean ranged) {
        if (ranged) {
            values.put("conc-start", Value.whole(concurrency.get(0)));
            values.put("conc-end", Value.whole(concurrency.get(concurrency.size() - 1)));
        } else {
            values.put(
                    "conc-list",
                    Value.list(concurrency.stream().map(Value::whole).toList()));
        }
    }

    private static void put(Map<String, Value> values, String key, String value) {
        put(values, key, value, "");
    }

    private static void put(Map<String, Value> values, String key, String value, String absent) {
        if (!value.equals(absent)) {
            values.put(key, Value.text(value));
        }
    }

    private static void put(Map<String, Value> values, String key, ComponentSpec component) {
        if (!component.stated()) {
            return;
        }
        Map<String, Value> members = new LinkedHashMap<>();
        members.put("name", Value.text(component.name()));
        put(members, "version", component.version());
        values.put(key, Mapping.generated(members));
    }
}
