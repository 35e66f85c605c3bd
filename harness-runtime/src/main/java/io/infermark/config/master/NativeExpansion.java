package io.infermark.config.master;

import io.infermark.config.ConfigException;
import io.infermark.config.Problem;
import io.infermark.config.Value;
import io.infermark.config.Value.Mapping;
import io.infermark.config.master.MasterFile.Entry;
import io.infermark.config.schema.Model;
import io.infermark.config.schema.Outcome;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Expands the sugar of native entries into HEAD's form.
 *
 * <p>Lists multiply in the order of {@link NativeSchemas#ROW_AXES}, the first field varying slowest, whatever their order in
 * the file; of a multi-node row prefill's fields come first, then decode's, then {@code spec-decoding}. {@code multinode} is
 * inferred. {@code multi-node-configs} become a second, multi-node entry of the same key: each block runs at its own
 * {@code isl}/{@code osl} or else at every length of the entry, with its own concurrencies or else with those of that length.
 */
final class NativeExpansion {

    /** Steps that lists may expand to in one load, about eight a row; more is a typing error, not a sweep. */
    private static final int MAX_STEPS = 800_000;

    private static final Model ENTRY = NativeSchemas.entry();

    private final List<Problem> errors;
    private int steps;

    NativeExpansion(List<Problem> errors) {
        this.errors = errors;
    }

    List<Entry> expand(List<Entry> entries) {
        List<Entry> expanded = new ArrayList<>();
        for (Entry entry : entries) {
            Outcome outcome = ENTRY.read(entry.value());
            if (outcome.isValid()) {
                expanded.addAll(halves(entry.key(), (Mapping) outcome.dump()));
            } else {
                errors.addAll(Violations.problems(
                        "Master config entry '" + entry.key() + "' failed validation", outcome.violations()));
            }
        }
        return expanded;
    }

    private List<Entry> halves(String key, Mapping entry) {
        List<Entry> halves = new ArrayList<>();
        List<Value> fixed = new ArrayList<>();
        Mapping scenarios = entry.get("scenarios") instanceof Mapping mapping ? mapping : null;
        for (Value item : scenarios == null ? List.<Value>of() : Rules.items(scenarios, "fixed-seq-len")) {
            fixed.add(withRows((Mapping) item));
        }
        for (Value item : Rules.items(entry, "seq-len-configs")) {
            fixed.add(withRows((Mapping) item));
        }
        List<Value> agentic = new ArrayList<>();
        for (Value item : scenarios == null ? List.<Value>of() : Rules.items(scenarios, "agentic-coding")) {
            agentic.add(withRows((Mapping) item));
        }
        List<Value> blocks = Rules.items(entry, "multi-node-configs");
        if (!fixed.isEmpty() || !agentic.isEmpty() || blocks.isEmpty()) {
            boolean multinode = hasWorkers(fixed) || hasWorkers(agentic);
            Value stated = entry.get("multinode");
            boolean stays = multinode || blocks.isEmpty();
            halves.add(new Entry(
                    key, half(entry, stated == null ? Value.flag(multinode) : stated, fixed, agentic, stays)));
        }
        if (!blocks.isEmpty()) {
            List<Value> items = MultiNodeBlocks.expand(blocks, fixed, this::product);
            halves.add(new Entry(key, half(entry, Value.flag(true), items, List.of(), true)));
        }
        return halves;
    }

    private static boolean hasWorkers(List<Value> scenarios) {
        return scenarios.stream()
                .flatMap(item -> Rules.items((Mapping) item, "search-space").stream())
                .anyMatch(row -> ((Mapping) row).get("prefill") != null || ((Mapping) row).get("decode") != null);
    }

    /** Transfer and disaggregation of an entry with a multi-node half belong to that half alone. */
    private static Mapping half(
            Mapping entry, Value multinode, List<Value> fixed, List<Value> agentic, boolean ownsTransfer) {
        Map<String, Value> values = new LinkedHashMap<>(entry.entries());
        values.keySet().removeAll(List.of("scenarios", "seq-len-configs", "multi-node-configs"));
        if (!ownsTransfer) {
            values.remove("disagg");
            values.remove("kv-p2p-transfer");
        }
        values.put("multinode", multinode);
        Map<String, Value> scenarios = new LinkedHashMap<>();
        if (!fixed.isEmpty()) {
            scenarios.put("fixed-seq-len", Value.list(fixed));
        }
        if (!agentic.isEmpty()) {
            scenarios.put("agentic-coding", Value.list(agentic));
        }
        values.put("scenarios", new Mapping(scenarios, Map.of(), entry.position()));
        return new Mapping(values, entry.keyPositions(), entry.position());
    }

    private Mapping withRows(Mapping scenario) {
        List<Value> expanded = new ArrayList<>();
        for (Value row : Rules.items(scenario, "search-space")) {
            expanded.addAll(rows((Mapping) row));
        }
        return scenario.with("search-space", new Value.Sequence(expanded, scenario.position()));
    }

    private List<Mapping> rows(Mapping row) {
        List<Mapping> products = List.of(row);
        for (String role : List.of("prefill", "decode")) {
            Mapping worker = row.get(role) instanceof Mapping mapping ? mapping : null;
            if (worker != null) {
                products = nested(products, role, product(List.of(worker), NativeSchemas.WORKER_AXES));
            }
        }
        return product(products, NativeSchemas.ROW_AXES);
    }

    private List<Mapping> nested(List<Mapping> rowsSoFar, String role, List<Mapping> workers) {
        List<Mapping> products = new ArrayList<>();
        for (Mapping row : rowsSoFar) {
            for (Mapping worker : workers) {
                products.add(counted(row.with(role, worker)));
            }
        }
        return products;
    }

    /** Replaces each list of the axes by its members, the first axis varying slowest. */
    private List<Mapping> product(List<Mapping> start, List<String> axes) {
        List<Mapping> products = start;
        for (String axis : axes) {
            List<Mapping> next = new ArrayList<>();
            for (Mapping mapping : products) {
                List<Value> members = Rules.items(mapping, axis);
                if (members.isEmpty()) {
                    next.add(mapping);
                }
                for (Value member : members) {
                    next.add(counted(mapping.with(axis, member)));
                }
            }
            products = next;
        }
        return products;
    }

    private Mapping counted(Mapping mapping) {
        if (++steps > MAX_STEPS) {
            throw ConfigException.of(
                    "ExpansionTooLarge",
                    mapping.position(),
                    "the lists of this row and of those before it multiply to more than " + MAX_STEPS / 8
                            + " rows. Shorten them.");
        }
        return mapping;
    }
}
