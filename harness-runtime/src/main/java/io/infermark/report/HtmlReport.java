package io.infermark.report;

import io.infermark.bottleneck.Bottleneck;
import io.infermark.metric.Validity;
import io.infermark.metric.Validity.Finding;
import io.infermark.metric.Validity.State;
import io.infermark.result.LatencyUnit;
import io.infermark.result.PointResult;
import io.infermark.result.ResultFiles;
import io.infermark.result.Subject;
import io.infermark.result.TableColumn;
import io.infermark.result.TextTable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** One page with all results of a run: for each benchmark and workload a picture, and the table that says the same in text. It refers to nothing outside itself. */
public final class HtmlReport {
    private static final String STYLE = """
            :root{color-scheme:light dark;--ink:#1b1f24;--soft:#57606a;--line:#d0d7de;--paper:#fff;--good:#116329;--mark:#7d4e00;--bad:#b42318;--warn:#fff3d6}
            @media(prefers-color-scheme:dark){:root{--ink:#e6edf3;--soft:#9198a1;--line:#3d444d;--paper:#0d1117;--good:#56d364;--mark:#e3b341;--bad:#ff7b72;--warn:#3a2d00}}
            body{font:15px/1.5 system-ui,sans-serif;color:var(--ink);background:var(--paper);margin:2rem auto;max-width:76rem;padding:0 1rem}
            h1{font-size:1.5rem}h2{font-size:1.2rem;margin-top:2.5rem;overflow-wrap:anywhere}.soft{color:var(--soft)}
            .banner{background:var(--warn);border:1px solid var(--line);padding:.6rem .9rem;font-weight:600}
            .wide{overflow-x:auto}table{border-collapse:collapse;font-variant-numeric:tabular-nums;font-size:.87rem}
            caption{text-align:left;padding:.4rem 0;color:var(--soft)}th,td{padding:.25rem .6rem;border-bottom:1px solid var(--line);text-align:right;white-space:nowrap}
            th:first-child,td:first-child{text-align:left}thead th{border-bottom-width:2px}thead small{display:block;font-weight:400;color:var(--soft)}
            .valid{color:var(--good)}.marked{color:var(--mark)}.invalid{color:var(--bad);font-weight:600}
            figure{margin:1rem 0}svg{max-width:100%;height:auto}code{overflow-wrap:anywhere}
            """;

    private final List<PointResult> results;
    private final List<Bottleneck> bottlenecks;
    private final StringBuilder out = new StringBuilder();
    private int pictures;

    private HtmlReport(List<PointResult> results, List<Bottleneck> bottlenecks) {
        this.results = results;
        this.bottlenecks = bottlenecks;
    }

    /** Writes the page over what is there, in one step. */
    public static void write(Path file, String title, List<PointResult> results, List<Bottleneck> bottlenecks)
            throws IOException {
        ResultFiles.replace(file, html(title, results, bottlenecks));
    }

    /**
     * The page.
     *
     * @param results every planned point, failed ones too, in run order
     * @param bottlenecks what held points back, as far as it is known
     */
    public static String html(String title, List<PointResult> results, List<Bottleneck> bottlenecks) {
        return new HtmlReport(results, bottlenecks).page(title);
    }

