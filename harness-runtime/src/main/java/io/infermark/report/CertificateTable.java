package io.infermark.report;

import io.infermark.result.OverheadCertificate;
import io.infermark.result.OverheadCertificate.MeanAndP99;
import io.infermark.result.OverheadCertificate.Verdict;
import io.infermark.result.PointResult;
import java.util.List;
import java.util.Locale;

/** What the load generator added to each point, as a table of the page. */
final class CertificateTable {
    private static final String CAPTION =
            "What the load generator added, in ms. Calibrated: how late it reads a first token, against the embedded simulator with the point's load, before and after the measured windows; limit: what that may be. Event loop: how late it read while measuring. Worst of a point's trials.";

    private static final String HEAD =
            "<thead><tr><th scope=\"col\">point</th><th scope=\"col\">generator</th>" + column("before", "mean")
                    + column("before", "p99") + column("after", "mean") + column("after", "p99")
                    + column("limit", "mean") + column("limit", "p99") + column("event loop", "mean")
                    + column("event loop", "p99") + column("event loop", "max") + column("waited for a core", "%")
                    + "</tr></thead>";

    private CertificateTable() {}

    private static String column(String name, String small) {
        return "<th scope=\"col\">" + name + "<small>" + small + "</small></th>";
    }

    /** Of points that came to a trial; without any of them empty. */
    static String html(List<PointResult> group) {
        StringBuilder rows = new StringBuilder();
        for (PointResult result : group) {
            if (!result.trials().isEmpty()) {
                row(rows, result);
            }
        }
        return rows.isEmpty()
                ? ""
                : "<h3>Overhead certificate</h3><div class=\"wide\"><table><caption>" + Escape.xml(CAPTION)
                        + "</caption>" + HEAD + "<tbody>" + rows + "</tbody></table></div>";
    }

    private static void row(StringBuilder rows, PointResult result) {
        OverheadCertificate certificate = OverheadCertificate.of(result);
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
        Double share = certificate.runQueueShare();
        cell(rows, share == null ? "-" : String.format(Locale.ROOT, "%.1f", 100 * share));
        rows.append("</tr>");
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
