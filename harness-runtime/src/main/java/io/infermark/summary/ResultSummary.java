package io.infermark.summary;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The two tables of {@code summarize.py}: points of one node, and points of several. */
public final class ResultSummary {
    /** Stands before each table; forks and re-implementations may not leave it out. */
    static final String DISCLAIMER = "Only [InferenceX](https://github.com/SemiAnalysisAI/InferenceX) repo contains the"
            + " Official InferenceX\u2122 result, all other forks & repos are Unofficial. The benchmark setup & quality of"
            + " machines/clouds in unofficial repos may be differ leading to subpar benchmarking. Unofficial must be"
            + " explicitly labelled as Unofficial. Forks may not remove this disclaimer.";

    private static final List<String> WHERE =
            List.of("infmax_model_prefix", "hw", "framework", "precision", "isl", "osl");
    private static final List<String> WHERE_HEADERS =
            List.of("Model", "Served Model", "Hardware", "Framework", "Precision", "ISL", "OSL");
    private static final List<String> FIGURE_HEADERS = List.of(
            "TTFT (ms)",
            "TPOT (ms)",
            "Interactivity (tok/s/user)",
            "E2EL (s)",
            "TPUT per GPU",
            "Output TPUT per GPU",
            "Input TPUT per GPU");

    private ResultSummary() {}

    /** The Markdown of the rows; empty without any. */
    public static String of(List<ObjectNode> aggregates) {
        StringBuilder out = new StringBuilder();
        List<ObjectNode> single = new ArrayList<>();
        List<ObjectNode> multi = new ArrayList<>();
        aggregates.forEach(row -> (row.get("is_multinode").asBoolean() ? multi : single).add(row));
        if (!single.isEmpty()) {
            table(
                    out,
                    "Single-Node",
                    single,
                    List.of("tp", "ep"),
                    List.of("TP", "EP", "DP Attention"),
                    List.of("tp", "ep", "dp_attention"));
            out.append("\n\n");
        }
        if (!multi.isEmpty()) {
            table(
                    out,
                    "Multi-Node",
                    multi,
                    List.of("prefill_tp", "prefill_ep", "decode_tp", "decode_ep"),
                    List.of(
                            "Prefill TP",
                            "Prefill EP",
                            "Prefill DP Attn",
                            "Prefill Workers",
                            "Prefill GPUs",
                            "Decode TP",
                            "Decode EP",
                            "Decode DP Attn",
                            "Decode Workers",
                            "Decode GPUs"),
                    List.of(
                            "prefill_tp",
                            "prefill_ep",
                            "prefill_dp_attention",
                            "prefill_num_workers",
                            "num_prefill_gpu",
                            "decode_tp",
                            "decode_ep",
                            "decode_dp_attention",
                            "decode_num_workers",
                            "num_decode_gpu"));
        }
        return out.toString();
    }

    private static void table(
            StringBuilder out,
            String kind,
            List<ObjectNode> rows,
            List<String> sortedBy,
            List<String> headers,
            List<String> members) {
        List<String> order = new ArrayList<>(WHERE);
        order.addAll(sortedBy);
        order.add("conc");
        rows.sort(Aggregates.by(order));
        List<String> all = new ArrayList<>(WHERE_HEADERS);
        all.addAll(headers);
        all.add("Conc");
        all.addAll(FIGURE_HEADERS);
        GithubTable table = new GithubTable(all);
        rows.forEach(row -> table.row(cells(row, members)));
        out.append("## ").append(kind).append(" Results\n\n");
        out.append(DISCLAIMER).append("\n\n");
        out.append(table.render()).append('\n');
    }

    private static List<JsonNode> cells(ObjectNode row, List<String> members) {
        List<JsonNode> cells = new ArrayList<>();
        cells.add(Aggregates.member(row, "infmax_model_prefix"));
        cells.add(Aggregates.member(row, "model"));
        for (String name : List.of("hw", "framework", "precision")) {
            cells.add(GithubTable.text(Aggregates.member(row, name).asText().toUpperCase(Locale.ROOT)));
        }
        cells.add(Aggregates.member(row, "isl"));
        cells.add(Aggregates.member(row, "osl"));
        members.forEach(name -> cells.add(Aggregates.member(row, name)));
        cells.add(Aggregates.member(row, "conc"));
        cells.add(figure(row, "median_ttft", 1000));
        cells.add(figure(row, "median_tpot", 1000));
        for (String name :
                List.of("median_intvty", "median_e2el", "tput_per_gpu", "output_tput_per_gpu", "input_tput_per_gpu")) {
            cells.add(figure(row, name, 1));
        }
        return cells;
    }

    private static JsonNode figure(ObjectNode row, String name, double factor) {
        JsonNode value = Aggregates.member(row, name);
        return value.isNumber()
                ? GithubTable.text(Decimals.fixed(value.asDouble() * factor, 4, false))
                : GithubTable.text("N/A");
    }
}