    private String page(String title) {
        line("<!DOCTYPE html>");
        line("<html lang=\"en\"><head><meta charset=\"utf-8\">");
        line("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">");
        line("<title>" + Escape.xml(title) + "</title>");
        line("<style>" + STYLE + "</style></head><body>");
        line("<h1>" + Escape.xml(title) + "</h1>");
        if (results.isEmpty()) {
            line("<p>No points.</p>");
        } else {
            line("<p class=\"" + (results.stream().anyMatch(r -> r.provenance().artificial()) ? "banner" : "soft")
                    + "\" role=\"note\">" + Escape.xml(TextTable.banner(results)) + "</p>");
            verdicts();
            groups().forEach(this::section);
        }
        line("</body></html>");
        return out.toString();
    }

    private void verdicts() {
        long valid = count(State.VALID);
        long marked = count(State.MARKED);
        long invalid = count(State.INVALID);
        line("<p><span class=\"valid\">" + valid + " valid</span>, <span class=\"marked\">" + marked
                + " usable with marks</span>, <span class=\"invalid\">" + invalid + " INVALID</span> of "
                + results.size()
                + " points. Read the verdict before any number; invalid points are on no Pareto front.</p>");
    }

    private long count(State state) {
        return results.stream().filter(r -> r.validity().state() == state).count();
    }

    private Map<String, List<PointResult>> groups() {
        Map<String, List<PointResult>> groups = new LinkedHashMap<>();
        for (PointResult result : results) {
            String key = result.point().benchmark() + ", " + result.point().workload() + " (ISL "
                    + result.point().isl() + ", OSL " + result.point().osl() + ")";
            groups.computeIfAbsent(key, name -> new ArrayList<>()).add(result);
        }
        return groups;
    }

    private void section(String name, List<PointResult> group) {
        Subject subject = group.get(0).subject();
        line("<section><h2>" + Escape.xml(name) + "</h2>");
        String version = group.stream()
                .map(result -> result.subject().engineVersion())
                .filter(v -> v != null)
                .findFirst()
                .orElse("");
        line("<p class=\"soft\">"
                + Escape.xml(subject.model() + " " + subject.precision() + " on " + subject.hardware() + ", "
                        + subject.engine() + " " + version)
                + "</p>");
        connections(group);
        pictures++;
        line("<figure>" + ParetoPicture.svg(name, group, "p" + pictures) + "</figure>");
        table(name, group);
        findings(group);
        String certificates = CertificateTable.html(group);
        if (!certificates.isEmpty()) {
            line(certificates);
        }
        heldBack(group);
        line("<details><summary>Commands that repeat these points</summary>");
        Set<String> commands = new LinkedHashSet<>();
        group.forEach(result -> commands.add(result.subject().repeat()));
        commands.forEach(command -> line("<p><code>" + Escape.xml(command) + "</code></p>"));
        line("</details></section>");
    }

    private void connections(List<PointResult> group) {
        Set<String> words = TextTable.connections(group);
        if (!words.isEmpty()) {
            line("<p class=\"soft\">Over " + Escape.xml(String.join("; ", words)) + "</p>");
        }
    }

    private void table(String name, List<PointResult> group) {
        Set<String> axes = new LinkedHashSet<>();
        group.forEach(result -> axes.addAll(result.point().axes().keySet()));
        line("<div class=\"wide\"><table><caption>" + Escape.xml(name) + ". " + Escape.xml(TextTable.banner(group))
                + "</caption>");
        StringBuilder head =
                new StringBuilder("<thead><tr><th scope=\"col\">verdict</th><th scope=\"col\">source</th>");
        axes.forEach(axis ->
                head.append("<th scope=\"col\">").append(Escape.xml(axis)).append("</th>"));
        for (TableColumn column : TableColumn.figures(LatencyUnit.MS, group)) {
            head.append("<th scope=\"col\">").append(Escape.xml(column.header()));
            head.append("<small>").append(Escape.xml(column.unit())).append("</small></th>");
        }
        line(head.append("</tr></thead><tbody>").toString());
        List<TableColumn> columns = TableColumn.figures(LatencyUnit.MS, group);
        group.forEach(result -> row(result, axes, columns));
        line("</tbody></table></div>");
    }

    private void row(PointResult result, Set<String> axes, List<TableColumn> columns) {
        StringBuilder row =
                new StringBuilder("<tr>").append("<th scope=\"row\" class=\"").append(style(result.validity()));
        row.append("\" title=\"")
                .append(Escape.xml(result.point().id()))
                .append("\">")
                .append(Escape.xml(verdict(result.validity())));
        row.append("</th><td>").append(Escape.xml(result.provenance().label())).append("</td>");
        for (String axis : axes) {
            row.append("<td>")
                    .append(Escape.xml(result.point().axes().getOrDefault(axis, "")))
                    .append("</td>");
        }
        for (TableColumn column : columns) {
            row.append("<td>").append(Escape.xml(column.cell().apply(result))).append("</td>");
        }
        line(row.append("</tr>").toString());
    }

    private static String style(Validity validity) {
        return switch (validity.state()) {
            case VALID -> "valid";
            case MARKED -> "marked";
            case INVALID -> "invalid";
        };
    }

    private static String verdict(Validity validity) {
        return switch (validity.state()) {
            case VALID -> "valid";
            case MARKED -> "valid, marked: " + validity.summary();
            case INVALID -> "INVALID: " + validity.summary();
        };
    }

    private void heldBack(List<PointResult> group) {
        StringBuilder items = new StringBuilder();
        for (PointResult result : group) {
            for (Bottleneck bottleneck : bottlenecks) {
                if (bottleneck.point().equals(result.point().id())) {
                    items.append("<li>").append(Escape.xml(bottleneck.text())).append("</li>");
                }
            }
        }
        if (!items.isEmpty()) {
            line("<h3>What held throughput back</h3><ul>" + items + "</ul>");
        }
    }

    private void findings(List<PointResult> group) {
        StringBuilder items = new StringBuilder();
        for (PointResult result : group) {
            result.validity().reasons().forEach(finding -> item(items, result, "invalid", finding));
            result.validity().marks().forEach(finding -> item(items, result, "marked", finding));
            TextTable.objectives(result)
                    .forEach(text -> items.append("<li><code>")
                            .append(Escape.xml(result.point().id()))
                            .append("</code> ")
                            .append(Escape.xml(text))
                            .append("</li>"));
        }
        if (!items.isEmpty()) {
            line("<h3>Findings</h3><ul>" + items + "</ul>");
        }
        line(
                "<p class=\"soft\">- : not supported by the data; ~ : over the requests of all windows together. Latencies are over complete requests; a failed one is never in them.</p>");
    }

    private static void item(StringBuilder items, PointResult result, String style, Finding finding) {
        items.append("<li><code>")
                .append(Escape.xml(result.point().id()))
                .append("</code> <span class=\"")
                .append(style);
        items.append("\">")
                .append(Escape.xml(finding.code()))
                .append("</span>: ")
                .append(Escape.xml(finding.message()))
                .append("</li>");
    }

    private void line(String text) {
        out.append(text).append('\n');
    }
}
