package io.infermark.result;

import io.infermark.metric.ConnectionFigures;
import io.infermark.metric.PointSummary;
import io.infermark.metric.Validity;
import io.infermark.metric.Validity.Finding;
import io.infermark.metric.Validity.State;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The table of the console: one row a point, a table for each benchmark, the verdict and its reason before any number, units in the head. Where the lines would be longer than the
 * terminal the least important columns are left out, and a line says which. Every table says in its heading whether its figures are simulated.
 */
public final class TextTable {
    /** Below it a verdict's reason stands in the notes only. */
    private static final int NARROW = 120;

    /** Not worth a line. */
    private static final String USUAL_CONNECTIONS = "HTTP/1.1, cleartext";

    private final List<PointResult> results;
    private final int columns;
    private final LatencyUnit unit;
    private final StringBuilder out = new StringBuilder();

    private TextTable(List<PointResult> results, int columns, LatencyUnit unit) {
        this.results = results;
        this.columns = columns;
        this.unit = unit;
    }

    /**
     * The tables with their notes, ended by a line feed.
     *
     * @param results every planned point, in run order
     * @param columns width of the terminal
     */
    public static String render(List<PointResult> results, int columns) {
        return render(results, columns, LatencyUnit.MS);
    }

    /** The same with latencies in a stated unit. */
    public static String render(List<PointResult> results, int columns, LatencyUnit unit) {
        Map<String, List<PointResult>> byBenchmark = new LinkedHashMap<>();
        results.forEach(result -> byBenchmark
                .computeIfAbsent(result.point().benchmark(), name -> new ArrayList<>())
                .add(result));
        StringBuilder all = new StringBuilder();
        byBenchmark.values().forEach(group -> {
            all.append(all.isEmpty() ? "" : "\n");
            all.append(new TextTable(group, columns, unit).render());
        });
        return all.toString();
    }

    private String render() {
        heading();
        List<List<String>> lead = lead();
        List<TableColumn> shown = new ArrayList<>(TableColumn.figures(unit, results));
        List<String> dropped = new ArrayList<>();
        List<List<String>> grid = grid(lead, shown);
        while (width(grid) > columns) {
            int least = 0;
            for (int i = 1; i < shown.size(); i++) {
                least = shown.get(i).rank() > shown.get(least).rank() ? i : least;
            }
            if (shown.get(least).rank() == 0) {
                break;
            }
            dropped.add(shown.remove(least).header());
            grid = grid(lead, shown);
        }
        lines(grid, lead.size());
        notes(grid, dropped);
        return out.toString();
    }

    private void heading() {
        PointResult first = results.get(0);
        Subject subject = first.subject();
        out.append(first.point().benchmark()).append(": ");
        out.append(subject.model()).append(' ').append(subject.precision());
        out.append(", ").append(subject.hardware());
        out.append(subject.gpus() > 0 && sameGpus() ? " x " + subject.gpus() : "");
        out.append(", ").append(subject.engine());
        String version = results.stream()
                .map(result -> result.subject().engineVersion())
                .filter(v -> v != null)
                .findFirst()
                .orElse(null);
        out.append(version == null ? "" : " " + version).append('\n');
        Set<String> connections = connections(results);
        if (!Set.of(USUAL_CONNECTIONS).containsAll(connections)) {
            out.append("Over ").append(String.join("; ", connections)).append('\n');
        }
        out.append(banner(results)).append('\n');
    }

    /** What carried the requests of these points, each way once: HTTP version, TLS or not, and where it is more than one the streams on a connection. */
    public static Set<String> connections(List<PointResult> results) {
        Set<String> words = new LinkedHashSet<>();
        for (PointResult result : results) {
            PointSummary summary = result.summary();
            ConnectionFigures figures = summary == null
                    ? ConnectionFigures.UNKNOWN
                    : summary.pooled().connections();
            if (!figures.security().isEmpty()) {
                Double most = figures.streams().max();
                words.add(figures.protocol() + ", " + figures.security()
                        + (most == null || most <= 1 ? "" : ", up to " + most.intValue() + " streams a connection"));
            }
        }
        return words;
    }

