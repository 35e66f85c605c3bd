package io.infermark.priority;

import com.fasterxml.jackson.databind.JsonNode;
import io.infermark.compat.PythonText;
import io.infermark.model.Fingerprint;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** Names a row of a matrix in its queue: the first 32 hex digits of the SHA-256 of {@code namespace:path:json}, the JSON as Python writes it compact and sorted. */
public final class QueueToken {
    private static final int DIGITS = 32;

    private QueueToken() {}

    /**
     * The token of a row.
     *
     * @param path keys and indices from the root of the matrix to it
     */
    public static String of(JsonNode row, String namespace, List<String> path) {
        StringBuilder material = new StringBuilder();
        material.append(namespace).append(':').append(String.join("/", path)).append(':');
        append(row, material);
        byte[] hash = Fingerprint.sha256().digest(material.toString().getBytes(StandardCharsets.UTF_8));
        return HexFormat.of().formatHex(hash).substring(0, DIGITS);
    }

    private static void append(JsonNode value, StringBuilder out) {
        if (value.isObject()) {
            SortedMap<String, JsonNode> members = new TreeMap<>();
            value.properties().forEach(member -> members.put(member.getKey(), member.getValue()));
            String separator = "{";
            for (Map.Entry<String, JsonNode> member : members.entrySet()) {
                out.append(separator);
                quote(member.getKey(), out);
                out.append(':');
                append(member.getValue(), out);
                separator = ",";
            }
            out.append(members.isEmpty() ? "{}" : "}");
        } else if (value.isArray()) {
            out.append('[');
            for (int i = 0; i < value.size(); i++) {
                out.append(i == 0 ? "" : ",");
                append(value.get(i), out);
            }
            out.append(']');
        } else if (value.isTextual()) {
            quote(value.asText(), out);
        } else {
            out.append(value.isFloatingPointNumber() ? PythonText.real(value.asDouble()) : value.asText());
        }
    }

    private static void quote(String text, StringBuilder out) {
        out.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            int escaped = "\"\\\n\r\t\b\f".indexOf(c);
            if (escaped >= 0) {
                out.append('\\').append("\"\\nrtbf".charAt(escaped));
            } else if (c >= ' ' && c <= '~') {
                out.append(c);
            } else {
                out.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
            }
        }
        out.append('"');
    }
}
