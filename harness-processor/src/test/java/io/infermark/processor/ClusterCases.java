package io.infermark.processor;

import static io.infermark.processor.BenchmarkSource.valid;

import io.infermark.processor.report.Message;
import java.util.ArrayList;
import java.util.List;

/** Messages about rows of a cluster and entries of master configurations. */
final class ClusterCases {
    private static final String LOAD = ", concurrency = @Concurrency(8)";
    private static final String WORKERS = "prefill = @Worker(count = 1, tp = 8), decode = @Worker(count = 1, tp = 8)";
    private static final String FLEET = "@Hardware(value = H100.class, label = \"cluster:h100-x\")";

    private ClusterCases() {}

    static List<MessageCase> all() {
        List<MessageCase> all = new ArrayList<>(workers());
        all.addAll(agentic());
        all.addAll(entries());
        return all;
    }

    private static BenchmarkSource multiNode(String members) {
        return valid().withSweeps("@MultiNodeSweep(" + members + LOAD + ")");
    }

    private static BenchmarkSource agentic(String workload, String members) {
        return valid().withHardware(FLEET).withWorkloads(workload).withSweeps("@AgenticSweep(" + members + LOAD + ")");
    }

    private static List<MessageCase> workers() {
        return List.of(
                MessageCase.of(
                        Message.WORKER_MISSING,
                        "the row has no decode workers with a count. State prefill and decode both, count included, or"
                                + " neither and the members of one server.",
                        multiNode("prefill = @Worker(count = 1, tp = 8), decode = /*!*/@Worker(tp = 8)")),
                MessageCase.of(
                        Message.WORKER_HARDWARE,
                        "the decode workers name no hardware, but the prefill workers do. State both or neither.",
                        multiNode("prefill = @Worker(count = 1, tp = 8, hardware = \"h200\"), decode ="
                                + " /*!*/@Worker(count = 1, tp = 8)")),
                MessageCase.of(
                        Message.WORKER_NODES,
                        "a decode worker of tp=12 takes 12 GPUs, which fills the nodes of 8 GPUs unevenly. Use whole nodes,"
                                + " or a number that divides one.",
                        multiNode("prefill = @Worker(count = 1, tp = 8), decode = @Worker(count = 1, tp ="
                                + " /*!*/12)")),
                MessageCase.of(
                                Message.EP_NOT_DIVIDING,
                                "ep=3 fits neither into nor around the 8 GPUs of tp=8: one has to divide the other. Change or"
                                        + " exclude it.",
                                multiNode(
                                        "prefill = @Worker(count = 1, tp = 8, ep = /*!*/3), decode = @Worker(count = 1,"
                                                + " tp = 8)"))
                        .named("of a worker"),
                MessageCase.of(
                                Message.VALUE_TOO_SMALL,
                                "tp=0, but it counts from 1. Remove the value, or raise it.",
                                multiNode(
                                        "prefill = @Worker(count = 1, tp = /*!*/0), decode = @Worker(count = 1, tp = 8)"))
                        .named("of a worker"));
    }

    private static List<MessageCase> agentic() {
        return List.of(
                MessageCase.of(
                        Message.AGENTIC_LABEL,
                        "agentic rows need the hardware label \"cluster:<name>\", so that every point runs on one fleet, but"
                                + " it is \"lab\".",
                        agentic("@AgenticWorkload", "tp = 8, kvOffloading = KvOffloading.NONE")
                                .withHardware("@Hardware(value = H100.class, label = /*!*/\"lab\")")),
                MessageCase.of(
                        Message.KV_OFFLOADING,
                        "DRAM needs a kvOffloadBackend that moves the cache.",
                        agentic(
                                "@AgenticWorkload(dramUtilization = 0.8)",
                                "tp = 8, kvOffloading = KvOffloading/*!*/.DRAM")),
                MessageCase.of(
                                Message.KV_OFFLOADING,
                                "a row of one server says nothing of KV offloading; write NONE or DRAM.",
                                valid().withHardware(FLEET)
                                        .withWorkloads("@AgenticWorkload")
                                        .withSweeps("/*!*/@AgenticSweep(tp = 8" + LOAD + ")"))
                        .named("not stated"),
                MessageCase.of(
                        Message.DRAM_UTILIZATION,
                        "dramUtilization=1.5, but a share can't be that. Give the share of the host's memory for KV cache,"
                                + " above 0 and up to 1.",
                        agentic(
                                "@AgenticWorkload(dramUtilization = /*!*/1.5)",
                                "tp = 8, kvOffloading = KvOffloading.NONE")));
    }

    private static List<MessageCase> entries() {
        return List.of(
                MessageCase.of(
                        Message.COMPONENT_INCOMPLETE,
                        "router \"r\" can't be repeated from version \"image:x\". State a name and a release, package version"
                                + " or source commit, not an image.",
                        valid().withMore(
                                        "@MasterEntry(router = @Component(name = \"r\", version = /*!*/\"image:x\"))")),
                MessageCase.of(
                        Message.COMPONENT_TWICE,
                        "kvTransfer is stated for the whole entry and for this row, so one of them would be ignored. Keep it"
                                + " in one place.",
                        multiNode(WORKERS + ", kvTransfer = /*!*/\"nixl\"")
                                .withMore("@MasterEntry(kvTransfer = \"nixl\")")),
                MessageCase.of(
                        Message.TRANSFER_WITHOUT_WORKERS,
                        "kvTransfer=\"nixl\", but no row has prefill and decode workers between which a cache could go."
                                + " Remove it.",
                        valid().withMore("@MasterEntry(kvTransfer = /*!*/\"nixl\")")),
                MessageCase.of(
                        Message.TRANSFER_MISSING,
                        "the entry is disaggregated, but nothing says how KV cache gets from prefill to decode. State"
                                + " kvTransfer on @MasterEntry or on every row.",
                        multiNode(WORKERS).withMore("@MasterEntry(disaggregated = /*!*/true)")),
                MessageCase.of(
                        Message.ROWS_MIXED,
                        "an entry of the dialect head has rows of one server or rows of workers, and this has both. Make two"
                                + " classes of it.",
                        valid().withMore("@MasterEntry(dialect = ConfigDialect.HEAD)\n/*!*/@MultiNodeSweep(" + WORKERS
                                + LOAD + ")")),
                MessageCase.of(
                        Message.NOT_IN_DIALECT,
                        "the dialect feb has no agentic rows. Remove it or change the dialect.",
                        valid().withHardware(FLEET)
                                .withWorkloads("@AgenticWorkload")
                                .withSweeps("@MasterEntry(dialect = ConfigDialect.FEB)\n/*!*/@AgenticSweep(tp = 8,"
                                        + " kvOffloading = KvOffloading.NONE" + LOAD + ")")));
    }
}
