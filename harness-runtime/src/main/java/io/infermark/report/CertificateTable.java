package io.infermark.report;

import io.infermark.result.OverheadCertificate;
import io.infermark.result.OverheadCertificate.Cost;
import io.infermark.result.OverheadCertificate.MeanAndP99;
import io.infermark.result.OverheadCertificate.Spent;
import io.infermark.result.OverheadCertificate.Verdict;
import io.infermark.result.PointResult;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What the load generator added to each point, as a table of the page. */
final class CertificateTable {
    private static final String CAPTION =
            "What the load generator added, in ms. Calibrated: how late it reads a first token, against the embedded simulator with the point's load, before and after the measured windows; limit: what that may be. Event loop: how late it read while measuring. Steal: what a hypervisor took of all cores or of the event loop's core, whichever is more. Worst of a point's trials; -: not told by this platform.";

    private static final String HEAD =
            "<thead><tr><th scope=\"col\">point</th><th scope=\"col\">generator</th>" + column("before", "mean")
                    + column("before", "p99") + column("after", "mean") + column("after", "p99")
                    + column("limit", "mean") + column("limit", "p99") + column("event loop", "mean")
                    + column("event loop", "p99") + column("event loop", "max") + column("waited for a core", "%")
                    + column("for other processes", "at least, %")
                    + column("steal", "%") + "</tr></thead>";

    private static final String COST_CAPTION =
            "What the load generator's processes took, in seconds, together over a point's trials. Only the measured windows (with their drain) are in the figures of the point; start, self-warm-up and calibration come apart from them. Calibrations before the windows are shared by the trials of one server start.";

    private static final String COST_HEAD =
            "<thead><tr><th scope=\"col\">point</th>" + column("start", "wall") + column("start", "CPU")
                    + column("self-warm-up", "wall") + column("self-warm-up", "CPU") + column("calibration", "wall")
                    + column("calibration", "CPU") + column("windows", "wall") + column("windows", "CPU")
                    + "</tr></thead>";

    private CertificateTable() {}

    private static String column(String name, String small) {
        return "<th scope=\"col\">" + name + "<small>" + small + "</small></th>";
    }

    /** Of points that came to a trial; without any of them empty. */
    static String html(List<PointResult> group) {
        StringBuilder rows = new StringBuilder();
        StringBuilder costs = new StringBuilder();
        for (PointResult result : group) {
            if (!result.trials().isEmpty()) {
                OverheadCertificate certificate = OverheadCertificate.of(result);
                row(rows, result, certificate);
                if (certificate.cost().windows().wall() != null) {
                    costRow(costs, result, certificate.cost());
                }
            }
        }
        return rows.isEmpty()
                ? ""
                : "<h3>Overhead certificate</h3>" + table(CAPTION, HEAD, rows)
                        + (costs.isEmpty() ? "" : table(COST_CAPTION, COST_HEAD, costs));
    }

    private static String table(String caption, String head, StringBuilder rows) {
        return "<div class=\"wide\"><table><caption>" + Escape.xml(caption) + "</caption>" + head + "<tbody>" + rows
                + "</tbody></table></div>";
    }

    private static void costRow(StringBuilder rows, PointResult result, Cost cost) {
        rows.append("\n<tr><th scope=\"row\"><code>")
                .append(Escape.xml(result.point().id()))
                .append("</code></th>");
        for (Spent spent : List.of(cost.start(), cost.selfWarmUp(), cost.calibration(), cost.windows())) {
            cell(rows, OverheadCertificate.text(spent.wall()));
            cell(rows, OverheadCertificate.text(spent.cpu()));
        }
        rows.append("</tr>");
    }

    private static void row(StringBuilder rows, PointResult result, OverheadCertificate certificate) {
        rows.append("\n<tr><th scope=\"row\"><code>")
                .append(Escape.xml(result.point().id()));
        rows.append("</code></th><td class=\"")
                .append(style(certificate.verdict()))
                .append("\">");
        rows.append(certificate.verdict().label()).append("</td>");
        cells(rows, certificate.before());
        cells(rows, certificate.after());
        cells(rows, certificate.bound());
        cells(rows, certificate.lag());
        cell(rows, OverheadCertificate.text(certificate.lagMax()));
        share(rows, certificate.runQueueShare());
        share(rows, certificate.foreignWaitShare());
        share(rows, certificate.stealShare());
        rows.append("</tr>");
    }

    private static void share(StringBuilder rows, @Nullable Double share) {
        cell(rows, share == null ? "-" : String.format(Locale.ROOT, "%.1f", 100 * share));
    }

    private static void cells(StringBuilder rows, MeanAndP99 figures) {
        cell(rows, OverheadCertificate.text(figures.mean()));
        cell(rows, OverheadCertificate.text(figures.p99()));
    }

    private static void cell(StringBuilder rows, String text) {
        rows.append("<td>").append(text).append("</td>");
    }

    private static String style(Verdict verdict) {
        return switch (verdict) {
            case FIT -> "valid";
            case UNFIT -> "invalid";
            case NOT_CALIBRATED -> "marked";
        };
    }
}
