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
import io.infermark.config.master.MasterConfig.OneServer;
import io.infermark.config.master.MasterConfig.Range;
import io.infermark.config.master.MasterConfig.SearchRow;
import io.infermark.config.master.MasterConfig.Worker;
import io.infermark.config.master.MasterConfig.Workers;
import io.infermark.model.Suggestion;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What upstream's validator misses: errors in native files, warnings in compatible ones, which must run as upstream runs
 * them.
 *
 * <ul>
 *   <li>{@code UnknownRunner}: the label is not in the runner file;
 *   <li>{@code UnderscoreInPrefix}: scripts cut the experiment name at its first underscore;
 *   <li>{@code ConcStartZero}: a range from 0 never ends;
 *   <li>{@code DuplicatePoint}: two rows, of one config or of two, expand to the same point;
 *   <li>{@code HardwareTooSmall}: TP × PP × PCP exceeds the node, or a worker does not fill whole nodes;
 *   <li>{@code ExpertsDoNotDivide}: EP does not divide the server's GPUs;
 *   <li>{@code BucketNotDispatched}: no workflow of upstream runs these lengths. A warning everywhere, because our runner
 *       runs any length.
 * </ul>
 */
public final class SanityChecks {

    private final MasterFile master;
    private final Runners runners;
    private final NodeSizes nodes;
    private final Severity severity;
    private final List<Problem> problems = new ArrayList<>();

    /** Rows by what makes their points the same, concurrency apart. */
    private final Map<String, List<Placed>> rows = new LinkedHashMap<>();

    private record Placed(String key, SearchRow row) {}

    /** Checks of a file against its runner file. */
    public SanityChecks(MasterFile master, Runners runners) {
        this.master = master;
        this.runners = runners;
        this.nodes = new NodeSizes(runners);
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
        if (config.modelPrefix().indexOf('_') >= 0) {
            report(
                    "UnderscoreInPrefix",
                    place(config, written, "model-prefix"),
                    config.key(),
                    "model-prefix '" + config.modelPrefix() + "' has an underscore; scripts take what stands before the"
                            + " first one for the prefix. Use '-' or '.'.");
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
                    "ConcStartZero",
                    row.position(),
                    config.key(),
                    "conc-start " + range.start() + " doubles to itself and never reaches conc-end " + range.end()
                            + ". Start at 1 or above.");
            return;
        }
        rows.computeIfAbsent(PointIdentity.of(config, scenario, row), identity -> new ArrayList<>())
                .add(new Placed(config.key(), row));
        if (row.topology() instanceof OneServer server) {
            server(config, row, server);
        } else if (row.topology() instanceof Workers workers) {
            worker(config, row, "prefill", workers.prefill());
            worker(config, row, "decode", workers.decode());
        }
    }

    /** Rows that differ in their concurrencies alone, of whichever entries. */
    private void duplicates(List<Placed> same) {
        Map<Long, Placed> points = new HashMap<>();
        for (Placed placed : same) {
            Placed first = null;
            long twice = 0;
            for (long conc : values(placed.row().concurrency())) {
                Placed earlier = points.putIfAbsent(conc, placed);
                if (earlier != null && first == null) {
                    first = earlier;
                    twice = conc;
                }
            }
            if (first != null) {
                report(
                        "DuplicatePoint",
                        placed.row().position(),
                        placed.key(),
                        "conc " + twice + " of this row is the same point as one of the row at "
                                + first.row().position()
                                + (first.key().equals(placed.key()) ? "" : " of '" + first.key() + "'")
                                + "; it would be measured twice. Remove one.");
            }
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

    private void server(MasterConfig config, SearchRow row, OneServer server) {
        boolean attention = Boolean.TRUE.equals(server.dpAttention());
        experts(config, row, "", server.ep(), server.gpus(), attention);
        NodeSizes.Node node = nodes.of(config.runner());
        if (node != null && server.gpus() > node.gpus()) {
            report(
                    "HardwareTooSmall",
                    row.position(),
                    config.key(),
                    "tp=" + server.tp() + " × pp=" + server.pp() + " × pcp-size=" + server.pcpSize() + " needs "
                            + server.gpus() + " GPUs, but a node of " + config.runner() + " has " + node.gpus() + " ("
                            + node.source() + "). Lower tp, or use prefill and decode workers.");
        }
    }

    private void worker(MasterConfig config, SearchRow row, String role, Worker worker) {
        experts(config, row, role + " ", worker.ep(), worker.gpus(), worker.dpAttention());
        NodeSizes.Node node = nodes.of(worker.hardware() == null ? config.runner() : worker.hardware());
        if (node != null && worker.gpus() > node.gpus() && worker.gpus() % node.gpus() != 0) {
            report(
                    "HardwareTooSmall",
                    row.position(),
                    config.key(),
                    role + " worker: tp=" + worker.tp() + " × pp=" + worker.pp() + " × pcp-size=" + worker.pcpSize()
                            + " needs " + worker.gpus() + " GPUs, which is no multiple of the " + node.gpus()
                            + " of a node (" + node.source() + "). Use whole nodes.");
        }
    }

    /** With DP attention TP counts the GPUs of one rank and EP spans the ranks, so EP may also be a multiple. */
    private void experts(
            MasterConfig config, SearchRow row, String role, @Nullable Integer ep, long gpus, boolean dpAttention) {
        if (ep == null || (ep > 0 && gpus % ep == 0) || (ep > 0 && gpus > 0 && dpAttention && ep % gpus == 0)) {
            return;
        }
        report(
                "ExpertsDoNotDivide",
                row.position(),
                config.key(),
                role + "ep=" + ep + " does not divide the " + gpus + " GPUs of one server. Use a divisor.");
    }
}
