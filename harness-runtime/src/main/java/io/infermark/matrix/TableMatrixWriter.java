package io.infermark.matrix;

import io.infermark.config.Value;
import java.io.IOException;
import java.io.Writer;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Fixed columns, so that a table streams; a longer text moves the rest of its line and hides nothing. */
final class TableMatrixWriter implements MatrixWriter {

    private record Column(String title, int width) {}

    private static final List<Column> COLUMNS = List.of(
            new Column("exp-name", 28),
            new Column("precision", 9),
            new Column("framework", 14),
            new Column("runner", 20),
            new Column("isl", 6),
            new Column("osl", 6),
            new Column("topology", 30),
            new Column("spec", 6),
            new Column("conc", 16),
            new Column("eval", 4));

    private final Writer out;
    private long rows;

    TableMatrixWriter(Writer out) throws IOException {
        this.out = out;
        StringBuilder head = new StringBuilder();
        StringBuilder rule = new StringBuilder();
        for (Column column : COLUMNS) {
            cell(column.title(), column, head);
            rule.append("-".repeat(column.width())).append("  ");
        }
        out.write(head.toString().stripTrailing() + "\n" + rule.toString().stripTrailing() + "\n");
    }

    @Override
    public void write(Map<String, Value> row) throws IOException {
        StringBuilder line = new StringBuilder();
        for (Column column : COLUMNS) {
            cell(text(row, column.title()), column, line);
        }
        out.write(line.toString().stripTrailing());
        out.write('\n');
        rows++;
    }

    private static void cell(String text, Column column, StringBuilder line) {
        line.append(text);
        line.append(" ".repeat(Math.max(0, column.width() - text.length()) + 2));
    }

    private static String text(Map<String, Value> row, String title) {
        return switch (title) {
            case "topology" -> topology(row);
            case "spec" -> plain(row.get("spec-decoding"));
            case "conc" ->
                row.get("conc") instanceof Value.Sequence list
                        ? String.join(
                                ",", list.items().stream().map(Python::text).toList())
                        : plain(row.get("conc"));
            case "eval" -> {
                Value run = row.get("run-eval");
                yield run != null && run.isTruthy() ? "yes" : "";
            }
            default -> plain(row.get(title));
        };
    }

    private static String topology(Map<String, Value> row) {
        if (row.get("prefill") instanceof Value.Mapping prefill && row.get("decode") instanceof Value.Mapping decode) {
            return "P" + worker(prefill) + " D" + worker(decode);
        }
        return "tp" + plain(row.get("tp")) + " ep" + plain(row.get("ep")) + attention(row.get("dp-attn"));
    }

    private static String worker(Value.Mapping worker) {
        return plain(worker.get("num-worker")) + "×tp" + plain(worker.get("tp")) + "ep" + plain(worker.get("ep"))
                + attention(worker.get("dp-attn"));
    }

    private static String attention(@Nullable Value attention) {
        return attention != null && attention.isTruthy() ? " dpa" : "";
    }

    private static String plain(@Nullable Value value) {
        return value == null ? "-" : Python.text(value);
    }

    @Override
    public void close() throws IOException {
        out.write(rows + " rows\n");
        out.flush();
    }
}
