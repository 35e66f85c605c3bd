package io.infermark.cli;

import io.infermark.api.Launch;
import io.infermark.api.Precision;
import io.infermark.api.SpecDecoding;
import io.infermark.api.Vendor;
import io.infermark.model.BenchmarkSpec;
import io.infermark.model.EndpointSpec;
import io.infermark.model.EngineSpec;
import io.infermark.model.HardwareSpec;
import io.infermark.model.ModelSpec;
import io.infermark.model.RunSettings;
import io.infermark.model.ServerSpec;
import io.infermark.model.SloSpec;
import io.infermark.model.SweepRow;
import io.infermark.model.WindowBound;
import io.infermark.model.WorkloadSpec;
import io.infermark.plan.Benchmark;
import io.infermark.plan.UsageException;
import io.infermark.result.Subject;
import io.infermark.run.InfermarkRunner;
import io.infermark.run.OptionsBuilder;
import io.infermark.spi.Hooks;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code quick URL}: a table from a running endpoint, without any class. Model and limits are read from the endpoint. */
@Command(
        name = "quick",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description =
                "Measures a running OpenAI-compatible endpoint and prints a table. The model and its limits are read from /v1/models.")
final class QuickCommand implements Callable<Integer> {
    private final PrintStream out;
    private final PrintStream err;

    @Parameters(
            arity = "1..*",
            paramLabel = "URL",
            description = "Such as http://127.0.0.1:8000; several: round robin.")
    List<String> urls = new ArrayList<>();

    @Option(
            names = {"-isl", "--isl"},
            paramLabel = "N",
            description = "Input tokens (default: ${DEFAULT-VALUE}).")
    int isl = 128;

    @Option(
            names = {"-osl", "--osl"},
            paramLabel = "N",
            description = "Output tokens (default: ${DEFAULT-VALUE}).")
    int osl = 64;

    @Option(
            names = {"-concurrency", "--concurrency"},
            split = ",",
            paramLabel = "N",
            description = "Concurrent streams (default: 1,2,4,8).")
    List<Integer> concurrency = List.of(1, 2, 4, 8);

    @Option(
            names = {"-requests", "--requests"},
            paramLabel = "N",
            description = "Requests of each window (default: 10 x concurrency).")
    @Nullable
    Integer requests;

    @Option(
            names = {"-i", "--iterations"},
            paramLabel = "N",
            description = "Windows of each point (default: ${DEFAULT-VALUE}).")
    int iterations = 1;

    @Option(
            names = {"-to", "--timeout"},
            paramLabel = "TIME",
            description = "Deadline of a window (default: 10 min).")
    @Nullable
    String timeout;

    @Option(
            names = {"-seed", "--seed"},
            paramLabel = "N",
            description = "Seed of the prompts (default: drawn and recorded).")
    @Nullable
    Long seed;

    @Option(
            names = {"-out", "--out"},
            paramLabel = "DIR",
            description = "Directory of the results.")
    @Nullable
    Path directory;

    @ArgGroup(validate = false, heading = "%nHow requests reach the server:%n")
    EndpointArguments endpoint = new EndpointArguments();

    QuickCommand(PrintStream out, PrintStream err) {
        this.out = out;
        this.err = err;
    }

    @Override
    public Integer call() {
        OptionsBuilder builder = new OptionsBuilder().measurementIterations(iterations);
        urls.forEach(builder::server);
        endpoint.applyTo(builder);
        if (requests != null) {
            builder.requests(requests);
        }
        if (timeout != null) {
            builder.timeout(timeout);
        }
        if (seed != null) {
            builder.seed(seed);
        }
        if (directory != null) {
            builder.out(directory);
        }
        Benchmark benchmark = new Benchmark(spec(), () -> Hooks.NONE);
        return new InfermarkRunner(builder.build(), List.of(benchmark), out, err)
                .run()
                .exitCode();
    }

    private BenchmarkSpec spec() {
        atLeastOne("--isl", isl);
        atLeastOne("--osl", osl);
        concurrency.forEach(value -> atLeastOne("--concurrency", value));
        EngineSpec engine = new EngineSpec(
                "external",
                List.of(),
                List.of(),
                List.of(),
                List.of(SpecDecoding.NONE),
                true,
                true,
                true,
                Launch.EXTERNAL);
        ServerSpec server = new ServerSpec(
                engine,
                "",
                Launch.EXTERNAL,
                List.of(),
                List.of(),
                Map.of(),
                Duration.ofMinutes(1),
                false,
                EndpointSpec.DEFAULT);
        // Nobody said what serves it: no GPU count, so no figure per GPU.
        HardwareSpec hardware =
                new HardwareSpec("unknown", Vendor.CPU, 0, 0, List.of(Precision.values()), 1, "unknown");
        RunSettings settings = new RunSettings(
                1,
                0,
                1,
                RunSettings.DEFAULT.warmup(),
                iterations,
                new WindowBound.PerConcurrency(10),
                RunSettings.DEFAULT.iterationTimeout(),
                1,
                List.of());
        return new BenchmarkSpec(
                "quick",
                "",
                ModelSpec.of(Subject.UNDECLARED_MODEL, Precision.BF16),
                hardware,
                server,
                List.of(WorkloadSpec.of(isl, osl)),
                List.of(SweepRow.ofConcurrency(concurrency)),
                List.of(),
                SloSpec.NONE,
                settings,
                10_000);
    }

    private static void atLeastOne(String option, int value) {
        if (value < 1) {
            throw new UsageException("[CountTooSmall] " + option + " " + value + " must be at least 1.");
        }
    }
}
