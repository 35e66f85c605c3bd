package io.infermark.matrix;

import io.infermark.config.Value;
import io.infermark.config.Value.Mapping;
import io.infermark.config.master.Dialect;
import io.infermark.config.master.Runners;
import io.infermark.matrix.MatrixRequest.TestConfig;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Configs by key, in the order of the keys, ranges always doubled. */
final class TestConfigExpansion implements Expansion {

    private final TestConfig request;
    private final Dialect dialect;
    private final List<ConfigView> configs;
    private final Runners runners;
    private final SeqLens seqLens;
    private final DramBudget budget;

    TestConfigExpansion(
            TestConfig request, Dialect dialect, List<ConfigView> configs, Runners runners, SeqLens seqLens) {
        this.request = request;
        this.dialect = dialect;
        this.configs = configs;
        this.runners = runners;
        this.seqLens = seqLens;
        this.budget = new DramBudget(runners);
    }

    @Override
    public void emit(RowSink sink) {
        Set<String> available = new LinkedHashSet<>();
        configs.forEach(config -> available.add(config.key()));
        for (String key : ConfigKeys.resolve(request.configKeys(), available, dialect)) {
            for (ConfigView config : configs) {
                if (config.key().equals(key)) {
                    emit(config, sink);
                }
            }
        }
    }

    private void emit(ConfigView config, RowSink sink) {
        List<String> machines = machines(config.runner());
        if (machines.isEmpty()) {
            return;
        }
        if (wantsScenario("fixed-seq-len")) {
            config.fixedSeqLen().forEach(item -> fixed(config, Python.mapping(item), machines, sink));
        }
        if (wantsScenario("agentic-coding")) {
            config.agenticCoding().forEach(item -> agentic(config, Python.mapping(item), machines, sink));
        }
    }

    private boolean wantsScenario(String name) {
        return request.scenarioTypes().isEmpty() || request.scenarioTypes().contains(name);
    }

    /** FEB takes the option and ignores it; HEAD matches the label itself too, and lists it first. */
    private List<String> machines(String runner) {
        String filter = request.runnerNodeFilter();
        if (filter == null || filter.isEmpty() || dialect == Dialect.FEB) {
            return List.of(runner);
        }
        Set<String> matches = new LinkedHashSet<>();
        if (runner.contains(filter)) {
            matches.add(runner);
        }
        runners.nodes(runner).stream().filter(node -> node.contains(filter)).forEach(matches::add);
        return new ArrayList<>(matches);
    }

    private void fixed(ConfigView config, Mapping item, List<String> machines, RowSink sink) {
        Value isl = Python.item(item, "isl");
        Value osl = Python.item(item, "osl");
        if (!seqLens.admits(request.seqLens(), isl, osl)) {
            return;
        }
        for (Mapping row : Expansion.mappings(Python.item(item, "search-space"))) {
            List<Value> all = Concurrencies.listIfPresent(row);
            List<Value> concs = Concurrencies.among(all, request.concs());
            if (concs.isEmpty() && !request.concs().isEmpty()) {
                continue;
            }
            emitFixed(config, row, isl, osl, concs, machines, sink);
        }
    }

    private static void emitFixed(
            ConfigView config,
            Mapping row,
            Value isl,
            Value osl,
            List<Value> concs,
            List<String> machines,
            RowSink sink) {
        if (config.isMultinode()) {
            for (String machine : machines) {
                sink.row(config.multiFixed(row, isl, osl, Value.list(concs), machine));
            }
            return;
        }
        Value ep = ConfigView.notNull(row.get("ep"), Value.whole(1));
        for (Value conc : concs) {
            for (String machine : machines) {
                sink.row(config.singleFixed(row, isl, osl, ep, conc, machine));
            }
        }
    }

    private void agentic(ConfigView config, Mapping item, List<String> machines, RowSink sink) {
        for (Mapping row : Expansion.mappings(Python.item(item, "search-space"))) {
            AgenticRows.requireTopology(config, row);
            Value dramGb = budget.of(item, row, config.runner());
            List<Value> concs = Concurrencies.among(Concurrencies.listOrRange(row, 2), request.concs());
            AgenticRows.emit(config, row, dramGb, concs, machines, sink);
        }
    }
}
