package io.infermark.matrix;

import io.infermark.config.Value;
import java.math.BigDecimal;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * Python's {@code json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=True)}: the text that fingerprints
 * are made of, equal for equal values.
 */
public final class CanonicalJson {

    private CanonicalJson() {}

    /** The text of a value. */
    public static String of(Value value) {
        StringBuilder out = new StringBuilder();
        append(value, out);
        return out.toString();
    }

    static void append(Value value, StringBuilder out) {
        append(value, true, out);
    }

    /** The same with the keys in their own order where they are not to be sorted. */
    static void append(Value value, boolean sorted, StringBuilder out) {
        if (value instanceof Value.Text text) {
            quote(text.text(), out);
        } else if (value instanceof Value.Whole whole) {
            out.append(whole.number());
        } else if (value instanceof Value.Real real) {
            out.append(real(real.number()));
        } else if (value instanceof Value.Flag flag) {
            out.append(flag.flag());
        } else if (value instanceof Value.Sequence sequence) {
            appendList(sequence, sorted, out);
        } else if (value instanceof Value.Mapping mapping) {
            appendMapping(mapping.entries(), sorted, out);
        } else if (value instanceof Value.Timestamp timestamp) {
            quote(timestamp.text(), out);
        } else {
            out.append("null");
        }
    }

    private static void appendList(Value.Sequence sequence, boolean sorted, StringBuilder out) {
        out.append('[');
        String separator = "";
        for (Value item : sequence.items()) {
            out.append(separator);
            append(item, sorted, out);
            separator = ",";
        }
        out.append(']');
    }

    static void appendMapping(Map<String, Value> entries, StringBuilder out) {
        appendMapping(entries, true, out);
    }

    static void appendMapping(Map<String, Value> entries, boolean sorted, StringBuilder out) {
        out.append('{');
        String separator = "";
        for (Map.Entry<String, Value> entry : (sorted ? new TreeMap<>(entries) : entries).entrySet()) {
            out.append(separator);
            quote(Value.Mapping.display(entry.getKey()), out);
            out.append(':');
            append(entry.getValue(), sorted, out);
            separator = ",";
        }
        out.append('}');
    }

    private static void quote(String text, StringBuilder out) {
        out.append('"');
        int copied = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < ' ' || c > '~' || c == '"' || c == '\\') {
                out.append(text, copied, i);
                escape(c, out);
                copied = i + 1;
            }
        }
        out.append(text, copied, text.length()).append('"');
    }

    private static void escape(char c, StringBuilder out) {
        switch (c) {
            case '"' -> out.append("\\\"");
            case '\\' -> out.append("\\\\");
            case '\n' -> out.append("\\n");
            case '\r' -> out.append("\\r");
            case '\t' -> out.append("\\t");
            case '\b' -> out.append("\\b");
            case '\f' -> out.append("\\f");
            default -> out.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
        }
    }

    /** Python's {@code repr} of a float: the shortest digits that read back as the same number. */
    static String real(double number) {
        if (Double.isNaN(number)) {
            return "NaN";
        }
        if (Double.isInfinite(number)) {
            return number > 0 ? "Infinity" : "-Infinity";
        }
        if (number == 0) {
            return 1 / number < 0 ? "-0.0" : "0.0";
        }
        String scientific = "";
        for (int digits = 0; digits <= 16; digits++) {
            scientific = String.format(Locale.ROOT, "%." + digits + "e", number);
            if (Double.parseDouble(scientific) == number) {
                break;
            }
        }
        int e = scientific.indexOf('e');
        int exponent = Integer.parseInt(scientific.substring(e + 1));
        if (exponent >= -4 && exponent < 16) {
            String plain = new BigDecimal(scientific).toPlainString();
            return plain.indexOf('.') < 0 ? plain + ".0" : plain;
        }
        return scientific;
    }
}
