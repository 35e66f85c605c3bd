package io.infermark.report;

import io.infermark.result.PointResult;
import io.infermark.result.ResultFiles;
import io.infermark.result.TextTable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * A scatter of points with their front, as SVG: throughput per GPU upwards, interactivity to the right, so that better is up and right. One series for each configuration of a
 * server, its points labelled by their load. Colours follow the reader's light or dark scheme; shapes repeat what colours say.
 */
public final class ParetoPicture {
    private static final int WIDTH = 860;
    private static final int HEIGHT = 520;
    private static final int LEFT = 80;
    private static final int RIGHT = 20;
    private static final int TOP = 64;
    private static final int BOTTOM = 64;
    private static final int SERIES_STYLES = 6;
    private static final int LEGEND_LINE = 18;

    private static final String STYLE = """
            .pareto{--ink:#1b1f24;--soft:#656d76;--grid:#d8dee4;--paper:#fff;--bad:#b42318;--warn:#8a4600;font:13px system-ui,sans-serif}
            .pareto .s0{--c:#0b61a4}.pareto .s1{--c:#b35900}.pareto .s2{--c:#1a7f37}.pareto .s3{--c:#8250df}.pareto .s4{--c:#a40e5b}.pareto .s5{--c:#57606a}
            @media(prefers-color-scheme:dark){.pareto{--ink:#e6edf3;--soft:#9198a1;--grid:#3d444d;--paper:#0d1117;--bad:#ff7b72;--warn:#e3b341}
            .pareto .s0{--c:#58a6ff}.pareto .s1{--c:#f0883e}.pareto .s2{--c:#56d364}.pareto .s3{--c:#bc8cff}.pareto .s4{--c:#f778ba}.pareto .s5{--c:#adbac7}}
            .pareto text{fill:var(--ink)}.pareto .soft{fill:var(--soft)}.pareto .grid{stroke:var(--grid);fill:none}.pareto .paper{fill:var(--paper)}
            .pareto .mark{fill:var(--c);stroke:var(--c)}.pareto .off{fill:none;stroke:var(--c);stroke-width:1.5}.pareto .bad{fill:none;stroke:var(--bad);stroke-width:2}
            .pareto .front{fill:none;stroke:var(--soft);stroke-width:1.5;stroke-dasharray:5 4}.pareto .warn{fill:var(--warn);font-weight:700}
            """;

    private final String title;
    private final List<PointResult> results;
    private final String id;
    private final List<ParetoPoint> points = new ArrayList<>();
    private final Map<String, Integer> series = new LinkedHashMap<>();
    private final StringBuilder out = new StringBuilder();

    private ParetoPicture(String title, List<PointResult> results, String id) {
        this.title = title;
        this.results = results;
        this.id = id;
        results.forEach(result -> ParetoPoint.of(result).ifPresent(points::add));
        points.forEach(point -> series.computeIfAbsent(seriesOf(point.result()), name -> series.size()));
    }

    /** A picture file of its own; results should share a workload, or the front compares what can't be compared. */
    public static String svg(String title, List<PointResult> results) {
        return new ParetoPicture(title, results, "pareto").draw();
    }

    /** Writes the picture file over what is there, in one step. */
    public static void write(Path file, String title, List<PointResult> results) throws IOException {
        ResultFiles.replace(file, svg(title, results));
    }

    /**
     * The same for inside a page.
     *
     * @param id unique in the page
     */
    static String svg(String title, List<PointResult> results, String id) {
        return new ParetoPicture(title, results, id).draw();
    }

    /** Everything that an id shows but lengths and load: points of one series differ in load only. */
    private static String seriesOf(PointResult result) {
        StringBuilder name = new StringBuilder();
        result.point().axes().forEach((axis, value) -> {
            if (!List.of("isl", "osl", "conc", "rate", "arrival", "burstiness", "shape")
                    .contains(axis)) {
                name.append(name.isEmpty() ? "" : " ").append(axis).append('=').append(value);
            }
        });
        return name.isEmpty() ? "all points" : name.toString();
    }

