package io.infermark.evals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.infermark.compat.PythonText;
import io.infermark.summary.GithubTable;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Stream;

/** Rows of eval results, one a task of a job; a batched job has its tasks once for each concurrency that was completed. */
public final class EvalRows {
    private static final List<String> SINGLE_SORT = List.of("isl", "osl", "tp", "ep", "conc");
    private static final List<String> MULTI_SORT = List.of(
            "isl",
            "osl",
            "prefill_tp",
            "prefill_ep",
            "prefill_num_workers",
            "decode_tp",
            "decode_ep",
            "decode_num_workers",
            "conc");

    private EvalRows() {}

    /** The rows of a folder, in the order of its jobs' names. */
    public static List<ObjectNode> collect(Path root) throws IOException {
        List<ObjectNode> rows = new ArrayList<>();
        for (Path job : EvalFiles.jobs(root)) {
            JsonNode meta = EvalFiles.read(job.resolve(EvalFiles.META));
            JsonNode batch = meta.path("eval_concs");
            boolean batched = batch.isArray();
            JsonNode completed = meta.path("completed_eval_concs");
            Set<Integer> allowed = new HashSet<>();
            (completed.isMissingNode() ? batch : completed).forEach(value -> allowed.add(whole(value, -1)));
            boolean all = !completed.isMissingNode() && !completed.isArray();
            for (Path file : EvalFiles.results(job, batched)) {
                OptionalInt concurrency = batched ? EvalFiles.concurrency(file) : OptionalInt.empty();
                if (batched && !all && !allowed.contains(concurrency.orElse(-1))) {
                    continue;
                }
                ObjectNode described =
                        meta instanceof ObjectNode object ? object.deepCopy() : JsonNodeFactory.instance.objectNode();
                concurrency.ifPresent(value -> described.put("conc", value));
                for (EvalScore score : EvalScore.of(EvalFiles.read(file), file)) {
                    rows.add(row(described, score));
                }
            }
        }
        return rows;
    }

    private static int whole(JsonNode value, int otherwise) {
        if (value.isNumber() || value.isBoolean()) {
            return value.isBoolean() ? (value.asBoolean() ? 1 : 0) : value.asInt();
        }
        String text = value.isTextual() ? value.asText().strip() : "";
        return text.matches("[+-]?\\d{1,9}") ? Integer.parseInt(text) : otherwise;
    }

    private static JsonNode first(ObjectNode meta, String name, String fallback) {
        return meta.has(name) ? meta.get(name) : meta.path(fallback);
    }

    private static int size(ObjectNode meta, String name, String fallback) {
        JsonNode value = first(meta, name, fallback);
        return value.isMissingNode() ? 1 : whole(value, 1);
    }

    private static String word(JsonNode value) {
        return PythonText.of(value).toLowerCase(Locale.ROOT);
    }

    private static JsonNode orUnknown(ObjectNode meta, String name) {
        return meta.has(name) ? meta.get(name) : GithubTable.text("unknown");
    }

    private static ObjectNode row(ObjectNode meta, EvalScore score) {
        boolean multi = meta.path("is_multinode").isBoolean()
                ? meta.path("is_multinode").asBoolean()
                : word(meta.path("is_multinode")).equals("true");
        int prefillTp = size(meta, "prefill_tp", "tp");
        int prefillEp = size(meta, "prefill_ep", "ep");
        JsonNode attention = meta.has("dp_attention") ? meta.get("dp_attention") : GithubTable.text("none");
        JsonNode prefill = meta.hasNonNull("prefill_dp_attention") ? meta.get("prefill_dp_attention") : attention;
        JsonNode decode = meta.hasNonNull("decode_dp_attention") ? meta.get("decode_dp_attention") : attention;
        String shown = word(attention);
        if (multi) {
            shown = prefill.equals(decode) ? word(prefill) : "prefill=" + word(prefill) + ",decode=" + word(decode);
        }
        ObjectNode row = JsonNodeFactory.instance.objectNode();
        row.put("is_multinode", multi);
        row.set("model_prefix", orUnknown(meta, "infmax_model_prefix"));
        row.set("model", PythonText.truthy(score.model()) ? score.model() : orUnknown(meta, "model"));
        row.put("hw", orUnknown(meta, "hw").asText().toUpperCase(Locale.ROOT));
        row.put("framework", orUnknown(meta, "framework").asText().toLowerCase(Locale.ROOT));
        row.put("precision", orUnknown(meta, "precision").asText().toLowerCase(Locale.ROOT));
        row.set("spec_decoding", orUnknown(meta, "spec_decoding"));
        row.put("isl", whole(meta.path("isl"), 0));
        row.put("osl", whole(meta.path("osl"), 0));
        row.put("tp", whole(meta.path("tp"), prefillTp));
        row.put("ep", whole(meta.path("ep"), prefillEp));
        row.put("prefill_tp", prefillTp);
        row.put("prefill_ep", prefillEp);
        row.put("prefill_num_workers", whole(meta.path("prefill_num_workers"), 1));
        row.put("decode_tp", size(meta, "decode_tp", "tp"));
        row.put("decode_ep", size(meta, "decode_ep", "ep"));
        row.put("decode_num_workers", whole(meta.path("decode_num_workers"), 1));
        row.put("conc", whole(meta.path("conc"), 0));
        row.put("dp_attention", shown);
        row.put("prefill_dp_attention", word(prefill));
        row.put("decode_dp_attention", word(decode));
        row.put("task", score.task());
        score.addTo(row);
        return row;
    }

