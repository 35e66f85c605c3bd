package io.infermark.validation;

import io.infermark.api.ConfigDialect;
import io.infermark.api.KvOffloading;
import io.infermark.model.AgenticWorkloadSpec;
import io.infermark.model.BenchmarkSpec;
import io.infermark.model.ClusterRow;
import io.infermark.model.ComponentSpec;
import io.infermark.model.MasterSpec;
import io.infermark.model.Parallelism;
import io.infermark.model.Suggestion;
import io.infermark.model.WorkerSpec;
import io.infermark.model.WorkloadSpec;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;

/** Rules of rows that a cluster's launcher starts, and of the declaration as an entry of a master configuration. */
final class ClusterRules {
    private static final String FLEET = "cluster:";

    private final BenchmarkSpec spec;
    private final MasterSpec master;
    private final NodeSizes others;
    private final Findings findings;
    private final boolean hardwareKnown;

    ClusterRules(BenchmarkSpec spec, NodeSizes others, Findings findings) {
        this.spec = spec;
        this.others = others;
        this.master = spec.master();
        this.findings = findings;
        this.hardwareKnown = !findings.wrong("hardware");
    }

    void check() {
        checkComponent("router", master.router(), "master.router", true);
        checkDialect();
        List<String> workloads =
                spec.workloads().stream().map(WorkloadSpec::name).toList();
        ClusterPoints points = new ClusterPoints("multiNode", workloads, findings);
        for (int i = 0; i < master.multiNode().size(); i++) {
            ClusterRow row = master.multiNode().get(i);
            String path = "multiNode[" + i + "]";
            checkRow(path, row, workloads);
            checkWorkers(path, row);
            points.look(i, row);
        }
        List<String> sessions = master.agenticWorkloads().stream()
                .map(AgenticWorkloadSpec::name)
                .toList();
        ClusterPoints replays = new ClusterPoints("agentic", sessions, findings);
        for (int i = 0; i < master.agentic().size(); i++) {
            checkAgentic("agentic[" + i + "]", master.agentic().get(i), sessions);
            replays.look(i, master.agentic().get(i));
        }
        for (int i = 0; i < spec.rows().size(); i++) {
            String path = "sweep[" + i + "].router";
            checkComponent("router", spec.rows().get(i).router(), path, true);
            checkScope(
                    "router",
                    master.router().stated(),
                    spec.rows().get(i).router().stated(),
                    path);
        }
        for (int i = 0; i < master.agenticWorkloads().size(); i++) {
            double share = master.agenticWorkloads().get(i).dramUtilization();
            if (!(share >= 0 && share <= 1)) {
                findings.add(
                        Code.DRAM_UTILIZATION,
                        "agenticWorkload[" + i + "].dramUtilization",
                        share,
                        "a share can't be that");
            }
        }
        checkTransfer();
    }

    private void checkDialect() {
        ConfigDialect dialect = master.dialect();
        boolean workers =
                !master.multiNode().isEmpty() || master.agentic().stream().anyMatch(ClusterRow::multiNode);
        boolean servers = !spec.rows().isEmpty() || master.agentic().stream().anyMatch(row -> !row.multiNode());
        if (dialect.compatible() && workers && servers) {
            String path = master.multiNode().isEmpty() ? "agentic[0]" : "multiNode[0]";
            findings.add(Code.ROWS_MIXED, path, dialect.label());
        }
        if (dialect == ConfigDialect.FEB && !master.agentic().isEmpty()) {
            findings.add(Code.NOT_IN_DIALECT, "agentic[0]", dialect.label(), "agentic rows");
        }
        if (!master.agentic().isEmpty() && !spec.hardware().label().startsWith(FLEET)) {
            findings.add(Code.AGENTIC_LABEL, "hardware.label", spec.hardware().label());
        }
    }

