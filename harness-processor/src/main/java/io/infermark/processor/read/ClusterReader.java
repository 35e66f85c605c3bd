package io.infermark.processor.read;

import io.infermark.api.AgenticSweep;
import io.infermark.api.AgenticWorkload;
import io.infermark.api.ConfigDialect;
import io.infermark.api.KvOffloading;
import io.infermark.api.MasterEntry;
import io.infermark.api.MultiNodeSweep;
import io.infermark.api.SpecDecoding;
import io.infermark.model.AgenticWorkloadSpec;
import io.infermark.model.ClusterRow;
import io.infermark.model.ComponentSpec;
import io.infermark.model.MasterSpec;
import io.infermark.model.Parallelism;
import io.infermark.model.WorkerSpec;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads what only a cluster's launcher can start, and the class as an entry of a master configuration. */
final class ClusterReader {
    private static final List<String> PARALLELISM = List.of("tp", "pp", "dcp", "pcp", "ep", "dpAttention");
    private static final List<String> ROW = List.of(
            "workload",
            "prefill",
            "decode",
            "specDecoding",
            "concurrency",
            "router",
            "kvTransfer",
            "kvOffloading",
            "kvOffloadBackend");

    private final Reading reading;

    ClusterReader(Reading reading) {
        this.reading = reading;
    }

    MasterSpec master() {
        List<ClusterRow> multiNode = new ArrayList<>();
        for (Members members :
                reading.nearest(MultiNodeSweep.class.getName(), MultiNodeSweep.List.class.getCanonicalName())) {
            String path = "multiNode[" + multiNode.size() + "]";
            multiNode.add(row(path, members, Parallelism.SINGLE, KvOffloading.UNSTATED, ComponentSpec.NONE, Map.of()));
        }
        List<AgenticWorkloadSpec> workloads = new ArrayList<>();
        for (Members members :
                reading.nearest(AgenticWorkload.class.getName(), AgenticWorkload.List.class.getCanonicalName())) {
            places("agenticWorkload[" + workloads.size() + "]", members, List.of("name", "dramUtilization"));
            workloads.add(new AgenticWorkloadSpec(members.text("name"), members.decimal("dramUtilization")));
        }
        List<ClusterRow> agentic = new ArrayList<>();
        for (Members members :
                reading.nearest(AgenticSweep.class.getName(), AgenticSweep.List.class.getCanonicalName())) {
            String path = "agentic[" + agentic.size() + "]";
            places(path, members, PARALLELISM);
            places(path, members, List.of("env"));
            agentic.add(row(
                    path,
                    members,
                    parallelism(members),
                    members.constant("kvOffloading", KvOffloading.class, KvOffloading.UNSTATED),
                    component(reading, path + ".kvOffloadBackend", members.annotation("kvOffloadBackend")),
                    Pairs.environment(reading, path + ".env", members.texts("env"))));
        }
        return entry(multiNode, workloads, agentic);
    }

    private MasterSpec entry(
            List<ClusterRow> multiNode, List<AgenticWorkloadSpec> workloads, List<ClusterRow> agentic) {
        Optional<Members> found = reading.nearest(MasterEntry.class.getName());
        if (found.isEmpty()) {
            MasterSpec none = MasterSpec.NONE;
            return new MasterSpec(
                    none.key(),
                    none.order(),
                    none.dialect(),
                    none.framework(),
                    none.precision(),
                    none.disaggregated(),
                    none.router(),
                    none.kvTransfer(),
                    multiNode,
                    workloads,
                    agentic);
        }
        Members entry = found.get();
        places(
                "master",
                entry,
                List.of("key", "dialect", "framework", "precision", "disaggregated", "router", "kvTransfer"));
        return new MasterSpec(
                entry.text("key"),
                entry.number("order"),
                entry.constant("dialect", ConfigDialect.class, ConfigDialect.NATIVE),
                entry.text("framework"),
                entry.text("precision"),
                entry.flag("disaggregated"),
                component(reading, "master.router", entry.annotation("router")),
                entry.text("kvTransfer"),
                multiNode,
                workloads,
                agentic);
    }

    private ClusterRow row(
            String path,
            Members members,
            Parallelism server,
            KvOffloading offloading,
            ComponentSpec backend,
            Map<String, String> env) {
        places(path, members, ROW);
        Set<String> declared = new LinkedHashSet<>();
        PARALLELISM.stream().filter(members::stated).forEach(declared::add);
        if (!env.isEmpty()) {
            declared.add("env");
        }
        ConcurrencyReader concurrency =
                ConcurrencyReader.read(reading, path + ".concurrency", members.annotation("concurrency"));
        return new ClusterRow(
                members.text("workload"),
                server,
                worker(path + ".prefill", members.annotation("prefill")),
                worker(path + ".decode", members.annotation("decode")),
                members.constant("specDecoding", SpecDecoding.class, SpecDecoding.NONE),
                concurrency.values(),
                concurrency.ranged(),
                component(reading, path + ".router", members.annotation("router")),
                members.text("kvTransfer"),
                offloading,
                backend,
                env,
                declared);
    }

    private WorkerSpec worker(String path, Members members) {
        for (String name : PARALLELISM) {
            reading.place(path + "." + name, members.place(name));
        }
        for (String name : List.of("count", "hardware", "settings")) {
            reading.place(path + "." + name, members.place(name));
        }
        List<String> settings = new ArrayList<>();
        for (Members.Item<String> item : members.texts("settings")) {
            reading.place(path + ".settings[" + settings.size() + "]", item.place());
            settings.add(item.value());
        }
        return new WorkerSpec(
                members.number("count"),
                parallelism(members),
                members.text("hardware"),
                settings,
                members.stated("settings"));
    }

    private static Parallelism parallelism(Members members) {
        return new Parallelism(
                members.number("tp"),
                members.number("pp"),
                members.number("dcp"),
                members.number("pcp"),
                members.number("ep"),
                members.flag("dpAttention"));
    }

    /** A {@code @Component}; its members' places are remembered under the path. */
    static ComponentSpec component(Reading reading, String path, Members members) {
        reading.place(path + ".name", members.place("name"));
        reading.place(path + ".version", members.place("version"));
        return new ComponentSpec(members.text("name"), members.text("version"));
    }

    private void places(String path, Members members, List<String> names) {
        reading.places().putIfAbsent(path, members.place());
        for (String name : names) {
            reading.place(path + "." + name, members.place(name));
        }
    }
}
