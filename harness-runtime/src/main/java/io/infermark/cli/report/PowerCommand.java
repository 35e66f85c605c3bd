package io.infermark.cli.report;

import io.infermark.power.PowerReport;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code infermark power}: energy into an aggregate. */
@Command(
        name = "power",
        mixinStandardHelpOptions = true,
        description =
                "Integrates the GPU power of a benchmark's window and adds it to its aggregate, with the evidence in a file beside it. Power that is not sound is recorded as invalid and never published.")
public final class PowerCommand implements Callable<Integer> {
    private final PrintStream out;
    private final PrintStream err;

    @Option(
            names = "--csv",
            paramLabel = "FILE",
            description = "Telemetry of nvidia-smi or amd-smi (default: gpu_metrics.csv).")
    private Path csv = Path.of("gpu_metrics.csv");

    @Option(
            names = "--bench-result",
            required = true,
            paramLabel = "FILE",
            description = "Raw result of the client, with its window and its token counts.")
    private Path benchmark = Path.of("");

    @Option(names = "--agg-result", required = true, paramLabel = "FILE", description = "Aggregate, changed in place.")
    private Path aggregate = Path.of("");

    @Option(
            names = "--expected-num-gpus",
            required = true,
            paramLabel = "N",
            description = "GPUs of the deployment: TP x PP x PCP.")
    private int expectedDevices;

    @Option(
            names = "--validation-result",
            paramLabel = "FILE",
            description = "The evidence (default: power_validation_<result>.json beside the result).")
    private @Nullable Path evidence;

    @Option(names = "--require-power", description = "Exit code 1 if power is invalid; REQUIRE_POWER=1 does the same.")
    private boolean required;

    @Option(
            names = "--time-zone",
            paramLabel = "ZONE",
            description = "Of timestamps that name none (default: this machine's).")
    private String zone = ZoneId.systemDefault().getId();

    /** A command that prints to these. */
    public PowerCommand(PrintStream out, PrintStream err) {
        this.out = out;
        this.err = err;
    }

    @Override
    public Integer call() {
        PowerReport.Outcome outcome =
                PowerReport.write(new PowerReport.Paths(csv, benchmark, aggregate, evidence, expectedDevices, zone()));
        outcome.notes().forEach(note -> err.println("[OutputFailed] " + note));
        if (!outcome.valid()) {
            err.println("Power is not valid: " + String.join(", ", outcome.reasons()) + " (details: "
                    + outcome.evidence() + ")");
            return required || requiredByEnvironment() ? 1 : 0;
        }
        out.println(String.format(
                Locale.ROOT,
                "avg_power_w=%.2f avg_total_gpu_power_w=%.2f total_gpu_energy_j=%.2f -> %s",
                outcome.figures().get("avg_power_w"),
                outcome.figures().get("avg_total_gpu_power_w"),
                outcome.figures().get("total_gpu_energy_j"),
                aggregate));
        return 0;
    }

    private ZoneId zone() {
        try {
            return ZoneId.of(zone);
        } catch (java.time.DateTimeException e) {
            throw new io.infermark.plan.UsageException(
                    "[ZoneUnknown] --time-zone " + zone + " is unknown. Use UTC or a name such as Europe/Berlin.", e);
        }
    }

    private static boolean requiredByEnvironment() {
        String value = System.getenv("REQUIRE_POWER");
        return value != null && Stream.of("1", "true", "yes").anyMatch(value::equalsIgnoreCase);
    }
}
