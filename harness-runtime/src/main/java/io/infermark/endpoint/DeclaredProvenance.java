package io.infermark.endpoint;

import java.util.Locale;

/**
 * Where numbers come from: whether an engine really computed, and with which weights.
 *
 * @param engine {@code real}, {@code simulated} or {@code unknown}
 * @param weights {@code real}, {@code random}, {@code none} or {@code unknown}
 */
public record DeclaredProvenance(String engine, String weights) {
    /** The header by which a server declares it: {@code simulated}, or {@code engine=real; weights=random}. */
    public static final String HEADER = "X-Infermark-Provenance";

    /** Nothing was declared. */
    public static final DeclaredProvenance UNKNOWN = new DeclaredProvenance("unknown", "unknown");

    /** Reads the header's value; parts that are not known stay {@code unknown}. */
    public static DeclaredProvenance parse(String header) {
        String engine = "unknown";
        String weights = "unknown";
        for (String part : header.toLowerCase(Locale.ROOT).split("[;,]", -1)) {
            String value = part.substring(part.indexOf('=') + 1).strip();
            if (part.strip().startsWith("weights=")) {
                weights = value;
            } else if (value.equals("simulated") || value.equals("real")) {
                engine = value;
            }
        }
        return new DeclaredProvenance(
                engine, engine.equals("simulated") && weights.equals("unknown") ? "none" : weights);
    }

    /** Whether anything was declared. */
    public boolean known() {
        return !(engine.equals("unknown") && weights.equals("unknown"));
    }

    /** Whether no engine computed. */
    public boolean simulated() {
        return engine.equals("simulated");
    }
}
