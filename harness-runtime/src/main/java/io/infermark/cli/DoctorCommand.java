package io.infermark.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.infermark.doctor.CheckResult;
import io.infermark.doctor.DoctorReport;
import io.infermark.doctor.HostDoctor;
import io.infermark.doctor.Needs;
import io.infermark.plan.MatrixCatalog;
import io.infermark.plan.RunOrder;
import io.infermark.plan.Selection;
import io.infermark.run.OptionsBuilder;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code doctor}: what would fail on this host. */
@Command(
        name = "doctor",
        mixinStandardHelpOptions = true,
        description =
                "Examines this host and prints what would fail before it does: JDK, cores, governor, clock, memory, disk, limits, ports, "
                        + "container engine, GPU drivers and devices, model cache, tokens, servers of dead runs. Nothing is changed. "
                        + "Exit code 3 if something would fail.")
final class DoctorCommand implements Callable<Integer> {
    private final PrintStream out;
    private final PrintStream err;

    @Parameters(
            arity = "0..*",
            paramLabel = "REGEX",
            description =
                    "Benchmarks whose needs the host is held against: images, executables, GPUs, weights, secrets. None: the host by itself.")
    List<String> includes = new ArrayList<>();

    @Option(
            names = {"-format", "--format"},
            paramLabel = "FORMAT",
            description = "text (default) or json.")
    ReportFormat format = ReportFormat.TEXT;

    DoctorCommand(PrintStream out, PrintStream err) {
        this.out = out;
        this.err = err;
    }

    @Override
    public Integer call() {
        DoctorReport report = new HostDoctor().examine(needs());
        if (format == ReportFormat.JSON) {
            out.println(json(report).toPrettyString());
        } else {
            report.lines().forEach(out::println);
        }
        return report.failed() ? ExitCode.ENVIRONMENT : ExitCode.GOOD;
    }

    private Needs needs() {
        if (includes.isEmpty()) {
            return Needs.UNSTATED;
        }
        OptionsBuilder builder = new OptionsBuilder();
        includes.forEach(builder::include);
        return Needs.of(RunOrder.of(new Selection(builder.build().overrides())
                .select(new MatrixCatalog(Thread.currentThread().getContextClassLoader(), err).all())));
    }

    private static ObjectNode json(DoctorReport report) {
        ObjectNode root = ReportFormat.document("infermark.doctor");
        root.put("failed", report.failed());
        ArrayNode checks = root.putArray("checks");
        for (CheckResult result : report.results()) {
            checks.addObject()
                    .put("check", result.check())
                    .put("status", result.status().label())
                    .put("evidence", result.evidence())
                    .put("fix", result.fix());
        }
        return root;
    }
}