    /**
     * The Markdown of rows.
     *
     * @param byHardware sorted by hardware first instead of by model
     */
    public static String markdown(List<ObjectNode> rows, boolean byHardware) {
        if (rows.isEmpty()) {
            return "> No eval results found to summarize.\n";
        }
        StringBuilder out = new StringBuilder();
        List<ObjectNode> single = sorted(rows, false, byHardware);
        List<ObjectNode> multi = sorted(rows, true, byHardware);
        if (!single.isEmpty()) {
            table(
                    out,
                    "Single-Node",
                    single,
                    List.of("TP", "EP", "Conc", "DP Attention"),
                    List.of("tp", "ep", "conc", "dp_attention"));
        }
        if (!multi.isEmpty()) {
            out.append(single.isEmpty() ? "" : "\n\n");
            table(
                    out,
                    "Multi-Node",
                    multi,
                    List.of(
                            "Prefill TP",
                            "Prefill EP",
                            "Prefill DP Attn",
                            "Prefill Workers",
                            "Decode TP",
                            "Decode EP",
                            "Decode DP Attn",
                            "Decode Workers",
                            "Conc"),
                    List.of(
                            "prefill_tp",
                            "prefill_ep",
                            "prefill_dp_attention",
                            "prefill_num_workers",
                            "decode_tp",
                            "decode_ep",
                            "decode_dp_attention",
                            "decode_num_workers",
                            "conc"));
        }
        return out.toString();
    }

    private static List<ObjectNode> sorted(List<ObjectNode> rows, boolean multi, boolean byHardware) {
        Comparator<ObjectNode> order = Comparator.comparing(
                row -> byHardware ? "" : row.get("model_prefix").asText());
        for (String name : List.of("hw", "framework", "precision", "spec_decoding")) {
            order = order.thenComparing(row -> row.get(name).asText());
        }
        for (String name : multi ? MULTI_SORT : SINGLE_SORT) {
            order = order.thenComparing(row -> row.get(name).asInt());
        }
        return rows.stream()
                .filter(row -> row.get("is_multinode").asBoolean() == multi)
                .sorted(order)
                .toList();
    }

    private static void table(
            StringBuilder out, String kind, List<ObjectNode> rows, List<String> headers, List<String> members) {
        List<String> all = new ArrayList<>(
                List.of("Model Prefix", "Hardware", "Framework", "Precision", "Spec Decode", "ISL", "OSL"));
        all.addAll(headers);
        all.addAll(List.of("Task", "Score", "EM Strict", "EM Flexible", "N (eff)", "Model"));
        GithubTable table = new GithubTable(all);
        for (ObjectNode row : rows) {
            List<JsonNode> cells = new ArrayList<>();
            cells.add(row.get("model_prefix"));
            cells.add(row.get("hw"));
            Stream.of("framework", "precision")
                    .forEach(name ->
                            cells.add(GithubTable.text(row.get(name).asText().toUpperCase(Locale.ROOT))));
            cells.add(row.get("spec_decoding"));
            cells.add(row.get("isl"));
            cells.add(row.get("osl"));
            members.forEach(name -> cells.add(row.get(name)));
            cells.add(row.get("task"));
            Stream.of("score", "em_strict", "em_flexible")
                    .forEach(name -> cells.add(GithubTable.text(
                            percent("", row.get(name), "N/A") + percent(" \u00b1", row.get(name + "_se"), ""))));
            cells.add(PythonText.truthy(row.get("n_eff")) ? row.get("n_eff") : GithubTable.text(""));
            cells.add(row.get("model"));
            table.row(cells);
        }
        out.append("### ").append(kind).append(" Eval Results\n\n");
        out.append(table.render()).append('\n');
    }

    private static String percent(String prefix, JsonNode value, String otherwise) {
        JsonNode number = value == null ? NullNode.instance : value;
        double share;
        try {
            share = number.isNumber() ? number.asDouble() : Double.parseDouble(number.asText());
        } catch (NumberFormatException e) {
            return otherwise;
        }
        if (!Double.isFinite(share)) {
            return prefix + PythonText.real(share) + "%";
        }
        BigDecimal percent = new BigDecimal(share * 100).setScale(2, RoundingMode.HALF_EVEN);
        return prefix + percent.toPlainString() + "%";
    }
}
