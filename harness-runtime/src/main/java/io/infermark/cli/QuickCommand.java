package io.infermark.cli;

import io.infermark.api.Arrival;
import io.infermark.api.Launch;
import io.infermark.api.Precision;
import io.infermark.api.SpecDecoding;
import io.infermark.api.Vendor;
import io.infermark.endpoint.EndpointException;
import io.infermark.endpoint.EndpointProbe;
import io.infermark.endpoint.ModelCatalog;
import io.infermark.endpoint.ProbeOptions;
import io.infermark.endpoint.SecretStore;
import io.infermark.model.BenchmarkSpec;
import io.infermark.model.EndpointSpec;
import io.infermark.model.EngineSpec;
import io.infermark.model.HardwareSpec;
import io.infermark.model.ModelSpec;
import io.infermark.model.RateSpec;
import io.infermark.model.RunSettings;
import io.infermark.model.ServerSpec;
import io.infermark.model.SloSpec;
import io.infermark.model.SweepRow;
import io.infermark.model.WindowBound;
import io.infermark.model.WorkloadSpec;
import io.infermark.plan.Benchmark;
import io.infermark.plan.UsageException;
import io.infermark.result.Subject;
import io.infermark.run.ConnectionPreflight;
import io.infermark.run.InfermarkRunner;
import io.infermark.run.Options;
import io.infermark.run.OptionsBuilder;
import io.infermark.spi.Endpoint;
import io.infermark.spi.Hooks;
import java.io.PrintStream;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
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
    private static final List<Integer> STREAMS = List.of(1, 2, 4, 8);

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
            description = "Concurrent streams (default: 1,2,4,8); with --rate: the most in flight (default: no cap).")
    List<Integer> concurrency = List.of();

    @Mixin
    final ArrivalArguments arrivals = new ArrivalArguments();

    @Option(
            names = {"-i", "--iterations"},
            paramLabel = "N",
            description = "Windows of each point (default: ${DEFAULT-VALUE}).")
    int iterations = 1;

    @Mixin
    MeasuringArguments measuring = new MeasuringArguments();

    @Mixin
    final GeneratorArguments generator = new GeneratorArguments();

    @Option(
            names = {"-tokenizer", "--tokenizer"},
            paramLabel = "FILE",
            description = "The model's tokenizer.json, or the folder that holds it.")
    String tokenizer = "";

    @ArgGroup(validate = false, heading = "%nHow requests reach the server:%n")
    EndpointArguments endpoint = new EndpointArguments();

    @ArgGroup(validate = false, heading = "%nConnections of the load:%n")
    ConnectionArguments connections = new ConnectionArguments();

    QuickCommand(PrintStream out, PrintStream err) {
        this.out = out;
        this.err = err;
    }

    @Override
    public Integer call() {
        RateSpec rates = arrivals.read();
        OptionsBuilder builder = new OptionsBuilder().measurementIterations(iterations);
        urls.forEach(builder::server);
        measuring.applyTo(builder);
        generator.applyTo(builder);
        endpoint.applyTo(builder);
        connections.applyTo(builder);
        Options options = builder.build();
        ConnectionPreflight.check(options, options.overrides().applyTo(EndpointSpec.DEFAULT));
        Benchmark benchmark = new Benchmark(spec(rates, served(options)), () -> Hooks.NONE);
        return new InfermarkRunner(options, List.of(benchmark), out, err).run().exitCode();
    }

    private BenchmarkSpec spec(RateSpec rates, String model) {
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
                measurement(rates),
                RunSettings.DEFAULT.iterationTimeout(),
                1,
                List.of());
        return new BenchmarkSpec(
                "quick",
                "",
                model(model),
                hardware,
                server,
                List.of(WorkloadSpec.of(isl, osl)),
                List.of(row(rates)),
                List.of(),
                SloSpec.NONE,
                settings,
                10_000);
    }

    private SweepRow row(RateSpec rates) {
        return rates.requestsPerSecond().isEmpty()
                ? SweepRow.ofConcurrency(concurrency.isEmpty() ? STREAMS : concurrency)
                : SweepRow.ofRates(rates, concurrency);
    }

    /** Ten requests a stream, of a trace all that it holds. */
    private WindowBound measurement(RateSpec rates) {
        return rates.arrival() == Arrival.TRACE
                ? new WindowBound.Requests(arrivals.traceSize())
                : new WindowBound.PerConcurrency(10);
    }

    private ModelSpec model(String served) {
        ModelSpec unknown = ModelSpec.of(served, Precision.UNKNOWN);
        return new ModelSpec(
                unknown.id(),
                unknown.prefix(),
                unknown.precision(),
                unknown.servedName(),
                tokenizer,
                unknown.revision(),
                unknown.parametersBillions(),
                unknown.layers(),
                unknown.kvHeads(),
                unknown.headDim(),
                unknown.maxModelLen());
    }

    /** What the endpoint serves. One that does not answer is reported by the run itself, with a row for every point. */
    private String served(Options options) {
        EndpointSpec spec = options.overrides().applyTo(EndpointSpec.DEFAULT);
        String asked = endpoint.model;
        try {
            List<URI> addresses = spec.urls().stream().map(URI::create).toList();
            ModelCatalog catalog = EndpointProbe.catalog(
                    new Endpoint(addresses, asked == null ? "" : asked, spec),
                    SecretStore.ofProcess(),
                    ProbeOptions.DEFAULT);
            catalog.models()
                    .forEach(model -> out.println("# " + spec.urls().get(0) + " serves " + model.id()
                            + (model.maxModelLen() > 0 ? ", up to " + model.maxModelLen() + " tokens" : "")));
            return asked != null || catalog.models().isEmpty()
                    ? Objects.requireNonNullElse(asked, Subject.UNDECLARED_MODEL)
                    : catalog.models().get(0).id();
        } catch (EndpointException | IllegalArgumentException e) {
            return Objects.requireNonNullElse(asked, Subject.UNDECLARED_MODEL);
        }
    }

    private static void atLeastOne(String option, int value) {
        if (value < 1) {
            throw new UsageException("[CountTooSmall] " + option + " " + value + " must be at least 1.");
        }
    }
}
