package io.infermark.changelog;

import io.infermark.config.ConfigException;
import io.infermark.config.SourcePosition;
import io.infermark.config.Value;
import io.infermark.config.Value.Mapping;
import io.infermark.config.master.MasterFile;
import io.infermark.config.master.MasterFile.Entry;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Append-only changes: everything that ran before still runs, unchanged, and only what is new runs now.
 *
 * <p>A curve is a row without its concurrency; new points may extend a curve or begin one, as long as a visual series with
 * the same image exists already.
 */
public final class AppendOnly {

    private AppendOnly() {}

    /**
     * The rows of the head revision that the base revision lacks.
     *
     * @throws ConfigException when a curve or point was removed, nothing was added, or an addition belongs to no series
     */
    public static List<Map<String, Value>> delta(List<Map<String, Value>> base, List<Map<String, Value>> head) {
        Map<String, Set<BigInteger>> before = curves(base);
        Map<String, Set<BigInteger>> after = curves(head);
        if (before.isEmpty()) {
            throw refused("append-only requires an existing curve in the base revision");
        }
        if (!after.keySet().containsAll(before.keySet())) {
            throw refused("append-only may not remove or modify existing generated recipes");
        }
        before.forEach((curve, concs) -> {
            TreeSet<BigInteger> removed = new TreeSet<>(concs);
            removed.removeAll(after.getOrDefault(curve, Set.of()));
            if (!removed.isEmpty()) {
                throw refused("append-only may not remove existing concurrency points: " + removed);
            }
        });
        List<Map<String, Value>> delta = additions(head, before);
        if (delta.isEmpty()) {
            throw refused("append-only did not add any generated points");
        }
        requireSeries(base, delta);
        return delta;
    }

    private static Map<String, Set<BigInteger>> curves(List<Map<String, Value>> rows) {
        Map<String, Set<BigInteger>> curves = new LinkedHashMap<>();
        for (Map<String, Value> row : rows) {
            Set<BigInteger> concs = curves.computeIfAbsent(Rows.curve(row), curve -> new HashSet<>());
            Rows.concurrencies(row).forEach(conc -> concs.add(Rows.number(conc)));
        }
        return curves;
    }

    private static List<Map<String, Value>> additions(
            List<Map<String, Value>> head, Map<String, Set<BigInteger>> before) {
        List<Map<String, Value>> delta = new ArrayList<>();
        Map<String, Set<BigInteger>> known = new HashMap<>();
        before.forEach((curve, concs) -> known.put(curve, new HashSet<>(concs)));
        for (Map<String, Value> row : head) {
            Set<BigInteger> seen = known.computeIfAbsent(Rows.curve(row), curve -> new HashSet<>());
            List<Value> added = Rows.concurrencies(row).stream()
                    .filter(conc -> seen.add(Rows.number(conc)))
                    .toList();
            if (added.isEmpty()) {
                continue;
            }
            Map<String, Value> copy = new LinkedHashMap<>(row);
            if (row.get("conc") instanceof Value.Sequence) {
                copy.put("conc", Value.list(added));
            }
            delta.add(copy);
        }
        return delta;
    }

    private static void requireSeries(List<Map<String, Value>> base, List<Map<String, Value>> delta) {
        Map<String, Set<String>> images = new HashMap<>();
        for (Map<String, Value> row : base) {
            images.computeIfAbsent(VisualSeries.of(row), series -> new HashSet<>())
                    .add(image(row));
        }
        for (Map<String, Value> row : delta) {
            boolean named = row.get("image") instanceof Value.Text;
            if (!named || !Set.of(image(row)).equals(images.get(VisualSeries.of(row)))) {
                throw refused(
                        "append-only additions must belong to an existing visual curve with one unchanged non-null"
                                + " image");
            }
        }
    }

    private static String image(Map<String, Value> row) {
        return Rows.represented(Rows.orNothing(row.get("image")));
    }

    /**
     * Requires that a change touches nothing outside what its entries select.
     *
     * @param selected scenario types by config key
     * @throws ConfigException when it does
     */
    static void requireScope(MasterFile base, MasterFile head, Map<String, Set<String>> selected) {
        Map<String, Value> before = byKey(base);
        Map<String, Value> after = byKey(head);
        TreeSet<String> unrelated = new TreeSet<>(before.keySet());
        unrelated.addAll(after.keySet());
        unrelated.removeIf(key -> selected.containsKey(key) || same(before.get(key), after.get(key)));
        if (!unrelated.isEmpty()) {
            throw refused("append-only PR changed configs not selected by its changelog entry: "
                    + Rows.represented(
                            Value.list(unrelated.stream().map(Value::text).toList())));
        }
        selected.forEach((key, scenarios) -> requireScope(key, before.get(key), after.get(key), scenarios));
    }

    private static Map<String, Value> byKey(MasterFile file) {
        Map<String, Value> entries = new LinkedHashMap<>();
        for (Entry entry : file.entries()) {
            entries.merge(entry.key(), entry.value(), (single, multi) -> Value.list(List.of(single, multi)));
        }
        return entries;
    }

    private static boolean same(@Nullable Value a, @Nullable Value b) {
        return a != null && b != null && a.sameAs(b);
    }

    private static void requireScope(String key, @Nullable Value base, @Nullable Value head, Set<String> allowed) {
        List<Value> before = halves(base);
        List<Value> after = halves(head);
        if (before.size() != after.size()) {
            throw refused("append-only added or removed the multi-node half of config '" + key + "'");
        }
        for (int i = 0; i < before.size(); i++) {
            requireScope(key, (Mapping) before.get(i), (Mapping) after.get(i), allowed);
        }
    }

    /** The single-node and the multi-node half of a native entry that has both. */
    private static List<Value> halves(@Nullable Value config) {
        if (config instanceof Value.Sequence both) {
            return both.items();
        }
        return config == null ? List.of() : List.of(config);
    }

    private static void requireScope(String key, Mapping before, Mapping after, Set<String> allowed) {
        Map<String, Value> beforeScenarios = scenarios(before);
        Map<String, Value> afterScenarios = scenarios(after);
        if (!beforeScenarios.keySet().equals(afterScenarios.keySet())) {
            throw refused("append-only added or removed a scenario in config '" + key + "'");
        }
        boolean wholeConfig = allowed.containsAll(beforeScenarios.keySet());
        if (!wholeConfig && !topLevel(before).sameAs(topLevel(after))) {
            throw refused(
                    "append-only changed config-wide fields that can affect scenarios outside its changelog scope: '"
                            + key + "'");
        }
        beforeScenarios.forEach((scenario, value) -> {
            if (!allowed.contains(scenario) && !same(value, afterScenarios.get(scenario))) {
                throw refused("append-only changed a scenario outside its changelog scope: '" + key + "' / '" + scenario
                        + "'");
            }
        });
    }

    private static Map<String, Value> scenarios(Mapping config) {
        return config.get("scenarios") instanceof Mapping scenarios ? scenarios.entries() : Map.of();
    }

    private static Mapping topLevel(Mapping config) {
        Map<String, Value> fields = new LinkedHashMap<>(config.entries());
        fields.remove("scenarios");
        return Mapping.generated(fields);
    }

    private static ConfigException refused(String message) {
        return ConfigException.of("AppendOnly", SourcePosition.NONE, message);
    }
}
