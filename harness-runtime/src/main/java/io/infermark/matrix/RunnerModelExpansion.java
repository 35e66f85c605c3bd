package io.infermark.matrix;

import io.infermark.config.ConfigException;
import io.infermark.config.SourcePosition;
import io.infermark.config.Value;
import io.infermark.config.Value.Mapping;
import io.infermark.config.master.Dialect;
import io.infermark.config.master.Runners;
import io.infermark.matrix.MatrixRequest.RunnerModelSweep;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Each config of a runner label at 1k1k and its smallest load, on each machine of the label. */
final class RunnerModelExpansion implements Expansion {

    private static final Value LENGTH = Value.whole(1024);
    private static final Value CONTEXT = Value.whole(2048);
    private static final Value ONE = Value.whole(1);

    private final RunnerModelSweep request;
    private final Dialect dialect;
    private final List<ConfigView> configs;
    private final Runners runners;

    RunnerModelExpansion(RunnerModelSweep request, Dialect dialect, List<ConfigView> configs, Runners runners) {
        this.request = request;
        this.dialect = dialect;
        this.configs = configs;
        this.runners = runners;
    }

    @Override
    public void emit(RowSink sink) {
        List<String> machines = machines();
        for (ConfigView config : configs) {
            if (!isSelected(config)) {
                continue;
            }
            Mapping item = target(config);
            if (item == null) {
                continue;
            }
            List<Mapping> rows = Expansion.mappings(Python.item(item, "search-space"));
            if (rows.isEmpty()) {
                throw ConfigException.of(
                        "ValueError", item.position(), "the search-space is empty. Write at least one row.");
            }
            if (config.isMultinode()) {
                multi(config, rows, machines, sink);
            } else {
                single(config, rows, machines, sink);
            }
        }
    }

    private List<String> machines() {
        List<String> all = runners.nodes(request.runnerType());
        if (all.isEmpty()) {
            throw ConfigException.of(
                    "UnknownRunner",
                    SourcePosition.NONE,
                    "Runner '" + request.runnerType() + "' does not exist in runner config '" + runners.source()
                            + "'. Must choose from existing runner types: '"
                            + String.join(", ", runners.labels().keySet()) + "'.");
        }
        String filter = request.runnerNodeFilter();
        if (filter == null || filter.isEmpty()) {
            return all;
        }
        List<String> matching =
                all.stream().filter(node -> node.contains(filter)).toList();
        if (matching.isEmpty()) {
            throw ConfigException.of(
                    "UnknownRunner",
                    SourcePosition.NONE,
                    "No runner nodes found matching filter '" + filter + "' for runner type '" + request.runnerType()
                            + "'.");
        }
        return matching;
    }

    private boolean isSelected(ConfigView config) {
        boolean prefix = request.modelPrefixes().isEmpty()
                || request.modelPrefixes().stream().anyMatch(config.key()::startsWith);
        return Python.text(config.field("runner")).equals(request.runnerType())
                && prefix
                && isWanted(request.precisions(), config, "precision")
                && isWanted(request.frameworks(), config, "framework")
                && config.isMultinode() != request.singleNode();
    }

    private static boolean isWanted(List<String> wanted, ConfigView config, String field) {
        return wanted.isEmpty() || wanted.contains(Python.text(config.field(field)));
    }

    private static @Nullable Mapping target(ConfigView config) {
        for (Value item : config.fixedSeqLen()) {
            Mapping mapping = Python.mapping(item);
            if (LENGTH.sameAs(Python.item(mapping, "isl")) && LENGTH.sameAs(Python.item(mapping, "osl"))) {
                return mapping;
            }
        }
        return null;
    }

    private void single(ConfigView config, List<Mapping> rows, List<String> machines, RowSink sink) {
        Mapping largest = rows.get(0);
        for (Mapping row : rows) {
            if (Python.compare(Python.item(row, "tp"), Python.item(largest, "tp")) > 0) {
                largest = row;
            }
        }
        Value conc = singleConc(largest);
        Value ep = ConfigView.notNull(largest.get("ep"), ONE);
        for (String machine : machines) {
            sink.row(tested(config, config.singleFixed(largest, LENGTH, LENGTH, ep, conc, machine)));
        }
    }

    private Value singleConc(Mapping row) {
        if (request.conc() != null) {
            return Value.whole(request.conc());
        }
        Value start = row.get("conc-start");
        if (start != null && start.isTruthy()) {
            return start;
        }
        return smallest(Python.items(Python.item(row, "conc-list", Value.list(List.of(ONE)))));
    }

    private void multi(ConfigView config, List<Mapping> rows, List<String> machines, RowSink sink) {
        Mapping lightest = rows.get(0);
        Value lowest = lowest(lightest);
        for (Mapping row : rows) {
            Value conc = lowest(row);
            if (conc != null && (lowest == null || Python.compare(conc, lowest) < 0)) {
                lightest = row;
                lowest = conc;
            }
        }
        Value conc = multiConc(lightest, lowest);
        for (String machine : machines) {
            Map<String, Value> row = config.multiFixed(lightest, LENGTH, LENGTH, Value.list(List.of(conc)), machine);
            if (dialect == Dialect.FEB) {
                row.put("prefill", described(lightest, "prefill"));
                row.put("decode", described(lightest, "decode"));
            }
            sink.row(tested(config, row));
        }
    }

    private Value multiConc(Mapping row, @Nullable Value lowest) {
        if (request.conc() != null) {
            return Value.whole(request.conc());
        }
        return lowest != null ? lowest : Python.item(row, "conc-start", ONE);
    }

    /** The smallest of a row's list; null for a row without one, which counts as larger than any. */
    private static @Nullable Value lowest(Mapping row) {
        Value list = row.get("conc-list");
        return list != null && list.isTruthy() ? smallest(Python.items(list)) : null;
    }

    private static Value smallest(List<Value> values) {
        Value smallest = values.get(0);
        for (Value value : values) {
            smallest = Python.compare(value, smallest) < 0 ? value : smallest;
        }
        return smallest;
    }

    /** FEB copies the known fields of a worker, with the default of its settings. */
    private static Value described(Mapping row, String role) {
        Mapping worker = Python.mapping(Python.item(row, role));
        Map<String, Value> values = new LinkedHashMap<>();
        for (String name : List.of("num-worker", "tp", "ep", "dp-attn")) {
            values.put(name, Python.item(worker, name));
        }
        values.put("additional-settings", Python.item(worker, "additional-settings", Value.list(List.of())));
        return Mapping.generated(values);
    }

    private static Map<String, Value> tested(ConfigView config, Map<String, Value> row) {
        row.put("max-model-len", CONTEXT);
        row.put("exp-name", Value.text(Python.text(config.field("model-prefix")) + "_test"));
        return row;
    }
}
