package io.infermark.config.master;

import io.infermark.config.ConfigException;
import io.infermark.config.SourcePosition;
import io.infermark.config.Value;
import io.infermark.config.Value.Mapping;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Recognises the dialect of master files.
 *
 * <p>A top-level {@code dialect: feb|head|native} decides. Otherwise an entry with {@code multi-node-configs}, without
 * {@code multinode}, or with a list where upstream has a scalar is native; one with {@code scenarios} is head; one with
 * {@code seq-len-configs} is feb. Native is a superset of head, so head entries may stand beside native ones.
 */
final class DialectDetector {

    /** The top-level key that names the dialect of a file. */
    static final String MARKER = "dialect";

    private static final List<String> SCALARS =
            List.of("tp", "pp", "dcp-size", "pcp-size", "ep", "dp-attn", "spec-decoding");

    private DialectDetector() {}

    static Dialect detect(List<Mapping> files) {
        Map<Dialect, Value> seen = new EnumMap<>(Dialect.class);
        for (Mapping file : files) {
            Value marker = file.get(MARKER);
            if (marker instanceof Value.Text text) {
                seen.putIfAbsent(named(text), text);
                continue;
            }
            for (Value entry : file.entries().values()) {
                if (entry instanceof Mapping mapping) {
                    seen.putIfAbsent(of(mapping), entry);
                }
            }
        }
        if (seen.containsKey(Dialect.FEB) && seen.size() > 1) {
            conflict(seen);
        }
        if (seen.containsKey(Dialect.NATIVE)) {
            return Dialect.NATIVE;
        }
        return seen.containsKey(Dialect.FEB) ? Dialect.FEB : Dialect.HEAD;
    }

    private static void conflict(Map<Dialect, Value> seen) {
        List<String> where = new ArrayList<>();
        seen.forEach((dialect, value) -> where.add(value.position() + " is " + dialect.label()));
        Value feb = seen.get(Dialect.FEB);
        throw ConfigException.of(
                "DialectConflict",
                feb == null ? SourcePosition.NONE : feb.position(),
                "the files mix dialects: " + String.join(", ", where) + ". Force one with --dialect, or convert.");
    }

    private static Dialect named(Value.Text name) {
        for (Dialect dialect : Dialect.values()) {
            if (dialect.label().equals(name.text().toLowerCase(Locale.ROOT))) {
                return dialect;
            }
        }
        throw ConfigException.of(
                "UnknownDialect", name.position(), "'" + name.text() + "' is no dialect. Write feb, head or native.");
    }

    private static Dialect of(Mapping entry) {
        boolean scenarios = entry.get("scenarios") != null;
        boolean seqLens = entry.get("seq-len-configs") != null || entry.get("seq_len_configs") != null;
        if (entry.get("multi-node-configs") != null || hasLists(entry) || (scenarios && seqLens)) {
            return Dialect.NATIVE;
        }
        if (entry.get("multinode") == null && (scenarios || seqLens)) {
            return Dialect.NATIVE;
        }
        return seqLens ? Dialect.FEB : Dialect.HEAD;
    }

    private static boolean hasLists(Value value) {
        if (value instanceof Value.Sequence sequence) {
            return sequence.items().stream().anyMatch(DialectDetector::hasLists);
        }
        if (value instanceof Mapping mapping) {
            for (Map.Entry<String, Value> item : mapping.entries().entrySet()) {
                boolean list = item.getValue() instanceof Value.Sequence && SCALARS.contains(item.getKey());
                if (list || hasLists(item.getValue())) {
                    return true;
                }
            }
        }
        return false;
    }
}
