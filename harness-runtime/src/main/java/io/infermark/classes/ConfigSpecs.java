package io.infermark.classes;

import io.infermark.api.Accelerator;
import io.infermark.api.ConfigDialect;
import io.infermark.api.Engine;
import io.infermark.api.Launch;
import io.infermark.api.Precision;
import io.infermark.api.Vendor;
import io.infermark.config.ConfigException;
import io.infermark.config.Problem;
import io.infermark.config.SourcePosition;
import io.infermark.config.Value;
import io.infermark.config.Value.Mapping;
import io.infermark.config.master.MasterConfig;
import io.infermark.config.master.MasterConfig.AgenticCoding;
import io.infermark.config.master.MasterConfig.FixedSeqLen;
import io.infermark.config.master.MasterConfig.SearchRow;
import io.infermark.config.master.MasterFile;
import io.infermark.config.master.SiteNodes;
import io.infermark.model.AgenticWorkloadSpec;
import io.infermark.model.BenchmarkSpec;
import io.infermark.model.ClusterRow;
import io.infermark.model.EndpointSpec;
import io.infermark.model.EngineSpec;
import io.infermark.model.HardwareSpec;
import io.infermark.model.MasterSpec;
import io.infermark.model.ModelSpec;
import io.infermark.model.RunSettings;
import io.infermark.model.ServerSpec;
import io.infermark.model.SloSpec;
import io.infermark.model.Suggestion;
import io.infermark.model.SweepRow;
import io.infermark.model.WorkloadSpec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Entries of master files as declarations. */
final class ConfigSpecs {
    /** What the second of two entries of one key is called: a native entry has a single-node and a multi-node half. */
    static final String SECOND_HALF = "-multinode";

    private static final Duration START_TIMEOUT = Duration.ofMinutes(40);

    /**
     * An entry as a declaration.
     *
     * @param accelerator the interface itself if none is known
     * @param unreadable paths of stand-ins, about which nothing can be said
     * @param positions where parts of the declaration stand, by the paths that findings use
     */
    record Read(
            MasterFile.Entry entry,
            BenchmarkSpec spec,
            Class<? extends Engine> engine,
            Class<? extends Accelerator> accelerator,
            Set<String> unreadable,
            Map<String, SourcePosition> positions) {
        /** Where a path stands, or the nearest part that holds it. */
        SourcePosition position(String path) {
            String current = path;
            while (!current.isEmpty()) {
                SourcePosition position = positions.get(current);
                if (position != null) {
                    return position;
                }
                int cut = Math.max(current.lastIndexOf('.'), current.lastIndexOf('['));
                current = current.substring(0, Math.max(0, cut));
            }
            return positions.getOrDefault("", SourcePosition.NONE);
        }
    }

    /** Where the members of a declaration stand in a file. */
    private static final Map<String, String> PLACES_OF_ENTRY = Map.of(
            "hardware", "runner",
            "model", "model",
            "model.prefix", "model-prefix",
            "model.precision", "precision",
            "server.engine", "framework",
            "server.image", "image");

    private static final Map<String, String> PLACES_OF_ROW = Map.of(
            "tp", "tp",
            "pp", "pp",
            "dcp", "dcp-size",
            "pcp", "pcp-size",
            "ep", "ep",
            "dpAttention", "dp-attn",
            "specDecoding", "spec-decoding",
            "concurrency", "conc-list");

    private final ConfigDialect dialect;
    private final boolean sampled;
    private final List<WorkloadSpec> workloads = new ArrayList<>();
    private final List<SweepRow> rows = new ArrayList<>();
    private final List<ClusterRow> multiNode = new ArrayList<>();
    private final List<AgenticWorkloadSpec> sessions = new ArrayList<>();
    private final List<ClusterRow> agentic = new ArrayList<>();
    private final Map<String, SourcePosition> positions = new HashMap<>();
    private final Set<String> names = new HashSet<>();

    private ConfigSpecs(ConfigDialect dialect, boolean sampled) {
        this.dialect = dialect;
        this.sampled = sampled;
    }

    /**
     * All entries of a file, in order.
     *
     * @throws ConfigException with every entry whose hardware is unknown
     */
    static List<Read> of(MasterFile file) {
        List<Problem> problems = new ArrayList<>();
        List<Read> read = new ArrayList<>();
        forEach(file, (key, i, config) -> {
            Class<? extends Accelerator> accelerator =
                    KnownTypes.accelerator(config.runner()).orElse(null);
            if (accelerator == null) {
                problems.add(unknown(config));
                return;
            }
            HardwareSpec hardware = KnownTypes.hardwareSpec(accelerator, config.runner());
            Served served = new Served(hardware, accelerator, true, Set.of());
            read.add(new ConfigSpecs(dialect(file), false)
                    .read(config, file.entries().get(i), key, i, served));
        });
        if (!problems.isEmpty()) {
            throw new ConfigException(problems);
        }
        return read;
    }