    private String draw() {
        List<ParetoPoint> front = ParetoFrontier.of(points);
        int height = HEIGHT + LEGEND_LINE * (series.size() + 1);
        line(
                "<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"pareto\" role=\"img\" aria-labelledby=\"%s-t %s-d\" viewBox=\"0 0 %d %d\" width=\"%d\" height=\"%d\">",
                id, id, WIDTH, height, WIDTH, height);
        line("<title id=\"%s-t\">%s</title>", id, Escape.xml(title));
        line("<desc id=\"%s-d\">%s</desc>", id, Escape.xml(description(front)));
        line("<style>%s</style>", STYLE);
        line("<rect class=\"paper\" width=\"%d\" height=\"%d\"/>", WIDTH, height);
        line("<text x=\"%d\" y=\"24\" font-size=\"16\" font-weight=\"600\">%s</text>", LEFT, Escape.xml(title));
        String banner = TextTable.banner(results);
        line(
                "<text x=\"%d\" y=\"46\" class=\"%s\">%s</text>",
                LEFT,
                results.stream().anyMatch(r -> r.provenance().artificial()) ? "warn" : "soft",
                Escape.xml(banner));
        if (points.isEmpty()) {
            line(
                    "<text x=\"%d\" y=\"%d\" text-anchor=\"middle\">No point has both throughput per GPU and interactivity.</text>",
                    WIDTH / 2, HEIGHT / 2);
        } else {
            Scale x = Scale.to(points.stream()
                    .mapToDouble(ParetoPoint::interactivity)
                    .max()
                    .orElse(1));
            Scale y = Scale.to(points.stream()
                    .mapToDouble(ParetoPoint::throughputPerGpu)
                    .max()
                    .orElse(1));
            axes(x, y);
            frontLine(front, x, y);
            points.forEach(point -> mark(point, front.contains(point), x, y));
            legend();
        }
        line("</svg>");
        return out.toString();
    }

    private String description(List<ParetoPoint> front) {
        StringBuilder text = new StringBuilder("Throughput per GPU against interactivity. ");
        text.append(TextTable.banner(results)).append(' ').append(points.size()).append(" points");
        long bad = points.stream().filter(point -> !point.usable()).count();
        text.append(bad == 0 ? "" : ", " + bad + " of them invalid and not on the front");
        text.append(". Pareto front:");
        for (ParetoPoint point : front) {
            text.append(' ')
                    .append(shortName(point.result()))
                    .append(" at ")
                    .append(figures(point))
                    .append(';');
        }
        return text.toString();
    }

    private static String figures(ParetoPoint point) {
        return String.format(
                Locale.ROOT, "%.1f tok/s/user, %.1f tok/s/GPU", point.interactivity(), point.throughputPerGpu());
    }

    private static String shortName(PointResult result) {
        String id = result.point().id();
        return id.substring(Math.max(0, id.indexOf('[')));
    }

    private void axes(Scale x, Scale y) {
        int right = WIDTH - RIGHT;
        int bottom = HEIGHT - BOTTOM;
        for (double tick : y.ticks()) {
            double at = py(tick, y);
            line("<path class=\"grid\" d=\"M%d %.1fH%d\"/>", LEFT, at, right);
            line(
                    "<text class=\"soft\" x=\"%d\" y=\"%.1f\" text-anchor=\"end\">%s</text>",
                    LEFT - 8, at + 4, y.label(tick));
        }
        for (double tick : x.ticks()) {
            double at = px(tick, x);
            line("<path class=\"grid\" d=\"M%.1f %dV%d\"/>", at, TOP, bottom);
            line(
                    "<text class=\"soft\" x=\"%.1f\" y=\"%d\" text-anchor=\"middle\">%s</text>",
                    at, bottom + 20, x.label(tick));
        }
        line(
                "<text x=\"%d\" y=\"%d\" text-anchor=\"middle\">Interactivity, tok/s/user</text>",
                (LEFT + right) / 2, bottom + 44);
        line(
                "<text transform=\"translate(18 %d) rotate(-90)\" text-anchor=\"middle\">Throughput, tok/s/GPU (input + output)</text>",
                (TOP + bottom) / 2);
    }

