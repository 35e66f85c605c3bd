package io.infermark.summary;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.infermark.compat.PythonText;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The tables of {@code compare_results.py}, with a folder of aggregates as the baseline where upstream asks its database: the last row of the baseline that has the same hardware, model,
 * framework, precision, speculation, topology, lengths and concurrency.
 */
public final class ResultComparison {
    private static final List<String> SINGLE = List.of("tp", "ep", "dp_attention");
    private static final List<String> MULTI = List.of(
            "prefill_tp", "prefill_ep", "prefill_dp_attention", "decode_tp", "decode_ep", "decode_dp_attention");

    private ResultComparison() {}

    /** Hardware of a runner label: lower case, without one of the suffixes {@code -multinode}, {@code -trt} and {@code -disagg} at its end. */
    public static String hardware(String runner) {
        return runner.replaceFirst("-(multinode|trt|disagg)$", "").toLowerCase(Locale.ROOT);
    }

    /** The Markdown; a sentence if there is nothing to compare. */
    public static String of(List<ObjectNode> current, List<ObjectNode> baseline) {
        List<ObjectNode> rows = current.stream()
                .filter(row -> !row.path("scenario_type").asText().equals("agentic-coding"))
                .sorted(order())
                .toList();
        if (rows.isEmpty()) {
            return "No benchmark results found to compare.\n";
        }
        StringBuilder out = new StringBuilder();
        List<ObjectNode> single = rows.stream().filter(row -> !multi(row)).toList();
        List<ObjectNode> several = rows.stream().filter(ResultComparison::multi).toList();
        if (!single.isEmpty()) {
            table(out, "Single-Node", single, baseline, List.of("TP", "EP", "DP Attention"), SINGLE);
            out.append('\n');
        }
        if (!several.isEmpty()) {
            table(
                    out,
                    "Multi-Node",
                    several,
                    baseline,
                    List.of("Prefill TP", "Prefill EP", "Decode TP", "Decode EP"),
                    List.of("prefill_tp", "prefill_ep", "decode_tp", "decode_ep"));
        }
        return out.toString();
    }

    private static boolean multi(ObjectNode row) {
        return PythonText.truthy(row.path("is_multinode"));
    }

    private static Comparator<ObjectNode> order() {
        return Comparator.comparing((ObjectNode row) -> text(row, "infmax_model_prefix"))
                .thenComparing(row -> hardware(text(row, "hw")))
                .thenComparing(row -> text(row, "framework"))
                .thenComparing(row -> row.path("isl").asLong())
                .thenComparing(row -> row.path("osl").asLong())
                .thenComparing(row -> row.path("conc").asLong());
    }

    private static String text(ObjectNode row, String name) {
        return Aggregates.member(row, name).asText();
    }

    private static void table(
            StringBuilder out,
            String kind,
            List<ObjectNode> rows,
            List<ObjectNode> baseline,
            List<String> topologyHeaders,
            List<String> topology) {
        List<String> headers =
                new ArrayList<>(List.of("Model", "Served Model", "Hardware", "Framework", "Precision", "ISL", "OSL"));
        headers.addAll(topologyHeaders);
        headers.add("Conc");
        ComparedMetric.ALL.forEach(metric -> headers.addAll(List.of(metric.header(), metric.header() + " Delta")));
        GithubTable table = new GithubTable(headers);
        for (ObjectNode row : rows) {
            JsonNode before = find(row, baseline);
            List<JsonNode> cells = new ArrayList<>();
            cells.add(Aggregates.member(row, "infmax_model_prefix"));
            cells.add(Aggregates.member(row, "model"));
            cells.add(GithubTable.text(hardware(text(row, "hw")).toUpperCase(Locale.ROOT)));
            cells.add(GithubTable.text(text(row, "framework").toUpperCase(Locale.ROOT)));
            cells.add(GithubTable.text(text(row, "precision").toUpperCase(Locale.ROOT)));
            Stream.of("isl", "osl").forEach(name -> cells.add(Aggregates.member(row, name)));
            topology.forEach(name -> cells.add(Aggregates.member(row, name)));
            cells.add(Aggregates.member(row, "conc"));
            for (ComparedMetric metric : ComparedMetric.ALL) {
                Double value = ComparedMetric.value(row, metric.key());
                cells.add(GithubTable.text(metric.text(value)));
                cells.add(GithubTable.text(metric.delta(value, ComparedMetric.value(before, metric.key()))));
            }
            table.row(cells);
        }
        out.append("## ").append(kind).append(" Comparison vs. Most Recent\n\n");
        out.append(ResultSummary.DISCLAIMER).append("\n\n");
        out.append(table.render()).append('\n');
    }

    private static @Nullable JsonNode find(ObjectNode row, List<ObjectNode> baseline) {
        JsonNode found = null;
        for (ObjectNode candidate : baseline) {
            if (identity(candidate).equals(identity(row))
                    && text(candidate, "infmax_model_prefix")
                            .toLowerCase(Locale.ROOT)
                            .startsWith(text(row, "infmax_model_prefix").toLowerCase(Locale.ROOT))) {
                found = candidate;
            }
        }
        return found;
    }

    private static List<String> identity(ObjectNode row) {
        List<String> identity = new ArrayList<>();
        identity.add(hardware(text(row, "hw")));
        Stream.of("framework", "precision")
                .forEach(name -> identity.add(text(row, name).toLowerCase(Locale.ROOT)));
        identity.add(row.path("spec_decoding").asText("none").toLowerCase(Locale.ROOT));
        identity.add(row.path("disagg").asText("false").toLowerCase(Locale.ROOT));
        identity.add(Boolean.toString(multi(row)));
        (multi(row) ? MULTI : SINGLE)
                .forEach(name -> identity.add(text(row, name).toLowerCase(Locale.ROOT)));
        Stream.of("isl", "osl", "conc").forEach(name -> identity.add(Objects.toString(text(row, name))));
        return identity;
    }
}