    private void checkRow(String path, ClusterRow row, List<String> workloads) {
        if (!row.workload().isEmpty() && !workloads.contains(row.workload())) {
            findings.add(
                    Code.WORKLOAD_UNKNOWN,
                    path + ".workload",
                    row.workload(),
                    Suggestion.sentence(row.workload(), workloads));
        }
        if (row.concurrency().isEmpty()) {
            findings.add(Code.LOAD_MISSING, path);
        }
        Set<Integer> seen = new HashSet<>();
        for (int i = 0; i < row.concurrency().size(); i++) {
            int value = row.concurrency().get(i);
            String at = path + ".concurrency[" + i + "]";
            if (value < 1) {
                findings.add(Code.VALUE_TOO_SMALL, at, "concurrency", value);
            } else if (!seen.add(value)) {
                findings.add(Code.AXIS_VALUE_TWICE, at, "concurrency", value);
            }
        }
        checkComponent("router", row.router(), path + ".router", true);
        checkScope("router", master.router().stated(), row.router().stated(), path + ".router");
        checkScope(
                "kvTransfer", !master.kvTransfer().isEmpty(), !row.kvTransfer().isEmpty(), path + ".kvTransfer");
    }

    private void checkComponent(String kind, ComponentSpec component, String path, boolean versionNeeded) {
        boolean nameMissing = component.stated() && component.name().isEmpty();
        boolean versionMissing =
                versionNeeded && component.stated() && component.version().isEmpty();
        if (nameMissing || versionMissing || component.version().startsWith("image:")) {
            String member = nameMissing ? ".name" : ".version";
            findings.add(Code.COMPONENT_INCOMPLETE, path + member, kind, component.name(), component.version());
        }
    }

    private void checkScope(String name, boolean entry, boolean row, String path) {
        if (entry && row) {
            findings.add(Code.COMPONENT_TWICE, path, name);
        }
    }

    private void checkWorkers(String path, ClusterRow row) {
        if (!row.prefill().stated() || !row.decode().stated()) {
            String missing = row.prefill().stated() ? "decode" : "prefill";
            findings.add(
                    Code.WORKER_MISSING, path + "." + missing, "the row has no " + missing + " workers with a count");
            return;
        }
        boolean prefillNamed = !row.prefill().hardware().isEmpty();
        if (prefillNamed == row.decode().hardware().isEmpty()) {
            String without = prefillNamed ? "decode" : "prefill";
            findings.add(Code.WORKER_HARDWARE, path + "." + without, without, prefillNamed ? "prefill" : "decode");
        }
        checkWorker(path + ".prefill", "prefill", row.prefill());
        checkWorker(path + ".decode", "decode", row.decode());
    }

    private void checkWorker(String path, String role, WorkerSpec worker) {
        Parallelism p = worker.parallelism();
        if (!checkParallelism(path, p)) {
            return;
        }
        boolean ownHardware = worker.hardware().isEmpty();
        OptionalInt node = ownHardware ? ownNode() : others.of(worker.hardware());
        long gpus = p.gpus();
        if (node.isPresent() && !FitRules.fillsNodes(gpus, node.getAsInt())) {
            findings.add(Code.WORKER_NODES, path + ".tp", role, "tp=" + p.tp(), gpus, node.getAsInt());
        }
        if (ownHardware) {
            checkWeights(path, role + " worker with tp=" + p.tp(), p);
        }
    }

    private OptionalInt ownNode() {
        int gpus = spec.hardware().gpusPerNode();
        return hardwareKnown && gpus > 0 ? OptionalInt.of(gpus) : OptionalInt.empty();
    }

    /** The weights alone have to fit. Over how many contexts the cache of such a row is spread is the launcher's affair. */
    private void checkWeights(String path, String what, Parallelism p) {
        double memory = spec.hardware().memoryGib();
        // Experts that spread over more GPUs than the worker's leave less on each than its parallelism tells.
        if (!hardwareKnown || memory <= 0 || p.ep() > p.gpus()) {
            return;
        }
        MemoryEstimate.of(spec.model(), p)
                .filter(estimate -> estimate.weightsGib() > memory)
                .ifPresent(estimate -> findings.add(
                        Code.MEMORY_TOO_SMALL,
                        path + ".tp",
                        spec.model().prefix() + ", of which a " + what + " serves all,",
                        spec.hardware().name(),
                        String.format(Locale.ROOT, "%.1f", estimate.weightsGib()),
                        " alone",
                        String.format(Locale.ROOT, "%.1f", memory)));
    }

    /** What holds for one server and for one worker; false if a size is no size. */
    private boolean checkParallelism(String path, Parallelism p) {
        boolean sound = true;
        for (Map.Entry<String, Integer> size : sizes(p).entrySet()) {
            if (size.getValue() < 1) {
                findings.add(Code.VALUE_TOO_SMALL, path + "." + size.getKey(), size.getKey(), size.getValue());
                sound = false;
            }
        }
        if (sound && p.tp() % p.dcp() != 0) {
            findings.add(Code.DCP_NOT_DIVIDING, path + ".dcp", p.dcp(), p.tp());
        }
        if (sound) {
            FitRules.experts(p, true)
                    .ifPresent(code -> findings.add(code, path + ".ep", p.ep(), p.gpus(), "tp=" + p.tp()));
        }
        return sound;
    }

