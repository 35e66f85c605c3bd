package io.infermark.run;

import io.infermark.bottleneck.Bottleneck;
import io.infermark.bottleneck.BottleneckFile;
import io.infermark.bottleneck.Bottlenecks;
import io.infermark.report.HtmlReport;
import io.infermark.report.ParetoPicture;
import io.infermark.result.PointResult;
import io.infermark.result.ResultFiles;
import io.infermark.result.ResultFormat;
import io.infermark.result.ResultWriter;
import io.infermark.result.TextTable;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The end of a run: the table, the page, the result files. */
final class Closing {
    private final Console console;
    private final RunFiles files;
    private final RunDirectory directory;
    private final Options options;

    Closing(Console console, RunFiles files, RunDirectory directory, Options options) {
        this.console = console;
        this.files = files;
        this.directory = directory;
        this.options = options;
    }

    void print(List<PointResult> results) {
        console.info("");
        console.result(TextTable.render(results, console.columns(), options.latencyUnit()));
        List<Bottleneck> bottlenecks = Bottlenecks.of(results);
        bottlenecks.forEach(bottleneck -> console.info("# " + bottleneck.text()));
        files.keep(
                "the table",
                () -> ResultFiles.replace(directory.root().resolve("table.txt"), text(ResultFormat.TEXT, results)));
        files.keep(
                "the bottlenecks",
                () -> ResultFiles.replace(
                        directory.root().resolve("bottlenecks.json"), BottleneckFile.text(bottlenecks)));
        files.keep(
                "the results",
                () -> ResultFiles.replace(directory.root().resolve("results.json"), text(ResultFormat.JSON, results)));
        files.keep(
                "InferenceX's results",
                () -> ResultFiles.replace(
                        directory.root().resolve("inferencex.json"), text(ResultFormat.INFERENCEX, results)));
        files.keep(
                "InferenceX's aggregates",
                () -> ResultFiles.replace(
                        directory.root().resolve("inferencex-agg.json"), text(ResultFormat.INFERENCEX_AGG, results)));
        files.keep(
                "the page",
                () -> HtmlReport.write(
                        directory.root().resolve("report.html"), "Run " + directory.runId(), results, bottlenecks));
        pictures(results);
        extraFile(results);
        console.info(
                "# REMEMBER: these numbers are data about this run on this machine. Before you compare or publish them: is every point valid, does the same point"
                        + " measured again agree, and is the workload the one you care about?");
        console.info("# Page: " + directory.root().resolve("report.html"));
        console.info("# Results: " + directory.root());
    }

    /** One picture for each benchmark and workload: a front over different workloads would compare what can't be compared. */
    private void pictures(List<PointResult> results) {
        Map<String, List<PointResult>> groups = new LinkedHashMap<>();
        for (PointResult result : results) {
            String benchmark = result.point().benchmark();
            String name = RunDirectory.slug(benchmark) + "-"
                    + RunDirectory.slug(result.point().workload());
            groups.computeIfAbsent(name, key -> new ArrayList<>()).add(result);
        }
        groups.forEach((name, group) -> {
            String svg = ParetoPicture.svg(name, group);
            files.keep(
                    "a picture", () -> ResultFiles.replace(directory.root().resolve("pareto-" + name + ".svg"), svg));
        });
    }

    private void extraFile(List<PointResult> results) {
        String label = options.resultFormat();
        Path stated = options.resultFile();
        if (label == null && stated == null) {
            return;
        }
        ResultFormat format = ResultFormat.byLabel(label == null ? "json" : label)
                .orElseThrow(() -> new IllegalStateException("checked when it was parsed: " + label));
        Path file = stated != null
                ? stated
                : directory.root().resolve("result-" + format.label() + "." + format.extension());
        files.keep(file.toString(), () -> ResultFiles.replace(file, text(format, results)));
        console.info("# Result file: " + file);
    }

    private static String text(ResultFormat format, List<PointResult> results) throws IOException {
        StringWriter writer = new StringWriter();
        ResultWriter.write(format, results, writer);
        return writer.toString();
    }
}
