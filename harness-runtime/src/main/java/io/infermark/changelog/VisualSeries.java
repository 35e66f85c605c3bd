package io.infermark.changelog;

import io.infermark.config.Value;
import io.infermark.config.Value.Mapping;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Identity of the line in the dashboard on which a row's points lie. */
final class VisualSeries {

    private VisualSeries() {}

    static String of(Map<String, Value> row) {
        boolean agentic = Rows.isAgentic(row);
        StringBuilder key = new StringBuilder();
        for (String field : List.of("model", "model-prefix", "precision", "framework", "runner")) {
            append(row.get(field), key);
        }
        Value disagg = row.get("disagg");
        key.append(disagg != null && disagg.isTruthy())
                .append('\n')
                .append(agentic)
                .append('\n');
        if (!agentic) {
            append(row.get("isl"), key);
            append(row.get("osl"), key);
            append(row.containsKey("spec-decoding") ? row.get("spec-decoding") : Value.text("none"), key);
        }
        key.append(isOffloading(row)).append('\n');
        append(hardware(row, "prefill"), key);
        append(hardware(row, "decode"), key);
        return key.toString();
    }

    private static boolean isOffloading(Map<String, Value> row) {
        Value mode = Rows.orNothing(row.get("kv-offloading"));
        boolean off = mode instanceof Value.Nothing
                || Value.text("").sameAs(mode)
                || Value.text("none").sameAs(mode);
        return !off;
    }

    private static Value hardware(Map<String, Value> row, String role) {
        return row.get(role) instanceof Mapping worker ? Rows.orNothing(worker.get("hardware")) : Rows.orNothing(null);
    }

    private static void append(@Nullable Value value, StringBuilder key) {
        key.append(Rows.represented(Rows.orNothing(value))).append('\n');
    }
}
