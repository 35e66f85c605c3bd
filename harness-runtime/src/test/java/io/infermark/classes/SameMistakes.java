package io.infermark.classes;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Mistakes, each as a class and as a native file. */
final class SameMistakes {
    private SameMistakes() {}

    /** A declaration in both forms, of which a mistake replaces parts. */
    record Both(Map<String, String> annotations, Map<String, String> keys, String fixed, String agentic) {
        static Both sound() {
            return new Both(
                    Map.of(
                            "model", "@Model(id = \"org/model-7b\", prefix = \"p\", precision = Precision.FP8)",
                            "hardware", "@Hardware(H100.class)",
                            "server", "@Server(engine = Vllm.class, image = \"vllm:1\")",
                            "workload", "@Workload(isl = 1024, osl = 1024)",
                            "sweep", "@Sweep(tp = 8, concurrency = @Concurrency({4, 8}))",
                            "entry", ""),
                    Map.of(
                            "image", "\"vllm:1\"",
                            "model", "org/model-7b",
                            "model-prefix", "p",
                            "precision", "fp8",
                            "framework", "vllm",
                            "runner", "h100",
                            "multinode", "false"),
                    "{isl: 1024, osl: 1024, search-space: [{tp: 8, conc-list: [4, 8]}]}",
                    "");
        }

        Both annotation(String name, String text) {
            return new Both(with(annotations, name, text), keys, fixed, agentic);
        }

        Both key(String name, String text) {
            return new Both(annotations, with(keys, name, text), fixed, agentic);
        }

        Both rows(String text) {
            return new Both(annotations, keys, "{isl: 1024, osl: 1024, search-space: [" + text + "]}", agentic);
        }

        Both lengths(String annotation, String isl) {
            return new Both(
                    with(annotations, "workload", annotation),
                    keys,
                    fixed.replace("isl: 1024", "isl: " + isl),
                    agentic);
        }

        Both sweep(String members, String row) {
            return annotation("sweep", "@Sweep(" + members + ", concurrency = @Concurrency(4))")
                    .rows("{" + row + ", conc-list: [4]}");
        }

        Both workers(String members, String row) {
            return annotation("sweep", "@MultiNodeSweep(" + members + ", concurrency = @Concurrency(4))")
                    .key("multinode", "true")
                    .rows("{" + row + ", conc-list: [4]}");
        }

        Both sessions(String workload, String scenario, String members, String row) {
            Both site = annotation("hardware", "@Hardware(value = H100.class, label = \"cluster:h100-site\")")
                    .key("runner", "\"cluster:h100-site\"")
                    .annotation("workload", workload)
                    .annotation("sweep", "@AgenticSweep(" + members + ", concurrency = @Concurrency(4))");
            return new Both(
                    site.annotations(),
                    site.keys(),
                    "",
                    "{" + scenario + "search-space: [{" + row + ", conc-list: [4]}]}");
        }

        private static Map<String, String> with(Map<String, String> map, String key, String value) {
            Map<String, String> changed = new HashMap<>(map);
            changed.put(key, value);
            return changed;
        }

        String source() {
            return "package x;\nimport io.infermark.api.*;\nimport io.infermark.api.engine.*;\n"
                    + "import io.infermark.api.hardware.*;\n@ServingBenchmark\n"
                    + String.join("\n", annotations.values()) + "\nclass Bench {}\n";
        }

        String yaml() {
            StringBuilder text = new StringBuilder("k:\n");
            keys.forEach((key, value) ->
                    text.append("  ").append(key).append(": ").append(value).append('\n'));
            text.append("  scenarios:\n");
            if (!fixed.isEmpty()) {
                text.append("    fixed-seq-len: [").append(fixed).append("]\n");
            }
            if (!agentic.isEmpty()) {
                text.append("    agentic-coding: [").append(agentic).append("]\n");
            }
            return text.toString();
        }
    }

    record Mistake(String code, String name, Both both) {}

    static final String PAIR = "prefill = @Worker(count = 1, tp = 8), decode = @Worker(count = 1, tp = 8)";
    private static final String WORKER = "{num-worker: 1, tp: 8, ep: 1, dp-attn: false}";
    static final String YAML_PAIR = "prefill: " + WORKER + ", decode: " + WORKER;
    private static final String PLAIN = "@AgenticWorkload";

