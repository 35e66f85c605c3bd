package io.infermark.result;

import io.infermark.metric.ConnectionFigures;
import io.infermark.metric.Figure;
import io.infermark.metric.PointSummary;
import java.io.IOException;
import java.io.Writer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** One line a point: verdict, description, counts, the overhead certificate by its names in {@code result.json}, then every {@link Figure} with its unit in the header; an empty cell is a figure that could not be supported. */
final class CsvExport {
    private static final Map<String, Function<PointResult, @Nullable Object>> DESCRIPTION = description();

    private CsvExport() {}

    private static Map<String, Function<PointResult, @Nullable Object>> description() {
        Map<String, Function<PointResult, @Nullable Object>> columns = new LinkedHashMap<>();
        columns.put("point", r -> r.point().id());
        columns.put("validity", r -> r.validity().state().name().toLowerCase(java.util.Locale.ROOT));
        columns.put("validity_reasons", r -> r.validity().summary());
        columns.put("provenance", r -> r.provenance().label());
        columns.put("power", r -> r.provenance().power().name().toLowerCase(java.util.Locale.ROOT));
        columns.put("benchmark", r -> r.point().benchmark());
        columns.put("model", r -> r.subject().model());
        columns.put("precision", r -> r.subject().precision());
        columns.put("hardware", r -> r.subject().hardware());
        columns.put(
                "gpus",
                r -> r.subject().gpus() == 0
                        ? null
                        : Integer.valueOf(r.subject().gpus()));
        columns.put("engine", r -> r.subject().engine());
        columns.put("engine_version", r -> r.subject().engineVersion());
        columns.put("image", r -> r.subject().image());
        columns.put("workload", r -> r.point().workload());
        columns.put("isl", r -> r.point().isl());
        columns.put("osl", r -> r.point().osl());
        columns.put("tp", r -> r.point().tp());
        columns.put("pp", r -> r.point().pp());
        columns.put("dcp", r -> r.point().dcp());
        columns.put("pcp", r -> r.point().pcp());
        columns.put("ep", r -> r.point().ep());
        columns.put("dp_attention", r -> r.point().dpAttention());
        columns.put("spec_decoding", r -> r.point().specDecoding());
        columns.put("concurrency", r -> r.point().concurrency());
        columns.put("rate_per_second", r -> r.point().requestsPerSecond());
        columns.put("arrival", r -> r.point().arrival());
        columns.put("arrival_shape", r -> r.point().arrivalShape());
        columns.put("axes", r -> axes(r.point().axes()));
        columns.put("config_fingerprint", r -> r.point().configFingerprint());
        columns.put("harness_version", r -> r.subject().harnessVersion());
        columns.put("forks", r -> count(r, PointSummary::forks));
        columns.put("windows", r -> count(r, PointSummary::windows));
        columns.put("requests_ok", r -> count(r, s -> s.pooled().counts().ok()));
        columns.put("requests_failed", r -> count(r, s -> s.pooled().counts().failed()));
        columns.put("protocol", r -> connections(r, ConnectionFigures::protocol));
        columns.put("security", r -> connections(r, ConnectionFigures::security));
        columns.put(
                "streams_per_connection_mean",
                r -> connections(r, c -> c.streams().mean()));
        columns.put(
                "streams_per_connection_max",
                r -> connections(r, c -> c.streams().max()));
        columns.put("connections_opened_in_window", r -> connections(r, ConnectionFigures::opened));
        columns.put(
                "certificate",
                r -> r.trials().isEmpty()
                        ? null
                        : OverheadCertificate.of(r).verdict().label());
        CertificateFigure.ALL.forEach(figure -> columns.put(figure.name(), figure::of));
        return columns;
    }

    private static @Nullable Object count(PointResult result, Function<PointSummary, Integer> of) {
        PointSummary summary = result.summary();
        return summary == null ? null : of.apply(summary);
    }

    private static @Nullable Object connections(PointResult result, Function<ConnectionFigures, @Nullable Object> of) {
        PointSummary summary = result.summary();
        return summary == null ? null : of.apply(summary.pooled().connections());
    }

    private static String axes(Map<String, String> axes) {
        StringBuilder text = new StringBuilder();
        axes.forEach((name, value) ->
                text.append(text.isEmpty() ? "" : " ").append(name).append('=').append(value));
        return text.toString();
    }

    static void write(List<PointResult> results, Writer out) throws IOException {
        List<String> header = new ArrayList<>(DESCRIPTION.keySet());
        Figure.ALL.forEach(figure ->
                header.add(figure.unit().equals("1") ? figure.name() : figure.name() + " [" + figure.unit() + "]"));
        Csv.line(out, header);
        for (PointResult result : results) {
            List<@Nullable Object> cells = new ArrayList<>();
            DESCRIPTION.values().forEach(column -> cells.add(column.apply(result)));
            PointSummary summary = result.summary();
            for (Figure figure : Figure.ALL) {
                cells.add(summary == null ? null : summary.shown(figure.name()));
            }
            Csv.line(out, cells);
        }
    }
}
