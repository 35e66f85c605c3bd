package io.infermark.matrix;

import io.infermark.config.ConfigException;
import io.infermark.config.SourcePosition;
import io.infermark.config.Value;
import io.infermark.config.Value.Mapping;
import io.infermark.config.master.Dialect;
import io.infermark.config.master.Runners;
import io.infermark.matrix.MatrixRequest.Bounds;
import io.infermark.matrix.MatrixRequest.FullSweep;
import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Configs in file order → lengths → rows → concurrencies → machines; then the agentic rows of the same config. */
final class FullSweepExpansion implements Expansion {

    private static final Value ONE = Value.whole(1);

    private final FullSweep request;
    private final Bounds bounds;
    private final Dialect dialect;
    private final List<ConfigView> configs;
    private final Runners runners;
    private final SeqLens seqLens;
    private final DramBudget budget;

    FullSweepExpansion(FullSweep request, Dialect dialect, List<ConfigView> configs, Runners runners, SeqLens seqLens) {
        this.request = request;
        this.bounds = request.bounds();
        this.dialect = dialect;
        this.configs = configs;
        this.runners = runners;
        this.seqLens = seqLens;
        this.budget = new DramBudget(runners);
    }

    @Override
    public void emit(RowSink sink) {
        requireKnownRunnerTypes();
        for (ConfigView config : configs) {
            if (!isSelected(config)) {
                continue;
            }
            config.requireFields();
            List<String> machines = machines(config);
            if (machines.isEmpty()) {
                continue;
            }
            if (wantsScenario("fixed-seq-len")) {
                config.fixedSeqLen().forEach(item -> fixed(config, Python.mapping(item), machines, sink));
            }
            if (wantsScenario("agentic-coding") && isNodeTypeWanted(config)) {
                config.agenticCoding().forEach(item -> agentic(config, Python.mapping(item), machines, sink));
            }
        }
    }

    private void requireKnownRunnerTypes() {
        TreeSet<String> unknown = new TreeSet<>(request.runnerTypes());
        unknown.removeAll(runners.labels().keySet());
        if (!unknown.isEmpty()) {
            String listed =
                    String.join(", ", unknown.stream().map(u -> "'" + u + "'").toList());
            throw ConfigException.of(
                    "UnknownRunner",
                    SourcePosition.NONE,
                    "Invalid runner type(s): {" + listed + "}. Valid runner types are: "
                            + String.join(", ", new TreeSet<>(runners.labels().keySet())));
        }
    }

    private boolean isSelected(ConfigView config) {
        boolean prefix = request.modelPrefixes().isEmpty()
                || request.modelPrefixes().stream().anyMatch(config.key()::startsWith);
        return prefix
                && isWanted(request.precisions(), config, "precision")
                && isWanted(request.frameworks(), config, "framework")
                && isWanted(request.runnerTypes(), config, "runner");
    }

    private static boolean isWanted(List<String> wanted, ConfigView config, String field) {
        return wanted.isEmpty() || wanted.contains(Python.text(config.field(field)));
    }

    private boolean isNodeTypeWanted(ConfigView config) {
        return config.isMultinode() ? request.multiNode() : request.singleNode();
    }

    private boolean wantsScenario(String name) {
        return request.scenarioTypes().isEmpty() || request.scenarioTypes().contains(name);
    }

    private List<String> machines(ConfigView config) {
        String filter = request.runnerNodeFilter();
        if (filter == null || filter.isEmpty()) {
            return List.of(config.runner());
        }
        return runners.nodes(config.runner()).stream()
                .filter(node -> node.contains(filter))
                .toList();
    }

    private void fixed(ConfigView config, Mapping item, List<String> machines, RowSink sink) {
        Value isl = Python.item(item, "isl");
        Value osl = Python.item(item, "osl");
        if (!seqLens.admits(request.seqLens(), isl, osl)) {
            return;
        }
        for (Mapping row : Expansion.mappings(Python.item(item, "search-space"))) {
            if (!isNodeTypeWanted(config)) {
                continue;
            }
            if (config.isMultinode()) {
                multiFixed(config, row, isl, osl, machines, sink);
            } else {
                singleFixed(config, row, isl, osl, machines, sink);
            }
        }
    }

    private void multiFixed(ConfigView config, Mapping row, Value isl, Value osl, List<String> machines, RowSink sink) {
        List<Value> concs = Concurrencies.boundedList(Concurrencies.listOrRange(row, bounds.stepSize()), bounds);
        if (concs == null) {
            return;
        }
        for (String machine : machines) {
            sink.row(config.multiFixed(row, isl, osl, Value.list(concs), machine));
        }
    }

    private void singleFixed(
            ConfigView config, Mapping row, Value isl, Value osl, List<String> machines, RowSink sink) {
        Value tp = Python.item(row, "tp");
        if (dialect == Dialect.FEB) {
            // Upstream reads both before it looks at any bound, so that a list fails even where its row would be
            // dropped.
            Python.item(row, "conc-start");
            Python.item(row, "conc-end");
        }
        if (bounds.maxTp() != null && (bounds.maxTp() <= 0 || Python.compare(tp, Value.whole(bounds.maxTp())) > 0)) {
            return;
        }
        Value ep = ConfigView.notNull(row.get("ep"), ONE);
        if (bounds.maxEp() != null) {
            if (bounds.maxEp() <= 0) {
                return;
            }
            Value maxEp = Value.whole(bounds.maxEp());
            ep = isStated(row) && Python.compare(ep, maxEp) > 0 ? maxEp : ep;
        }
        List<Value> concs = singleConcs(row);
        if (concs == null) {
            return;
        }
        for (Value conc : concs) {
            for (String machine : machines) {
                sink.row(config.singleFixed(row, isl, osl, ep, conc, machine));
            }
        }
    }

    private static boolean isStated(Mapping row) {
        Value ep = row.get("ep");
        return ep != null && !(ep instanceof Value.Nothing);
    }

    private @Nullable List<Value> singleConcs(Mapping row) {
        Value list = row.get("conc-list");
        // FEB's full sweep knows ranges only: on a list it fails with a KeyError, and so do we.
        if (dialect != Dialect.FEB && list != null && list.isTruthy()) {
            return Concurrencies.boundedSingleList(Python.items(list), bounds);
        }
        return Concurrencies.boundedRange(row, bounds);
    }

    private void agentic(ConfigView config, Mapping item, List<String> machines, RowSink sink) {
        for (Mapping row : Expansion.mappings(Python.item(item, "search-space"))) {
            AgenticRows.requireTopology(config, row);
            Value dramGb = budget.of(item, row, config.runner());
            List<Value> concs = Concurrencies.filtered(Concurrencies.listOrRange(row, bounds.stepSize()), bounds);
            AgenticRows.emit(config, row, dramGb, concs, machines, sink);
        }
    }
}
