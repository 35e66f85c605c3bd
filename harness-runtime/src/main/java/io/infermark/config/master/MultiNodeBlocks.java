package io.infermark.config.master;

import io.infermark.config.Value;
import io.infermark.config.Value.Mapping;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Rewrites {@code multi-node-configs} blocks (prefill-tp, decode-tp, …) as HEAD's rows with prefill and decode workers. */
final class MultiNodeBlocks {

    private static final List<String> AXES = List.of(
            "prefill-num-worker",
            "prefill-tp",
            "prefill-ep",
            "decode-num-worker",
            "decode-tp",
            "decode-ep",
            "dp-attn",
            "spec-decoding");

    private static final List<String> CONC = List.of("conc-start", "conc-end", "conc-list");

    private MultiNodeBlocks() {}

    /** Multiplies mappings along axes. */
    interface Product {
        List<Mapping> of(List<Mapping> start, List<String> axes);
    }

    /**
     * Expands blocks.
     *
     * @param lengths the entry's expanded fixed-length scenarios
     * @return fixed-length scenarios of multi-node rows, one a (block, length), in that order
     */
    static List<Value> expand(List<Value> blocks, List<Value> lengths, Product product) {
        List<Value> scenarios = new ArrayList<>();
        for (Value item : blocks) {
            Mapping block = (Mapping) item;
            List<Mapping> rows = product.of(List.of(block), AXES);
            if (block.get("isl") != null || block.get("osl") != null || lengths.isEmpty()) {
                scenarios.add(scenario(block, rows, null));
                continue;
            }
            for (Value length : lengths) {
                scenarios.add(scenario((Mapping) length, rows, (Mapping) length));
            }
        }
        return scenarios;
    }

    private static Mapping scenario(Mapping source, List<Mapping> blocks, @Nullable Mapping length) {
        Map<String, Value> scenario = new LinkedHashMap<>();
        copy(source, "isl", scenario);
        copy(source, "osl", scenario);
        List<Value> rows = new ArrayList<>();
        for (Mapping block : blocks) {
            boolean ownConc = CONC.stream().anyMatch(key -> block.get(key) != null);
            if (ownConc || length == null) {
                rows.add(row(block, block));
            } else {
                concurrencies(length).forEach(conc -> rows.add(row(block, conc)));
            }
        }
        scenario.put("search-space", Value.list(rows));
        return new Mapping(scenario, source.keyPositions(), source.position());
    }

    /** The distinct concurrency settings of a length's rows, in order. */
    private static List<Mapping> concurrencies(Mapping length) {
        List<Mapping> settings = new ArrayList<>();
        for (Value row : Rules.items(length, "search-space")) {
            Map<String, Value> setting = new LinkedHashMap<>();
            CONC.forEach(key -> copy((Mapping) row, key, setting));
            Mapping mapping = new Mapping(setting, Map.of(), row.position());
            if (settings.stream().noneMatch(mapping::sameAs)) {
                settings.add(mapping);
            }
        }
        return settings;
    }

    private static Mapping row(Mapping block, Mapping conc) {
        Map<String, Value> row = new LinkedHashMap<>();
        copy(block, "spec-decoding", row);
        row.put("prefill", worker(block, "prefill"));
        row.put("decode", worker(block, "decode"));
        copy(block, "router", row);
        copy(block, "kv-p2p-transfer", row);
        CONC.forEach(key -> copy(conc, key, row));
        return new Mapping(row, block.keyPositions(), block.position());
    }

    private static Mapping worker(Mapping block, String role) {
        Map<String, Value> worker = new LinkedHashMap<>();
        worker.put("num-worker", orOne(block.get(role + "-num-worker")));
        Value tp = block.get(role + "-tp");
        if (tp != null) {
            worker.put("tp", tp);
        }
        worker.put("ep", orOne(block.get(role + "-ep")));
        Value attention = block.get("dp-attn");
        worker.put("dp-attn", attention == null ? Value.flag(false) : attention);
        Value settings = block.get("additional-" + role + "-settings");
        if (settings != null) {
            worker.put("additional-settings", settings);
        }
        return new Mapping(worker, Map.of(), block.position());
    }

    private static Value orOne(@Nullable Value value) {
        return value == null ? Value.whole(1) : value;
    }

    private static void copy(Mapping from, String key, Map<String, Value> to) {
        Value value = from.get(key);
        if (value != null) {
            to.put(key, value);
        }
    }
}
