package io.infermark.changelog;

import io.infermark.config.ConfigException;
import io.infermark.config.SourcePosition;
import io.infermark.config.Value;
import io.infermark.matrix.CanonicalJson;
import io.infermark.matrix.RowKeys;
import io.infermark.model.Fingerprint;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Operations on generated rows. */
public final class Rows {

    /** Fields of a point; everything else is its recipe. */
    private static final Set<String> POINT = Set.of("conc", "exp-name", "recipe-fingerprint");

    private static final Set<String> LOAD = Set.of("conc", "exp-name");

    private Rows() {}

    /** SHA-256 of the canonical JSON of a row without concurrency, experiment name and fingerprint, in hexadecimal. */
    public static String recipeFingerprint(Map<String, Value> row) {
        Map<String, Value> recipe = new LinkedHashMap<>(row);
        recipe.keySet().removeAll(POINT);
        byte[] text = CanonicalJson.of(Value.Mapping.generated(recipe)).getBytes(StandardCharsets.UTF_8);
        return HexFormat.of().formatHex(Fingerprint.sha256().digest(text));
    }

    /** Identity of a curve: a row without what distinguishes its points. */
    static String curve(Map<String, Value> row) {
        return RowKeys.without(row, POINT);
    }

    /**
     * Keeps the lowest concurrency of each topology: of single-node rows that differ in concurrency and name alone one
     * remains, multi-node rows keep the smallest of their list.
     */
    public static List<Map<String, Value>> trimConc(List<Map<String, Value>> rows) {
        Map<String, Integer> lowest = new HashMap<>();
        List<Map<String, Value>> kept = new ArrayList<>();
        for (Map<String, Value> row : rows) {
            if (isMultinode(row)) {
                kept.add(trimmed(row));
                continue;
            }
            String group = RowKeys.without(row, LOAD);
            Integer rival = lowest.get(group);
            if (rival == null || number(row.get("conc")).compareTo(number(conc(kept, rival))) < 0) {
                if (rival != null) {
                    kept.set(rival, Map.of());
                }
                lowest.put(group, kept.size());
                kept.add(row);
            }
        }
        kept.removeIf(Map::isEmpty);
        return kept;
    }

    private static Value conc(List<Map<String, Value>> rows, int index) {
        return orNothing(rows.get(index).get("conc"));
    }

    private static Map<String, Value> trimmed(Map<String, Value> row) {
        if (!(row.get("conc") instanceof Value.Sequence list) || list.items().size() < 2) {
            return row;
        }
        Value smallest = list.items().get(0);
        for (Value value : list.items()) {
            smallest = number(value).compareTo(number(smallest)) < 0 ? value : smallest;
        }
        Map<String, Value> copy = new LinkedHashMap<>(row);
        copy.put("conc", Value.list(List.of(smallest)));
        return copy;
    }

    /** Whether a row has prefill and decode workers. */
    static boolean isMultinode(Map<String, Value> row) {
        Value prefill = row.get("prefill");
        return prefill != null && !(prefill instanceof Value.Nothing);
    }

    static boolean isAgentic(Map<String, Value> row) {
        return row.get("scenario-type") instanceof Value.Text type
                && type.text().equals("agentic-coding");
    }

    /** Concurrencies of a row, which are one integer or a non-empty list of integers. */
    static List<Value> concurrencies(Map<String, Value> row) {
        Value conc = orNothing(row.get("conc"));
        if (isInteger(conc)) {
            return List.of(conc);
        }
        if (conc instanceof Value.Sequence list
                && !list.items().isEmpty()
                && list.items().stream().allMatch(Rows::isInteger)) {
            return list.items();
        }
        throw ConfigException.of(
                "AppendOnly",
                conc.position(),
                "append-only matrix entry has invalid concurrency value: " + represented(conc));
    }

    static boolean isInteger(Value value) {
        return value instanceof Value.Whole || value instanceof Value.Flag;
    }

    static Value orNothing(@Nullable Value value) {
        return value == null ? new Value.Nothing(SourcePosition.NONE) : value;
    }

    /** The integer of a concurrency. */
    static BigInteger number(@Nullable Value value) {
        if (value instanceof Value.Whole whole) {
            return whole.number();
        }
        if (value instanceof Value.Flag flag) {
            return flag.flag() ? BigInteger.ONE : BigInteger.ZERO;
        }
        Value known = orNothing(value);
        throw ConfigException.of(
                "TypeError",
                known.position(),
                "a concurrency must be an integer, not " + represented(known) + ", a '" + known.pythonType() + "'.");
    }

    /** Python's {@code repr}. */
    static String represented(Value value) {
        if (value instanceof Value.Text text) {
            return "'" + text.text() + "'";
        }
        if (value instanceof Value.Nothing) {
            return "None";
        }
        if (value instanceof Value.Flag flag) {
            return flag.flag() ? "True" : "False";
        }
        if (value instanceof Value.Sequence list) {
            return "["
                    + String.join(
                            ", ", list.items().stream().map(Rows::represented).toList()) + "]";
        }
        return CanonicalJson.of(value);
    }
}