    private void frontLine(List<ParetoPoint> front, Scale x, Scale y) {
        StringBuilder path = new StringBuilder();
        for (ParetoPoint point : front) {
            path.append(String.format(
                    Locale.ROOT,
                    "%s%.1f %.1f",
                    path.isEmpty() ? "M" : "L",
                    px(point.interactivity(), x),
                    py(point.throughputPerGpu(), y)));
        }
        if (front.size() > 1) {
            line("<path class=\"front\" d=\"%s\"/>", path);
        }
    }

    private void mark(ParetoPoint point, boolean onFront, Scale x, Scale y) {
        double cx = px(point.interactivity(), x);
        double cy = py(point.throughputPerGpu(), y);
        int index = series.getOrDefault(seriesOf(point.result()), 0);
        line("<g class=\"s%d\"><title>%s</title>", index % SERIES_STYLES, Escape.xml(hover(point, onFront)));
        if (!point.usable()) {
            line("<path class=\"bad\" d=\"M%.1f %.1fl10 10m0 -10l-10 10\"/>", cx - 5, cy - 5);
        } else {
            line("<path class=\"%s\" d=\"%s\"/>", onFront ? "mark" : "off", shape(index, cx, cy));
        }
        String conc = point.result().point().axes().get("conc");
        String rate = point.result().point().axes().get("rate");
        String label = rate != null ? rate + "/s" : conc == null ? "" : conc;
        line(
                "<text class=\"soft\" font-size=\"11\" x=\"%.1f\" y=\"%.1f\">%s</text></g>",
                cx + 8, cy - 6, Escape.xml(label));
    }

    private static String shape(int index, double cx, double cy) {
        return switch (index % SERIES_STYLES) {
            case 0 -> String.format(Locale.ROOT, "M%.1f %.1fa5 5 0 1 0 10 0a5 5 0 1 0 -10 0z", cx - 5, cy);
            case 1 -> String.format(Locale.ROOT, "M%.1f %.1fh9v9h-9z", cx - 4.5, cy - 4.5);
            case 2 -> String.format(Locale.ROOT, "M%.1f %.1fl6 10h-12z", cx, cy - 6);
            case 3 -> String.format(Locale.ROOT, "M%.1f %.1fl6 6l-6 6l-6 -6z", cx, cy - 6);
            case 4 -> String.format(Locale.ROOT, "M%.1f %.1fl6 -10h-12z", cx, cy + 6);
            default -> String.format(Locale.ROOT, "M%.1f %.1fh4v4h4v4h-4v4h-4v-4h-4v-4h4z", cx - 2, cy - 6);
        };
    }

    private static String hover(ParetoPoint point, boolean onFront) {
        PointResult result = point.result();
        StringBuilder text = new StringBuilder(result.point().id());
        text.append(": ")
                .append(figures(point))
                .append(" (")
                .append(result.provenance().label())
                .append("), ");
        text.append(result.validity().state().name().toLowerCase(Locale.ROOT));
        String why = result.validity().summary();
        text.append(why.isEmpty() ? "" : ": " + why).append(onFront ? ", on the Pareto front" : "");
        return text.toString();
    }

    private void legend() {
        int at = HEIGHT;
        for (Map.Entry<String, Integer> entry : series.entrySet()) {
            line(
                    "<g class=\"s%d\"><path class=\"mark\" d=\"%s\"/><text x=\"%d\" y=\"%d\">%s</text></g>",
                    entry.getValue() % SERIES_STYLES,
                    shape(entry.getValue(), LEFT + 6, at - 4.0),
                    LEFT + 20,
                    at,
                    Escape.xml(entry.getKey()));
            at += LEGEND_LINE;
        }
        line(
                "<text class=\"soft\" font-size=\"11\" x=\"%d\" y=\"%d\">filled: on the Pareto front · hollow: beaten · cross: INVALID · numbers: concurrency</text>",
                LEFT, at);
    }

    private static double px(double value, Scale scale) {
        return LEFT + (WIDTH - RIGHT - LEFT) * scale.at(value);
    }

    private static double py(double value, Scale scale) {
        return HEIGHT - BOTTOM - (HEIGHT - BOTTOM - TOP) * scale.at(value);
    }

    private void line(String format, Object... arguments) {
        out.append(String.format(Locale.ROOT, format, arguments)).append('\n');
    }
}