    private boolean sameGpus() {
        return results.stream().mapToInt(r -> r.subject().gpus()).distinct().count() == 1;
    }

    /** What everybody must know of where these figures come from, in one line. */
    public static String banner(List<PointResult> results) {
        Set<String> labels = sources(results);
        if (labels.contains("SIMULATED")) {
            return labels.size() == 1
                    ? "SIMULATED: no model was run; these figures say nothing about any engine or GPU."
                    : "Partly SIMULATED: see the column \"source\".";
        }
        if (labels.contains("random-weights")) {
            return labels.size() == 1
                    ? "Real engine with RANDOM WEIGHTS: speed only, the output means nothing."
                    : "Partly with RANDOM WEIGHTS: see the column \"source\".";
        }
        if (labels.contains("unknown")) {
            return "Source of figures: " + String.join(", ", labels)
                    + " (nobody declared whether engine and weights are real).";
        }
        return results.stream()
                        .filter(result -> result.summary() != null)
                        .allMatch(result -> result.provenance().weights() == Provenance.Weights.REAL)
                ? "Source of figures: real engine, real weights."
                : "Source of figures: real engine; whether its weights are real was not declared.";
    }

    /** Sources of the points that have figures; of all if none has. */
    private static Set<String> sources(List<PointResult> results) {
        Set<String> labels = new LinkedHashSet<>();
        results.stream()
                .filter(result -> result.summary() != null)
                .forEach(result -> labels.add(result.provenance().label()));
        if (labels.isEmpty()) {
            results.forEach(result -> labels.add(result.provenance().label()));
        }
        return labels;
    }

    /** Verdict, source if it differs between points, and axes: columns as lists of cells, two lines of head first. */
    private List<List<String>> lead() {
        List<List<String>> lead = new ArrayList<>();
        List<String> verdicts = new ArrayList<>(List.of("verdict", ""));
        results.forEach(result -> verdicts.add(verdict(result)));
        lead.add(verdicts);
        if (sources(results).size() > 1) {
            List<String> sources = new ArrayList<>(List.of("source", ""));
            results.forEach(result -> sources.add(result.provenance().label()));
            lead.add(sources);
        }
        Set<String> names = new LinkedHashSet<>();
        results.forEach(result -> names.addAll(result.point().axes().keySet()));
        for (String name : ordered(names)) {
            List<String> cells = new ArrayList<>(List.of(name, unit(name)));
            results.forEach(result -> cells.add(result.point().axes().getOrDefault(name, "")));
            lead.add(cells);
        }
        return lead;
    }

    /** Lengths and concurrency stand last, as they do in every id. */
    private static List<String> ordered(Set<String> names) {
        List<String> ordered = new ArrayList<>(names);
        for (String last : List.of("isl", "osl", "conc")) {
            if (ordered.remove(last)) {
                ordered.add(last);
            }
        }
        return ordered;
    }

    private static String unit(String axis) {
        return switch (axis) {
            case "isl", "osl" -> "tok";
            case "rate" -> "req/s";
            default -> "";
        };
    }

    private String verdict(PointResult result) {
        Validity validity = result.validity();
        if (validity.state() == State.VALID) {
            return "valid";
        }
        List<Finding> findings = validity.state() == State.INVALID ? validity.reasons() : validity.marks();
        String state = validity.state() == State.INVALID ? "INVALID" : "valid*";
        if (columns < NARROW) {
            return state;
        }
        String more = findings.size() > 1 ? " +" + (findings.size() - 1) : "";
        return state + " " + findings.get(0).code() + more;
    }

    private List<List<String>> grid(List<List<String>> lead, List<TableColumn> shown) {
        List<List<String>> grid = new ArrayList<>(lead);
        for (TableColumn column : shown) {
            List<String> cells = new ArrayList<>(List.of(column.header(), column.unit()));
            results.forEach(result -> cells.add(column.cell().apply(result)));
            grid.add(cells);
        }
        return grid;
    }

    private static int columnWidth(List<String> column) {
        return column.stream().mapToInt(String::length).max().orElse(0);
    }

