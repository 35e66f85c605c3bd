package io.infermark.matrix;

import io.infermark.config.Value;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Identities of groups of rows. */
public final class RowKeys {

    private RowKeys() {}

    /** The values of some fields. */
    static String of(Map<String, Value> row, List<String> fields) {
        StringBuilder key = new StringBuilder(128);
        for (String field : fields) {
            Value value = row.get(field);
            if (value != null) {
                append(value, key);
            }
            key.append('\n');
        }
        return key.toString();
    }

    /** Everything but some fields, as a short digest: a million topologies must not cost their texts. */
    public static String without(Map<String, Value> row, Set<String> ignored) {
        StringBuilder text = new StringBuilder(512);
        appendEntries(row, ignored, text);
        return digest(text);
    }

    /**
     * 128 bits of two polynomials. A cryptographic digest costs a JVM that has just started more than all else that is done
     * with the row, and nobody gains from a collision here.
     */
    private static String digest(StringBuilder text) {
        long a = 0xcbf29ce484222325L;
        long b = 0x9e3779b97f4a7c15L;
        int length = text.length();
        for (int i = 0; i < length; i++) {
            char c = text.charAt(i);
            a = (a ^ c) * 0x100000001b3L;
            b = (b + c) * 0xff51afd7ed558ccdL;
            b ^= b >>> 29;
        }
        StringBuilder key = new StringBuilder(8);
        for (int shift = 0; shift < Long.SIZE; shift += Character.SIZE) {
            key.append((char) (a >>> shift)).append((char) (b >>> shift));
        }
        return key.toString();
    }

    private static void appendEntries(Map<String, Value> entries, Set<String> ignored, StringBuilder out) {
        String[] keys = entries.keySet().toArray(String[]::new);
        Arrays.sort(keys);
        out.append('{');
        for (String key : keys) {
            Value value = entries.get(key);
            if (value != null && !ignored.contains(key)) {
                out.append(key).append(':');
                append(value, out);
            }
        }
        out.append('}');
    }

    /** Unambiguous and equal for what Python holds for one key: 1, 1.0 and True. */
    private static void append(Value value, StringBuilder out) {
        if (value instanceof Value.Text text) {
            out.append(text.text().length()).append('"').append(text.text());
        } else if (value instanceof Value.Whole whole) {
            out.append(whole.number()).append(';');
        } else if (value instanceof Value.Flag flag) {
            out.append(flag.flag() ? '1' : '0').append(';');
        } else if (value instanceof Value.Real real) {
            appendReal(real.number(), out);
        } else if (value instanceof Value.Mapping mapping) {
            appendEntries(mapping.entries(), Set.of(), out);
        } else if (value instanceof Value.Sequence sequence) {
            out.append('[');
            sequence.items().forEach(item -> append(item, out));
            out.append(']');
        } else {
            out.append(value.pythonType()).append(';');
        }
    }

    private static void appendReal(double number, StringBuilder out) {
        if (Double.isFinite(number) && number == Math.rint(number)) {
            out.append(new BigDecimal(number).toBigInteger()).append(';');
        } else {
            out.append(number).append(';');
        }
    }
}
