package io.infermark.config.master;

import io.infermark.config.ConfigException;
import io.infermark.config.Problem;
import io.infermark.config.Problem.Severity;
import io.infermark.config.SourcePosition;
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
 *   <li>{@code DuplicatePoint}: two rows of one config expand to the same point;
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
        List<MasterConfig> configs;
        try {
            configs = master.configs();
        } catch (ConfigException e) {
            return e.problems().stream().map(p -> p.as(severity)).toList();
        }
        configs.forEach(this::check);
        return List.copyOf(problems);
    }

    private void report(String code, SourcePosition at, String key, String message) {
        problems.add(new Problem(severity, code, at, "'" + key + "': " + message));
    }

    private void check(MasterConfig config) {
        if (!runners.labels().containsKey(config.runner())) {
            List<String> labels = List.copyOf(runners.labels().keySet());
            report(
                    "UnknownRunner",
                    config.position(),
                    config.key(),
                    "the runner label '" + config.runner() + "' is not in " + runners.source()
                            + "; no machine would take" + " its jobs. "
                            + Suggestion.ofKey(config.runner(), labels, labels));
        }
        if (config.modelPrefix().indexOf('_') >= 0) {
            report(
                    "UnderscoreInPrefix",
                    config.position(),
                    config.key(),
                    "model-prefix '" + config.modelPrefix() + "' has an underscore; scripts take what stands before the"
                            + " first one for the prefix. Use '-' or '.'.");
        }
        for (FixedSeqLen item : config.fixedSeqLen()) {
            bucket(config, item);
            Map<String, SourcePosition> points = new HashMap<>();
            item.searchSpace().forEach(row -> row(config, row, points));
        }
        for (AgenticCoding item : config.agenticCoding()) {
            Map<String, SourcePosition> points = new HashMap<>();
            item.searchSpace().forEach(row -> row(config, row, points));
        }
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

    private void row(MasterConfig config, SearchRow row, Map<String, SourcePosition> points) {
        if (row.concurrency() instanceof Range range && range.start() <= 0 && range.end() > range.start()) {
            report(
                    "ConcStartZero",
                    row.position(),
                    config.key(),
                    "conc-start " + range.start() + " doubles to itself and never reaches conc-end " + range.end()
                            + ". Start at 1 or above.");
            return;
        }
        duplicates(config, row, points);
        if (row.topology() instanceof OneServer server) {
            server(config, row, server);
        } else if (row.topology() instanceof Workers workers) {
            worker(config, row, "prefill", workers.prefill());
            worker(config, row, "decode", workers.decode());
        }
    }

    private void duplicates(MasterConfig config, SearchRow row, Map<String, SourcePosition> points) {
        String identity = PointIdentity.of(row);
        for (long conc : values(row.concurrency())) {
            SourcePosition first = points.putIfAbsent(identity + conc, row.position());
            if (first != null) {
                report(
                        "DuplicatePoint",
                        row.position(),
                        config.key(),
                        "conc " + conc + " of this row is the same point as one of the row at " + first
                                + "; it would be measured twice. Remove one.");
                return;
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