    /**
     * All entries for checks: each row at its highest concurrency alone, which is the one that may not fit. Nodes are the site's; of a label that names no accelerator
     * nothing but its nodes is known.
     */
    static List<Read> checkable(MasterFile file, SiteNodes nodes) {
        List<Read> read = new ArrayList<>();
        forEach(
                file,
                (key, i, config) -> read.add(new ConfigSpecs(dialect(file), true)
                        .read(config, file.entries().get(i), key, i, Served.at(config.runner(), nodes))));
        return read;
    }

    /** What is done with each entry. */
    @FunctionalInterface
    private interface Visitor {
        void visit(String key, int index, MasterConfig config);
    }

    private static void forEach(MasterFile file, Visitor visitor) {
        List<MasterConfig> configs = file.configs();
        Set<String> keys = new HashSet<>();
        for (int i = 0; i < configs.size(); i++) {
            String key = configs.get(i).key();
            visitor.visit(keys.add(key) ? key : key + SECOND_HALF, i, configs.get(i));
        }
    }

    private static ConfigDialect dialect(MasterFile file) {
        return ConfigDialect.valueOf(file.dialect().name());
    }

    /**
     * What an entry is served on.
     *
     * @param known whether the label names an accelerator, so that its vendor and formats are known
     */
    private record Served(
            HardwareSpec hardware, Class<? extends Accelerator> accelerator, boolean known, Set<String> unreadable) {

        static Served at(String label, SiteNodes nodes) {
            int gpus = nodes.of(label).orElse(0);
            Class<? extends Accelerator> accelerator =
                    KnownTypes.accelerator(label).orElse(null);
            if (accelerator != null) {
                HardwareSpec facts = KnownTypes.hardwareSpec(accelerator, label);
                return new Served(gpus == 0 ? facts : withNodes(facts, gpus), accelerator, true, Set.of());
            }
            String name =
                    label.replaceFirst("^cluster:", "").toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9._-]", "-");
            HardwareSpec stranger = new HardwareSpec(
                    name.isEmpty() ? "unknown" : name,
                    Vendor.CPU,
                    Math.max(1, gpus),
                    0,
                    List.of(Precision.values()),
                    1,
                    label);
            return new Served(stranger, Accelerator.class, false, gpus == 0 ? Set.of("hardware") : Set.of());
        }

        private static HardwareSpec withNodes(HardwareSpec facts, int gpus) {
            return new HardwareSpec(
                    facts.name(),
                    facts.vendor(),
                    gpus,
                    facts.memoryGib(),
                    facts.precisions(),
                    facts.nodes(),
                    facts.label());
        }