    private static Both yamlDecode(String members, String worker) {
        return Both.sound()
                .workers(
                        "prefill = @Worker(count = 1, tp = 8), decode = @Worker(count = 1, " + members + ")",
                        "prefill: " + WORKER + ", decode: " + worker);
    }

    static Stream<Mistake> all() {
        return Stream.of(fit(), abilities(), loads(), workers(), entries(), sessions())
                .flatMap(List::stream);
    }

    private static List<Mistake> fit() {
        Both b = Both.sound();
        return List.of(
                new Mistake("HardwareTooSmall", "tp", b.sweep("tp = 16", "tp: 16")),
                new Mistake("HardwareTooSmall", "pp", b.sweep("tp = 8, pp = 2", "tp: 8, pp: 2")),
                new Mistake("EpNotDividing", "server", b.sweep("tp = 8, ep = 3", "tp: 8, ep: 3")),
                new Mistake("EpWider", "server", b.sweep("tp = 4, ep = 8", "tp: 4, ep: 8")),
                new Mistake(
                        "EpWider",
                        "ranks apart",
                        b.sweep("tp = 4, ep = 8, dpAttention = true", "tp: 4, ep: 8, dp-attn: true")),
                new Mistake("EpTooLarge", "server", b.sweep("tp = 8, ep = 16", "tp: 8, ep: 16")),
                new Mistake("DcpNotDividing", "server", b.sweep("tp = 8, dcp = 3", "tp: 8, dcp-size: 3")),
                new Mistake("ValueTooSmall", "tp", b.sweep("tp = 0", "tp: 0")),
                new Mistake("ValueTooSmall", "pp", b.sweep("tp = 8, pp = 0", "tp: 8, pp: 0")),
                new Mistake("LengthTooSmall", "isl", b.lengths("@Workload(isl = 0, osl = 1024)", "0")),
                new Mistake(
                        "MemoryTooSmall",
                        "server",
                        b.annotation(
                                        "model",
                                        "@Model(id = \"org/Big-900B\", prefix = \"p\", precision = Precision.FP8, parametersBillions = 900)")
                                .key("model", "org/Big-900B")));
    }

    private static List<Mistake> abilities() {
        Both b = Both.sound();
        Both tgi = b.annotation("server", "@Server(engine = Tgi.class, image = \"vllm:1\")")
                .key("framework", "tgi");
        return List.of(
                new Mistake(
                        "PrecisionUnsupported",
                        "fp4",
                        b.annotation(
                                        "model",
                                        "@Model(id = \"org/model-7b\", prefix = \"p\", precision = Precision.FP4)")
                                .key("precision", "fp4")),
                new Mistake(
                        "EngineVendor",
                        "atom",
                        b.annotation("server", "@Server(engine = Atom.class, image = \"vllm:1\")")
                                .key("framework", "atom")),
                new Mistake("EpUnsupported", "tgi", tgi.sweep("tp = 8, ep = 4", "tp: 8, ep: 4")),
                new Mistake("PpUnsupported", "tgi", tgi.sweep("tp = 4, pp = 2", "tp: 4, pp: 2")),
                new Mistake(
                        "DpAttentionUnsupported",
                        "tgi",
                        tgi.sweep("tp = 8, dpAttention = true", "tp: 8, dp-attn: true")),
                new Mistake(
                        "SpecDecodingUnsupported",
                        "tgi",
                        tgi.sweep("tp = 8, specDecoding = SpecDecoding.MTP", "tp: 8, spec-decoding: mtp")));
    }

    private static Both conc(String annotation, String row) {
        return Both.sound()
                .annotation("sweep", "@Sweep(tp = 8, concurrency = @Concurrency(" + annotation + "))")
                .rows("{tp: 8" + row + "}");
    }