    private static int width(List<List<String>> grid) {
        return grid.stream().mapToInt(TextTable::columnWidth).sum() + 2 * (grid.size() - 1);
    }

    private void lines(List<List<String>> grid, int leading) {
        int rows = grid.get(0).size();
        for (int row = 0; row < rows; row++) {
            StringBuilder line = new StringBuilder();
            for (int i = 0; i < grid.size(); i++) {
                List<String> column = grid.get(i);
                String cell = column.get(row);
                String pad = " ".repeat(columnWidth(column) - cell.length());
                boolean left = i == 0 || (i < leading && !numeric(column));
                line.append(i == 0 ? "" : "  ").append(left ? cell + pad : pad + cell);
            }
            out.append(line.toString().stripTrailing()).append('\n');
            if (row == 1) {
                out.append("-".repeat(Math.min(width(grid), columns))).append('\n');
            }
        }
    }

    private static boolean numeric(List<String> column) {
        return column.stream().skip(2).allMatch(cell -> cell.isEmpty() || Character.isDigit(cell.charAt(0)));
    }

    private void notes(List<List<String>> grid, List<String> dropped) {
        Map<String, List<PointResult>> marked = new LinkedHashMap<>();
        for (PointResult result : results) {
            result.validity().reasons().forEach(finding -> note(label(result) + " INVALID", finding));
            result.validity()
                    .marks()
                    .forEach(finding -> marked.computeIfAbsent(finding.code(), code -> new ArrayList<>())
                            .add(result));
            objectives(result)
                    .forEach(text ->
                            out.append(label(result)).append(' ').append(text).append('\n'));
        }
        marked.forEach(this::mark);
        String overhead = OverheadCertificate.sentence(results);
        out.append(overhead.isEmpty() ? "" : overhead + "\n");
        if (grid.stream().flatMap(List::stream).anyMatch(cell -> cell.startsWith(TableColumn.POOLED))) {
            out.append(
                    "~ over the requests of all windows together: single windows have too few for this percentile.\n");
        }
        if (results.stream().anyMatch(r -> r.summary() != null)
                && grid.stream().flatMap(column -> column.stream().skip(2)).anyMatch(TableColumn.ABSENT::equals)) {
            out.append(
                    "- not supported by the data: p99 needs 100 values and an interval 3 windows; result.json has each reason.\n");
        }
        if (!dropped.isEmpty()) {
            out.append("Not shown for want of width: ")
                    .append(String.join(", ", dropped))
                    .append(".\n");
        }
    }

    /** One line for each service level objective of a point: the verdict first. */
    public static List<String> objectives(PointResult result) {
        PointSummary summary = result.summary();
        if (summary == null) {
            return List.of();
        }
        return summary.slo().stream()
                .map(slo -> "SLO " + slo.verdict() + ": " + slo.name() + " <= " + TableColumn.number(slo.limitMs())
                        + " ms, "
                        + (slo.valueMs() == null ? slo.reason() : "is " + TableColumn.number(slo.valueMs()) + " ms")
                        + " (over " + slo.attempts() + " attempts)")
                .toList();
    }

    private void note(String head, Finding finding) {
        out.append(head).append(' ').append(finding.code()).append(": ");
        out.append(finding.message().replaceAll("\\R", " ")).append('\n');
    }

    /** One line for a mark, however many points have it: many engines give every point of a run the same one. */
    private void mark(String code, List<PointResult> points) {
        PointResult first = points.get(0);
        String others = points.size() == 1 ? "" : " and " + (points.size() - 1) + " more";
        first.validity().marks().stream()
                .filter(finding -> finding.code().equals(code))
                .findFirst()
                .ifPresent(finding -> note(label(first) + others + " *", finding));
    }

    private static String label(PointResult result) {
        StringBuilder axes = new StringBuilder("[");
        result.point()
                .axes()
                .forEach((name, value) -> axes.append(axes.length() == 1 ? "" : ",")
                        .append(name)
                        .append('=')
                        .append(value));
        axes.append(']');
        return result.point().copy() > 1
                ? axes.append('#').append(result.point().copy()).toString()
                : axes.toString();
    }
}
