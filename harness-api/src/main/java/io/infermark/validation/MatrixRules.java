package io.infermark.validation;

import io.infermark.api.Launch;
import io.infermark.model.BenchmarkSpec;
import io.infermark.model.Exclusion;
import io.infermark.model.Load;
import io.infermark.model.MatrixExpander;
import io.infermark.model.Point;
import io.infermark.model.SweepRow;
import io.infermark.model.WorkloadSpec;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Rules that need the points.
 *
 * <p>Rows, workloads and exclusions that are wrong by themselves are left out, so that one mistake does not hide another; what can only be said of the whole is then not said.
 */
final class MatrixRules {
    /** More points than this before exclusions are not looked at one by one. */
    private static final long MOST_VISITED = 2_000_000;

    private final BenchmarkSpec spec;
    private final Findings findings;
    private final BenchmarkSpec soundSpec;
    private final List<Integer> rows;
    private final List<Integer> exclusions;
    private final boolean whole;

    private final Map<String, Integer> ids = new HashMap<>();
    private final Map<List<Integer>, Twice> twice = new LinkedHashMap<>();
    private final Map<Object, String> starts = new LinkedHashMap<>();
    private final boolean[] drops;
    private final long[] declared;
    private final long[] kept;
    private long survivors;

    MatrixRules(BenchmarkSpec spec, Findings findings) {
        this.spec = spec;
        this.findings = findings;
        this.rows = sound("sweep", spec.rows().size());
        this.exclusions = sound("exclude", spec.exclusions().size());
        List<Integer> workloads = sound("workload", spec.workloads().size());
        this.whole = rows.size() == spec.rows().size()
                && exclusions.size() == spec.exclusions().size()
                && workloads.size() == spec.workloads().size();
        this.drops = new boolean[spec.exclusions().size()];
        this.declared = new long[spec.rows().size()];
        this.kept = new long[spec.rows().size()];
        this.soundSpec = with(
                rows.stream().map(spec.rows()::get).toList(),
                workloads.stream().map(spec.workloads()::get).toList());
    }

    private List<Integer> sound(String part, int size) {
        return IntStream.range(0, size)
                .filter(i -> !findings.wrong(part + "[" + i + "]"))
                .boxed()
                .toList();
    }

    private BenchmarkSpec with(List<SweepRow> someRows, List<WorkloadSpec> someWorkloads) {
        return new BenchmarkSpec(
                spec.benchmark(),
                spec.description(),
                spec.model(),
                spec.hardware(),
                spec.server(),
                someWorkloads,
                someRows,
                spec.exclusions(),
                spec.slo(),
                spec.run(),
                spec.maxPoints(),
                spec.master());
    }

    void check() {
        long count = MatrixExpander.count(soundSpec);
        if (count > MOST_VISITED) {
            many(count);
            return;
        }
        PointRules points = new PointRules(spec, findings);
        WindowRules windows = new WindowRules(spec, findings);
        MatrixExpander.forEachWithRow(soundSpec, (point, index) -> {
            int row = rows.get(index);
            declared[row]++;
            if (dropped(point)) {
                return;
            }
            kept[row]++;
            survivors++;
            points.check(point, row);
            windows.look(point, row);
            if (survivors <= spec.maxPoints()) {
                remember(point, row);
            }
        });
        windows.check();
        reportTwice();
        reportStarts();
        if (survivors > spec.maxPoints() && spec.maxPoints() > 0) {
            many(survivors);
        }
        if (whole) {
            reportExclusions();
        }
    }

    /** Only what each point has to meet by itself. */
    void checkPoints() {
        PointRules points = new PointRules(spec, findings);
        MatrixExpander.forEachWithRow(soundSpec, (point, index) -> points.check(point, rows.get(index)));
    }

    private boolean dropped(Point point) {
        boolean dropped = false;
        for (int index : exclusions) {
            if (spec.exclusions().get(index).drops(point)) {
                drops[index] = true;
                dropped = true;
            }
        }
        return dropped;
    }

    private void remember(Point point, int row) {
        Integer first = ids.putIfAbsent(point.id(), row);
        if (first != null) {
            twice.computeIfAbsent(List.of(first, row), pair -> new Twice(point)).count++;
        }
        if (spec.server().launch() == Launch.EXTERNAL) {
            starts.putIfAbsent(
                    List.of(point.parallelism(), point.specDecoding(), point.axes(), point.env()), point.id());
        }
    }

    private void reportTwice() {
        twice.forEach((pair, repeated) -> {
            SweepRow row = spec.rows().get(pair.get(1));
            String path = "sweep[" + pair.get(1) + "]";
            if (repeated.example.load() instanceof Load.Closed closed) {
                path += ".concurrency[" + row.concurrency().indexOf(closed.concurrency()) + "]";
            }
            String more = repeated.count == 1 ? "" : ", as are " + (repeated.count - 1) + " more points of this row";
            findings.add(Code.POINT_TWICE, path, repeated.example.id(), "sweep[" + pair.get(0) + "]", more);
        });
    }

    private void reportStarts() {
        if (starts.size() > 1) {
            List<String> examples = new ArrayList<>(starts.values());
            findings.add(Code.EXTERNAL_STARTS, "server.launch", starts.size(), examples.get(0), examples.get(1));
        }
    }

    private void many(long points) {
        findings.add(
                Code.POINTS_MANY,
                "maxPoints",
                String.format(Locale.ROOT, "%,d", points),
                String.format(Locale.ROOT, "%,d", spec.maxPoints()),
                TimeEstimate.of(soundSpec, points).text());
    }

    private void reportExclusions() {
        long all =
                IntStream.range(0, declared.length).mapToLong(i -> declared[i]).sum();
        if (all > 0 && survivors == 0) {
            findings.add(Code.EXCLUDE_EVERYTHING, "exclude[0]", all);
            return;
        }
        for (int i = 0; i < drops.length; i++) {
            if (!drops[i]) {
                findings.add(
                        Code.EXCLUDE_NOTHING,
                        "exclude[" + i + "]",
                        unmet(spec.exclusions().get(i)));
            }
        }
        for (int i = 0; i < declared.length; i++) {
            if (declared[i] > 0 && kept[i] == 0) {
                findings.add(Code.ROW_ADDS_NOTHING, "sweep[" + i + "]", declared[i]);
            }
        }
    }

    /** The first condition that no point meets by itself. */
    private String unmet(Exclusion exclusion) {
        boolean[] met = new boolean[exclusion.conditions().size()];
        MatrixExpander.forEach(soundSpec, point -> {
            for (int i = 0; i < met.length; i++) {
                met[i] |= new Exclusion(List.of(exclusion.conditions().get(i)), "").drops(point);
            }
        });
        for (int i = 0; i < met.length; i++) {
            if (!met[i]) {
                return ": none has " + exclusion.conditions().get(i);
            }
        }
        return ": none meets all its conditions together";
    }

    /** Points that two rows, or one row twice, declare. */
    private static final class Twice {
        private final Point example;
        private int count;

        private Twice(Point example) {
            this.example = example;
        }
    }
}
