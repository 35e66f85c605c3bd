package io.infermark.config.master;

import io.infermark.config.Value;
import io.infermark.config.Value.Mapping;
import io.infermark.config.schema.Check.Broken;
import io.infermark.validation.Code;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Where router and KV transfer may be declared: at the top of an entry or in its rows, never in both. */
final class ComponentScope {

    private static final List<String> COMPONENTS = List.of("router", "kv-p2p-transfer");

    private ComponentScope() {}

    static @Nullable Broken violation(Mapping entry) {
        List<Mapping> rows = rows(entry);
        for (String component : COMPONENTS) {
            if (Rules.isSet(entry, component) && anyRowSets(rows, component)) {
                return Rules.broken(
                        Code.COMPONENT_TWICE,
                        component + " must be declared either at the top level or in search-space entries, not both");
            }
        }
        boolean multinode = entry.get("multinode") instanceof Value.Flag flag && flag.flag();
        if (!multinode && anyRowSets(rows, "kv-p2p-transfer")) {
            return Rules.broken(Code.TRANSFER_WITHOUT_WORKERS, "kv-p2p-transfer is only valid when multinode=true");
        }
        boolean disagg = entry.get("disagg") instanceof Value.Flag flag && flag.flag();
        if (disagg && !Rules.isSet(entry, "kv-p2p-transfer") && !everyRowSets(rows, "kv-p2p-transfer")) {
            return Rules.broken(
                    Code.TRANSFER_MISSING,
                    "disagg=true requires kv-p2p-transfer at the top level or in every search-space entry");
        }
        return null;
    }

    private static List<Mapping> rows(Mapping entry) {
        List<Mapping> rows = new ArrayList<>();
        if (entry.get("scenarios") instanceof Mapping scenarios) {
            for (String kind : List.of("fixed-seq-len", "agentic-coding")) {
                for (Value item : Rules.items(scenarios, kind)) {
                    if (item instanceof Mapping scenario) {
                        Rules.items(scenario, "search-space").forEach(row -> addRow(row, rows));
                    }
                }
            }
        }
        return rows;
    }

    private static void addRow(Value row, List<Mapping> rows) {
        if (row instanceof Mapping mapping) {
            rows.add(mapping);
        }
    }

    private static boolean anyRowSets(List<Mapping> rows, String component) {
        return rows.stream().anyMatch(row -> Rules.isSet(row, component));
    }

    private static boolean everyRowSets(List<Mapping> rows, String component) {
        return !rows.isEmpty() && rows.stream().allMatch(row -> Rules.isSet(row, component));
    }
}
