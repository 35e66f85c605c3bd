package io.infermark.matrix;

import io.infermark.config.Value;
import io.infermark.config.Value.Mapping;
import java.util.List;

/** Emits agentic rows: single-node concurrencies → machines, multi-node machines → concurrencies. */
final class AgenticRows {

    private AgenticRows() {}

    /** Fails as upstream does on a row whose topology is not that of its config, before anything else is looked at. */
    static void requireTopology(ConfigView config, Mapping row) {
        if (config.isMultinode()) {
            Python.mapping(Python.item(row, "prefill"));
            Python.mapping(Python.item(row, "decode"));
        } else {
            Python.item(row, "tp");
            Python.item(row, "kv-offloading");
        }
    }

    static void emit(
            ConfigView config, Mapping row, Value dramGb, List<Value> concs, List<String> machines, RowSink sink) {
        if (config.isMultinode()) {
            for (String machine : machines) {
                for (Value conc : concs) {
                    sink.row(config.multiAgentic(row, dramGb, conc, machine));
                }
            }
            return;
        }
        for (Value conc : concs) {
            for (String machine : machines) {
                sink.row(config.singleAgentic(row, dramGb, conc, machine));
            }
        }
    }
}
