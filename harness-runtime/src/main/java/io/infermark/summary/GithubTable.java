package io.infermark.summary;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.infermark.compat.PythonText;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * A table as Python's {@code tabulate} prints it in its {@code github} format: a column whose every cell reads as a number stands right and is printed with six significant digits and
 * aligned decimal points, any other one stands left.
 */
public final class GithubTable {
    private static final int MIN_PADDING = 2;
    private static final int DIGITS = 6;
    private static final Pattern WHOLE = Pattern.compile("\\s*[+-]?\\d+(_\\d+)*\\s*");
    private static final Pattern REAL = Pattern.compile(
            "\\s*[+-]?(\\d+(_\\d+)*\\.?(\\d+(_\\d+)*)?|\\.\\d+(_\\d+)*)([eE][+-]?\\d+)?\\s*|\\s*[+-]?(inf|infinity|nan)\\s*",
            Pattern.CASE_INSENSITIVE);

    private final List<String> headers;
    private final List<List<JsonNode>> rows = new ArrayList<>();

    /** A table with these columns. */
    public GithubTable(List<String> headers) {
        this.headers = List.copyOf(headers);
    }

    /** A cell of text. */
    public static JsonNode text(String text) {
        return JsonNodeFactory.instance.textNode(text);
    }

    /** Adds a row, a cell for each column. */
    public void row(List<JsonNode> cells) {
        if (cells.size() != headers.size()) {
            throw new IllegalArgumentException(cells.size() + " cells in a table of " + headers.size() + " columns");
        }
        rows.add(List.copyOf(cells));
    }

    /** The lines, without a line end after the last. */
    public String render() {
        List<Column> columns = new ArrayList<>();
        for (int i = 0; i < headers.size(); i++) {
            int column = i;
            columns.add(Column.of(
                    headers.get(i), rows.stream().map(row -> row.get(column)).toList()));
        }
        List<String> lines = new ArrayList<>();
        lines.add(line(columns.stream().map(column -> column.pad(column.header)).toList()));
        StringBuilder rule = new StringBuilder("|");
        columns.forEach(
                column -> rule.append("-".repeat(column.width + MIN_PADDING)).append('|'));
        lines.add(rule.toString());
        for (int i = 0; i < rows.size(); i++) {
            int row = i;
            lines.add(line(columns.stream()
                    .map(column -> column.pad(column.cells.get(row)))
                    .toList()));
        }
        return String.join("\n", lines);
    }

    private static String line(List<String> cells) {
        return "| " + String.join(" | ", cells) + " |";
    }

    /** A column, its cells already of the same width where they are numbers. */
    private record Column(String header, List<String> cells, int width, boolean right) {
        static Column of(String header, List<JsonNode> values) {
            Kind kind = Kind.of(values);
            List<String> cells = values.stream().map(kind::format).toList();
            if (kind == Kind.REAL) {
                cells = alignPoints(cells);
            }
            int width = Math.max(
                    length(header) + MIN_PADDING,
                    cells.stream().mapToInt(Column::length).max().orElse(0));
            return new Column(header, cells, width, kind == Kind.WHOLE || kind == Kind.REAL);
        }

        private static List<String> alignPoints(List<String> cells) {
            int most = cells.stream().mapToInt(Column::afterPoint).max().orElse(-1);
            return cells.stream()
                    .map(cell -> cell + " ".repeat(most - afterPoint(cell)))
                    .toList();
        }

        private static int afterPoint(String cell) {
            if (!REAL.matcher(cell).matches() || WHOLE.matcher(cell).matches()) {
                return -1;
            }
            int point = cell.indexOf('.');
            if (point < 0) {
                point = cell.toLowerCase(Locale.ROOT).indexOf('e');
            }
            return point < 0 ? -1 : cell.length() - point - 1;
        }

        private static int length(String text) {
            return text.codePointCount(0, text.length());
        }

        String pad(String text) {
            String space = " ".repeat(Math.max(0, width - length(text)));
            return right ? space + text : text + space;
        }
    }

    /** What the cells of a column are: the most general kind of them. */
    private enum Kind {
        FLAG,
        WHOLE,
        REAL,
        TEXT;

        static Kind of(List<JsonNode> values) {
            Kind kind = FLAG;
            for (JsonNode value : values) {
                Kind own = of(value);
                kind = own.compareTo(kind) > 0 ? own : kind;
            }
            return kind;
        }

        private static Kind of(JsonNode value) {
            String text = value.asText();
            boolean flag = value.isBoolean() || text.equals("True") || text.equals("False");
            if (value.isNull() || flag || text.isEmpty()) {
                return FLAG;
            }
            if (value.isNumber()) {
                return value.isIntegralNumber() ? WHOLE : REAL;
            }
            if (GithubTable.WHOLE.matcher(text).matches()) {
                return WHOLE;
            }
            return GithubTable.REAL.matcher(text).matches() ? REAL : TEXT;
        }

        String format(JsonNode value) {
            if (value.isNull()) {
                return "";
            }
            return this == REAL && of(value) != FLAG ? general(number(value)) : PythonText.of(value);
        }

        private static double number(JsonNode value) {
            String text = value.asText().strip().replace("_", "");
            return switch (text.toLowerCase(Locale.ROOT).replaceFirst("^[+-]", "")) {
                case "nan" -> Double.NaN;
                case "inf", "infinity" -> text.startsWith("-") ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY;
                default -> Double.parseDouble(text);
            };
        }
    }

    /** Python's {@code format(number, "g")}. */
    static String general(double number) {
        if (!Double.isFinite(number)) {
            return PythonText.real(number);
        }
        if (number == 0) {
            return 1 / number < 0 ? "-0" : "0";
        }
        BigDecimal rounded = new BigDecimal(number).round(new MathContext(DIGITS, RoundingMode.HALF_EVEN));
        int exponent = rounded.precision() - rounded.scale() - 1;
        if (exponent >= -4 && exponent < DIGITS) {
            return rounded.stripTrailingZeros().toPlainString();
        }
        BigDecimal mantissa = rounded.movePointLeft(exponent).stripTrailingZeros();
        return mantissa.toPlainString()
                + (exponent < 0 ? "e-" : "e+")
                + (Math.abs(exponent) < 10 ? "0" : "")
                + Math.abs(exponent);
    }
}