    private static List<Mistake> loads() {
        Both b = Both.sound();
        String row = "{tp: 8, conc-list: [4]}";
        return List.of(
                new Mistake("LoadMissing", "none", conc("", "")),
                new Mistake("ConcurrencyHalf", "from", conc("from = 4", ", conc-start: 4")),
                new Mistake(
                        "ConcurrencyBoth",
                        "list and range",
                        conc("value = 4, from = 4, to = 8", ", conc-list: [4], conc-start: 4, conc-end: 8")),
                new Mistake("ConcurrencyRange", "from > to", conc("from = 8, to = 4", ", conc-start: 8, conc-end: 4")),
                new Mistake("ValueTooSmall", "concurrency", conc("{4, 0}", ", conc-list: [4, 0]")),
                new Mistake("AxisValueTwice", "concurrency", conc("{4, 4}", ", conc-list: [4, 4]")),
                new Mistake(
                        "PointTwice",
                        "rows",
                        b.annotation(
                                        "sweep",
                                        "@Sweep(tp = 8, concurrency = @Concurrency(4))\n@Sweep(tp = 8, concurrency ="
                                                + " @Concurrency(4))")
                                .rows(row + ", " + row)),
                new Mistake(
                        "EnvMalformed",
                        "env",
                        b.sweep("tp = 8, env = \"A B=1\"", "tp: 8, additional-settings: [A B=1]")),
                new Mistake(
                        "EnvTwice",
                        "env",
                        b.sweep("tp = 8, env = {\"A=1\", \"A=2\"}", "tp: 8, additional-settings: [A=1, A=2]")));
    }

    private static List<Mistake> workers() {
        Both b = Both.sound();
        String row = "{" + YAML_PAIR + ", conc-list: [4]}";
        String sweep = "@MultiNodeSweep(" + PAIR + ", concurrency = @Concurrency(4))";
        return List.of(
                new Mistake(
                        "WorkerNodes",
                        "more than a node",
                        yamlDecode("tp = 12", "{num-worker: 1, tp: 12, ep: 1, dp-attn: false}")),
                new Mistake(
                        "WorkerNodes",
                        "part of a node",
                        yamlDecode("tp = 6", "{num-worker: 1, tp: 6, ep: 1, dp-attn: false}")),
                new Mistake(
                        "EpNotDividing",
                        "worker",
                        yamlDecode("tp = 8, ep = 3", "{num-worker: 1, tp: 8, ep: 3, dp-attn: false}")),
                new Mistake(
                        "EpWider",
                        "worker",
                        yamlDecode("tp = 8, ep = 16", "{num-worker: 1, tp: 8, ep: 16, dp-attn: false}")),
                new Mistake(
                        "DcpNotDividing",
                        "worker",
                        yamlDecode("tp = 8, dcp = 3", "{num-worker: 1, tp: 8, dcp-size: 3, ep: 1, dp-attn: false}")),
                new Mistake(
                        "ValueTooSmall",
                        "worker",
                        yamlDecode("tp = 0", "{num-worker: 1, tp: 0, ep: 1, dp-attn: false}")),
                new Mistake(
                        "WorkerNodes",
                        "of other hardware",
                        b.workers(
                                "prefill = @Worker(count = 1, tp = 8, hardware = \"b200\"), decode = @Worker(count = 1, tp"
                                        + " = 6, hardware = \"gb200-x\")",
                                "prefill: {num-worker: 1, tp: 8, ep: 1, dp-attn: false, hardware: b200}, decode:"
                                        + " {num-worker: 1, tp: 6, ep: 1, dp-attn: false, hardware: gb200-x}")),
                new Mistake(
                        "WorkerHardware",
                        "one side",
                        yamlDecode(
                                "tp = 8, hardware = \"h200\"",
                                "{num-worker: 1, tp: 8, ep: 1, dp-attn: false, hardware: h200}")),
                new Mistake(
                        "PointTwice",
                        "workers",
                        b.annotation("sweep", sweep + "\n" + sweep)
                                .key("multinode", "true")
                                .rows(row + ", " + row)),
                new Mistake(
                        "TransferMissing",
                        "disaggregated",
                        b.workers(PAIR, YAML_PAIR)
                                .annotation("entry", "@MasterEntry(disaggregated = true)")
                                .key("disagg", "true")),
                new Mistake(
                        "ComponentTwice",
                        "kvTransfer",
                        b.workers(PAIR + ", kvTransfer = \"nixl\"", YAML_PAIR + ", kv-p2p-transfer: nixl")
                                .annotation("entry", "@MasterEntry(kvTransfer = \"nixl\")")
                                .key("kv-p2p-transfer", "nixl")));
    }