        /** The engine; vendors count only where the accelerator's is known. */
        EngineSpec engine(EngineSpec facts) {
            return known
                    ? facts
                    : new EngineSpec(
                            facts.name(),
                            List.of(),
                            facts.flags(),
                            facts.managedFlags(),
                            facts.specDecoding(),
                            facts.expertParallel(),
                            facts.dpAttention(),
                            facts.pipelineParallel(),
                            facts.defaultLaunch());
        }
    }

    private static Problem unknown(MasterConfig config) {
        return Problem.error(
                "AcceleratorUnknown",
                config.position(),
                "'" + config.key() + "': no accelerator is known for the runner label '" + config.runner()
                        + "', which begins with its name."
                        + Suggestion.sentence(config.runner(), KnownTypes.acceleratorNames()));
    }

    private Read read(MasterConfig config, MasterFile.Entry entry, String key, int order, Served served) {
        positions.put("", config.position());
        place("", entry.value(), PLACES_OF_ENTRY);
        RowSpecs rowSpecs = new RowSpecs(config, sampled);
        Mapping raw = entry.value();
        Mapping scenarios = raw.get("scenarios") instanceof Mapping mapping ? mapping : raw;
        List<Value> fixedItems = fixedItems(scenarios);
        for (int i = 0; i < config.fixedSeqLen().size(); i++) {
            fixed(config.fixedSeqLen().get(i), (Mapping) fixedItems.get(i), rowSpecs);
        }
        List<Value> agenticItems = items(scenarios, "agentic-coding");
        for (int i = 0; i < config.agenticCoding().size(); i++) {
            agentic(config.agenticCoding().get(i), (Mapping) agenticItems.get(i), rowSpecs);
        }
        Class<? extends Engine> engine = KnownTypes.engine(config.framework());
        return new Read(
                entry,
                spec(config, key, order, served.engine(KnownTypes.engineSpec(engine)), served.hardware()),
                engine,
                served.accelerator(),
                served.unreadable(),
                positions);
    }

    private static List<Value> fixedItems(Mapping scenarios) {
        List<Value> fixed = new ArrayList<>(items(scenarios, "fixed-seq-len"));
        fixed.addAll(items(scenarios, "seq-len-configs"));
        return fixed;
    }

    /** A list under the spelling of files or of upstream's attributes. */
    private static List<Value> items(Mapping mapping, String key) {
        Value value = mapping.get(key) == null ? mapping.get(key.replace('-', '_')) : mapping.get(key);
        return value instanceof Value.Sequence sequence ? sequence.items() : List.of();
    }

    private BenchmarkSpec spec(MasterConfig config, String key, int order, EngineSpec engine, HardwareSpec hardware) {
        Precision precision = Precision.of(config.precision()).orElse(Precision.BF16);
        MasterSpec master = new MasterSpec(
                key,
                order,
                dialect,
                config.framework().equals(engine.name()) ? "" : config.framework(),
                precision.label().equals(config.precision()) ? "" : config.precision(),
                config.disagg(),
                RowSpecs.component(config.router()),
                config.kvTransfer() == null ? "" : config.kvTransfer(),
                multiNode,
                sessions,
                agentic);
        ServerSpec server = new ServerSpec(
                engine,
                config.image(),
                Launch.CONTAINER,
                List.of(),
                List.of(),
                Map.of(),
                START_TIMEOUT,
                false,
                EndpointSpec.DEFAULT);
        ModelSpec model = new ModelSpec(config.model(), config.modelPrefix(), precision, "", "", "", 0, 0, 0, 0, 0);
        return new BenchmarkSpec(
                key,
                "",
                model,
                hardware,
                server,
                workloads,
                rows,
                List.of(),
                SloSpec.NONE,
                RunSettings.DEFAULT,
                Integer.MAX_VALUE,
                master);
    }

    private void fixed(FixedSeqLen item, Mapping raw, RowSpecs rowSpecs) {
        String name = unique(WorkloadSpec.nameOf(item.isl(), item.osl()));
        positions.put("workload[" + workloads.size() + "]", item.position());
        workloads.add(new WorkloadSpec(name, item.isl(), item.osl(), 1.0));
        List<Value> rawRows = items(raw, "search-space");
        for (int i = 0; i < item.searchSpace().size(); i++) {
            SearchRow row = item.searchSpace().get(i);
            if (row.topology() instanceof MasterConfig.OneServer server) {
                positions.put("sweep[" + rows.size() + "]", row.position());
                placeRow("sweep[" + rows.size() + "]", (Mapping) rawRows.get(i));
                rows.add(rowSpecs.sweep(name, row, server));
            } else {
                positions.put("multiNode[" + multiNode.size() + "]", row.position());
                placeRow("multiNode[" + multiNode.size() + "]", (Mapping) rawRows.get(i));
                multiNode.add(rowSpecs.cluster(name, row, (Mapping) rawRows.get(i), false));
            }
        }
    }

    private void agentic(AgenticCoding item, Mapping raw, RowSpecs rowSpecs) {
        String name = unique("agentic-coding");
        Double share = item.dramUtilization();
        positions.put("agenticWorkload[" + sessions.size() + "]", item.position());
        sessions.add(new AgenticWorkloadSpec(name, share == null ? 0 : share));
        List<Value> rawRows = items(raw, "search-space");
        for (int i = 0; i < item.searchSpace().size(); i++) {
            positions.put(
                    "agentic[" + agentic.size() + "]", item.searchSpace().get(i).position());
            placeRow("agentic[" + agentic.size() + "]", (Mapping) rawRows.get(i));
            agentic.add(rowSpecs.cluster(name, item.searchSpace().get(i), (Mapping) rawRows.get(i), true));
        }
    }

    private void placeRow(String path, Mapping raw) {
        place(path + ".", raw, PLACES_OF_ROW);
        for (String role : List.of("prefill", "decode")) {
            if (raw.get(role) instanceof Mapping worker) {
                positions.put(path + "." + role, worker.position());
                place(path + "." + role + ".", worker, PLACES_OF_ROW);
            }
        }
    }

    private void place(String prefix, Mapping raw, Map<String, String> keys) {
        keys.forEach((member, key) -> {
            Value value = raw.get(key) == null ? raw.get(key.replace('-', '_')) : raw.get(key);
            if (value != null && value.position().isKnown()) {
                positions.put(prefix + member, value.position());
            }
        });
    }

    private String unique(String name) {
        String candidate = name;
        for (int n = 2; !names.add(candidate); n++) {
            candidate = name + "-" + n;
        }
        return candidate;
    }
}
