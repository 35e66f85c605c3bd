package io.infermark.config.master;

import io.infermark.config.ConfigException;
import io.infermark.config.Problem;
import io.infermark.config.Problem.Severity;
import io.infermark.config.SourcePosition;
import io.infermark.config.Value;
import io.infermark.config.Value.Mapping;
import io.infermark.config.master.MasterConfig.AgenticCoding;
import io.infermark.config.master.MasterConfig.Concurrency;
import io.infermark.config.master.MasterConfig.FixedSeqLen;
import io.infermark.config.master.MasterConfig.Listed;
import io.infermark.config.master.MasterConfig.Range;
import io.infermark.config.master.MasterConfig.SearchRow;
import io.infermark.model.Suggestion;
import io.infermark.validation.Code;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What upstream's validator misses and what only a file, or several entries, can get wrong; the rules of single entries are
 * the compiler's ({@code io.infermark.classes.SpecChecks}). Errors in native files, warnings in compatible ones, which must
 * run as upstream runs them.
 *
 * <ul>
 *   <li>{@code UnknownRunner}: the label is not in the runner file;
 *   <li>{@code ValueTooSmall}: a range from 0 never ends;
 *   <li>{@code PointTwice}: two rows, of one config or of two, expand to the same point;
 *   <li>{@code AxisValueTwice}: a row lists a concurrency twice;
 *   <li>{@code BucketNotDispatched}: no workflow of upstream runs these lengths. A warning everywhere, because our runner
 *       runs any length.
 * </ul>
 */
public final class SanityChecks {

    private final MasterFile master;
    private final Runners runners;
    private final Severity severity;
    private final List<Problem> problems = new ArrayList<>();

    /** Rows by what makes their points the same, concurrency apart. */
    private final Map<String, List<Placed>> rows = new LinkedHashMap<>();

    private record Placed(String key, SearchRow row) {}

    /** Checks of a file against its runner file. */
    public SanityChecks(MasterFile master, Runners runners) {
        this.master = master;
        this.runners = runners;
        this.severity = master.dialect() == Dialect.NATIVE ? Severity.ERROR : Severity.WARNING;
    }

    /** Everything found. */
    public List<Problem> problems() {
        problems.clear();
        rows.clear();
        List<MasterConfig> configs;
        try {
            configs = master.configs();
        } catch (ConfigException e) {
            return e.problems().stream().map(p -> p.as(severity)).toList();
        }
        for (int i = 0; i < configs.size(); i++) {
            check(configs.get(i), master.entries().get(i).value());
        }
        rows.values().forEach(this::duplicates);
        return List.copyOf(problems);
    }

    private void report(String code, SourcePosition at, String key, String message) {
        problems.add(new Problem(severity, code, at, "'" + key + "': " + message));
    }

    private void check(MasterConfig config, Mapping written) {
        if (!runners.labels().containsKey(config.runner())) {
            List<String> labels = List.copyOf(runners.labels().keySet());
            report(
                    "UnknownRunner",
                    place(config, written, "runner"),
                    config.key(),
                    "the runner label '" + config.runner() + "' is not in " + runners.source()
                            + "; no machine would take" + " its jobs. "
                            + Suggestion.ofKey(config.runner(), labels, labels));
        }
        for (FixedSeqLen item : config.fixedSeqLen()) {
            bucket(config, item);
            String scenario = item.isl() + "/" + item.osl();
            item.searchSpace().forEach(row -> row(config, row, scenario));
        }
        for (AgenticCoding item : config.agenticCoding()) {
            item.searchSpace().forEach(row -> row(config, row, "agentic " + item.dramUtilization()));
        }
    }

    private static SourcePosition place(MasterConfig config, Mapping written, String key) {
        Value value = written.get(key) == null ? written.get(key.replace('-', '_')) : written.get(key);
        return value == null ? config.position() : value.position();
    }

    private void bucket(MasterConfig config, FixedSeqLen item) {
        Set<String> dispatched = master.dialect() == Dialect.FEB
                ? Set.of("1024/1024", "1024/8192", "8192/1024")
                : Set.of("1024/1024", "8192/1024");
        if (!dispatched.contains(item.isl() + "/" + item.osl())) {
            problems.add(Problem.warning(
                    "BucketNotDispatched",
                    item.position(),
                    "'" + config.key() + "': no upstream workflow dispatches isl=" + item.isl() + " osl=" + item.osl()
                            + "; there its rows are generated and never run."));
        }
    }

    private void row(MasterConfig config, SearchRow row, String scenario) {
        if (row.concurrency() instanceof Range range && range.start() <= 0 && range.end() > range.start()) {
            report(
                    Code.VALUE_TOO_SMALL.code(),
                    row.position(),
                    config.key(),
                    "conc-start " + range.start() + " doubles to itself and never reaches conc-end " + range.end()
                            + ". Start at 1 or above.");
            return;
        }
        rows.computeIfAbsent(PointIdentity.of(config, scenario, row), identity -> new ArrayList<>())
                .add(new Placed(config.key(), row));
    }

    /** Rows that differ in their concurrencies alone, of whichever entries. */
    private void duplicates(List<Placed> same) {
        Map<Long, Integer> points = new HashMap<>();
        for (int i = 0; i < same.size(); i++) {
            int first = -1;
            long twice = 0;
            for (long conc : values(same.get(i).row().concurrency())) {
                Integer earlier = points.putIfAbsent(conc, i);
                if (earlier != null && first < 0) {
                    first = earlier;
                    twice = conc;
                }
            }
            if (first >= 0) {
                report(same.get(i), twice, first == i ? null : same.get(first));
            }
        }
    }

    private void report(Placed placed, long twice, @Nullable Placed first) {
        SourcePosition at = placed.row().position();
        if (first == null) {
            report(
                    Code.AXIS_VALUE_TWICE.code(),
                    at,
                    placed.key(),
                    "conc " + twice
                            + " stands twice in this row, which would measure the same point twice. Remove one.");
        } else {
            report(
                    Code.POINT_TWICE.code(),
                    at,
                    placed.key(),
                    "conc " + twice + " of this row is the same point as one of the row at "
                            + first.row().position()
                            + (first.key().equals(placed.key()) ? "" : " of '" + first.key() + "'")
                            + "; it would be measured twice. Remove one.");
        }
    }

    private static List<Long> values(Concurrency concurrency) {
        List<Long> values = new ArrayList<>();
        if (concurrency instanceof Listed listed) {
            listed.values().forEach(value -> values.add((long) value));
        } else if (concurrency instanceof Range range) {
            for (long conc = range.start(); conc < range.end(); conc *= 2) {
                values.add(conc);
            }
            values.add((long) range.end());
        }
        return values;
    }
}