    private static List<Mistake> entries() {
        Both b = Both.sound();
        return List.of(
                new Mistake(
                        "PrefixMalformed",
                        "underscore",
                        b.annotation(
                                        "model",
                                        "@Model(id = \"org/model-7b\", prefix = \"a_b\", precision = Precision.FP8)")
                                .key("model-prefix", "a_b")),
                new Mistake(
                        "ModelIdEmpty",
                        "id",
                        b.annotation("model", "@Model(id = \"\", prefix = \"p\", precision = Precision.FP8)")
                                .key("model", "\"\"")),
                new Mistake(
                        "LaunchWithoutImage",
                        "image",
                        b.annotation("server", "@Server(engine = Vllm.class)").key("image", "\"\"")),
                new Mistake("SweepMissing", "no row", b.annotation("sweep", "").rows("")),
                new Mistake(
                        "ComponentIncomplete",
                        "image as version",
                        b.annotation("entry", "@MasterEntry(router = @Component(name = \"r\", version = \"image:x\"))")
                                .key("router", "{name: r, version: \"image:x\"}")),
                new Mistake(
                        "ComponentIncomplete",
                        "no name",
                        b.annotation("entry", "@MasterEntry(router = @Component(version = \"1\"))")
                                .key("router", "{name: \"\", version: \"1\"}")));
    }

    private static List<Mistake> sessions() {
        Both b = Both.sound();
        String none = "tp = 8, kvOffloading = KvOffloading.NONE";
        return List.of(
                new Mistake(
                        "AgenticLabel",
                        "label",
                        b.sessions(PLAIN, "", none, "tp: 8, kv-offloading: none")
                                .annotation("hardware", "@Hardware(H100.class)")
                                .key("runner", "h100")),
                new Mistake("KvOffloadingContradiction", "not stated", b.sessions(PLAIN, "", "tp = 8", "tp: 8")),
                new Mistake(
                        "KvOffloadingContradiction",
                        "no back-end",
                        b.sessions(
                                "@AgenticWorkload(dramUtilization = 0.8)",
                                "dram-utilization: 0.8, ",
                                "tp = 8, kvOffloading = KvOffloading.DRAM",
                                "tp: 8, kv-offloading: dram")),
                new Mistake(
                        "KvOffloadingContradiction",
                        "back-end of nothing",
                        b.sessions(
                                PLAIN,
                                "",
                                none + ", kvOffloadBackend = @Component(name = \"lm\", version = \"1\")",
                                "tp: 8, kv-offloading: none, kv-offload-backend: {name: lm, version: \"1\"}")),
                new Mistake(
                        "DramUtilization",
                        "too much",
                        b.sessions(
                                "@AgenticWorkload(dramUtilization = 1.5)",
                                "dram-utilization: 1.5, ",
                                none,
                                "tp: 8, kv-offloading: none")),
                new Mistake(
                        "DramUtilization",
                        "not stated",
                        b.sessions(
                                PLAIN,
                                "",
                                "tp = 8, kvOffloading = KvOffloading.DRAM, kvOffloadBackend = @Component(name = \"lm\","
                                        + " version = \"1\")",
                                "tp: 8, kv-offloading: dram, kv-offload-backend: {name: lm, version: \"1\"}")),
                new Mistake(
                        "EnvMalformed",
                        "session's server",
                        b.sessions(
                                PLAIN,
                                "",
                                none + ", env = \"1A=2\"",
                                "tp: 8, kv-offloading: none, additional-settings: [1A=2]")),
                new Mistake(
                        "WorkerMissing",
                        "environment of workers",
                        b.sessions(PLAIN, "", PAIR + ", env = \"A=2\"", YAML_PAIR + ", additional-settings: [A=2]")
                                .key("multinode", "true")),
                new Mistake(
                        "WorkerMissing",
                        "workers and a server",
                        b.sessions(PLAIN, "", PAIR + ", tp = 8", YAML_PAIR + ", tp: 8")
                                .key("multinode", "true")),
                new Mistake(
                        "HardwareTooSmall",
                        "session's server",
                        b.sessions(
                                PLAIN,
                                "",
                                "tp = 16, kvOffloading = KvOffloading.NONE",
                                "tp: 16, kv-offloading: none")));
    }
}