    private static Map<String, Integer> sizes(Parallelism p) {
        Map<String, Integer> sizes = new LinkedHashMap<>();
        sizes.put("tp", p.tp());
        sizes.put("pp", p.pp());
        sizes.put("dcp", p.dcp());
        sizes.put("pcp", p.pcp());
        sizes.put("ep", p.ep());
        return sizes;
    }

    private void checkAgentic(String path, ClusterRow row, List<String> sessions) {
        checkRow(path, row, sessions);
        checkComponent("kvOffloadBackend", row.kvOffloadBackend(), path + ".kvOffloadBackend", false);
        checkOffloading(path, row);
        if (row.multiNode()) {
            if (!row.declared().isEmpty()) {
                String member = row.declared().iterator().next();
                findings.add(
                        Code.WORKER_MISSING,
                        path + "." + member,
                        "the row states workers and, by " + member + ", one server as well");
            }
            checkWorkers(path, row);
            return;
        }
        if (row.kvOffloading() == KvOffloading.UNSTATED) {
            findings.add(
                    Code.KV_OFFLOADING, path, "a row of one server says nothing of KV offloading; write NONE or DRAM");
        }
        if (checkParallelism(path, row.server()) && hardwareKnown) {
            int node = spec.hardware().gpusPerNode();
            if (row.server().gpus() > node) {
                findings.add(
                        Code.HARDWARE_TOO_SMALL,
                        path + ".tp",
                        "tp=" + row.server().tp(),
                        row.server().gpus(),
                        spec.hardware().name(),
                        node + " a node");
            }
            checkWeights(path, "server with tp=" + row.server().tp(), row.server());
        }
    }

    private void checkOffloading(String path, ClusterRow row) {
        boolean backend = row.kvOffloadBackend().stated();
        if (backend && row.kvOffloading() != KvOffloading.DRAM) {
            findings.add(
                    Code.KV_OFFLOADING,
                    path + ".kvOffloadBackend",
                    "a back-end is stated, but nothing is offloaded to it; set kvOffloading to DRAM or remove it");
        }
        if (row.kvOffloading() != KvOffloading.DRAM) {
            return;
        }
        if (!backend) {
            findings.add(
                    Code.KV_OFFLOADING, path + ".kvOffloading", "DRAM needs a kvOffloadBackend that moves the cache");
        }
        for (int i = 0; i < master.agenticWorkloads().size(); i++) {
            AgenticWorkloadSpec workload = master.agenticWorkloads().get(i);
            boolean meant = row.workload().isEmpty() || row.workload().equals(workload.name());
            if (meant && workload.dramUtilization() == 0) {
                findings.add(
                        Code.DRAM_UTILIZATION,
                        "agenticWorkload[" + i + "]",
                        workload.dramUtilization(),
                        "a row offloads to DRAM");
            }
        }
    }

    private void checkTransfer() {
        boolean workers =
                !master.multiNode().isEmpty() || master.agentic().stream().anyMatch(ClusterRow::multiNode);
        if (!master.kvTransfer().isEmpty() && !workers) {
            findings.add(Code.TRANSFER_WITHOUT_WORKERS, "master.kvTransfer", master.kvTransfer());
        }
        for (int i = 0; i < master.agentic().size(); i++) {
            ClusterRow row = master.agentic().get(i);
            if (!row.multiNode() && !row.kvTransfer().isEmpty()) {
                findings.add(Code.TRANSFER_WITHOUT_WORKERS, "agentic[" + i + "].kvTransfer", row.kvTransfer());
            }
        }
        boolean everyRow = workers
                && master.multiNode().stream().noneMatch(row -> row.kvTransfer().isEmpty())
                && master.agentic().stream().noneMatch(row -> row.kvTransfer().isEmpty());
        boolean needed = master.dialect() != ConfigDialect.FEB && master.disaggregated();
        if (needed && master.kvTransfer().isEmpty() && !everyRow) {
            findings.add(Code.TRANSFER_MISSING, "master.disaggregated");
        }
    }
}
