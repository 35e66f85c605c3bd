package io.infermark.cli;

import io.infermark.model.DurationText;
import io.infermark.plan.Benchmark;
import io.infermark.plan.Estimate;
import io.infermark.plan.MatrixCatalog;
import io.infermark.plan.PlannedPoint;
import io.infermark.plan.RunOrder;
import io.infermark.plan.Selection;
import io.infermark.profile.Profilers;
import io.infermark.run.Options;
import java.io.PrintStream;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What {@code -l}, {@code -lp}, {@code -lpoints} and {@code -lrf} print: one item a line, nothing else. */
final class Listing {
    private final PrintStream out;
    private final PrintStream err;

    Listing(PrintStream out, PrintStream err) {
        this.out = out;
        this.err = err;
    }

    void print(Options options, ListArguments lists) {
        if (lists.resultFormats) {
            ListArguments.RESULT_FORMATS.forEach(out::println);
            return;
        }
        if (lists.profilers) {
            Profilers.standard()
                    .all()
                    .forEach(profiler -> out.println(profiler.name() + "  " + profiler.description()
                            + profiler.unsupported()
                                    .map(why -> " (not here: " + why + ")")
                                    .orElse("")));
            return;
        }
        List<Benchmark> benchmarks = new MatrixCatalog(Thread.currentThread().getContextClassLoader(), err).all();
        Selection selection = new Selection(options.overrides());
        List<PlannedPoint> points = selection.select(benchmarks);
        selection
                .withClusterRows(benchmarks)
                .forEach(name -> err.println("# [ClusterRows] rows of " + name
                        + " for several nodes or replayed sessions are left out: a cluster's launcher starts them."));
        if (lists.points) {
            printPoints(RunOrder.of(points));
        } else if (lists.params) {
            printParams(points);
        } else {
            points.stream().map(p -> p.spec().benchmark()).distinct().forEach(out::println);
        }
    }

    private void printPoints(RunOrder plan) {
        for (PlannedPoint planned : plan.points()) {
            Duration each = Estimate.ofTrial(planned).multipliedBy(planned.trials());
            out.println(planned.id() + "  ~" + DurationText.format(Duration.ofSeconds(Math.max(1, each.toSeconds()))));
        }
    }

    private void printParams(List<PlannedPoint> points) {
        Map<String, Map<String, Set<String>>> byBenchmark = new LinkedHashMap<>();
        for (PlannedPoint planned : points) {
            Map<String, Set<String>> axes =
                    byBenchmark.computeIfAbsent(planned.spec().benchmark(), name -> new LinkedHashMap<>());
            for (String axis : planned.point().idAxes()) {
                String value = planned.point().axis(axis);
                if (value != null) {
                    axes.computeIfAbsent(axis, name -> new LinkedHashSet<>()).add(value);
                }
            }
        }
        byBenchmark.forEach((benchmark, axes) -> {
            out.println(benchmark);
            axes.forEach((axis, values) -> out.println("  " + axis + " = " + String.join(", ", values)));
        });
    }
}
