package io.infermark.run;

import io.infermark.endpoint.Dialect;
import io.infermark.endpoint.EndpointException;
import io.infermark.fork.ConnectionMessage;
import io.infermark.model.Suggestion;
import io.infermark.plan.Overrides;
import io.infermark.plan.UsageException;
import io.infermark.result.LatencyUnit;
import io.infermark.result.ResultFormat;
import io.infermark.telemetry.TelemetryMode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Builds {@link Options}, for a {@code main} that runs in an IDE:
 *
 * <pre>{@code
 * new InfermarkRunner(new OptionsBuilder().include(MyBenchmark.class).forks(1).build()).run();
 * }</pre>
 *
 * <p>Each method is a command-line option of the same meaning; durations are texts such as {@code "10 s"}.
 */
public final class OptionsBuilder extends OverridesBuilder<OptionsBuilder> {
    private @Nullable Path out;
    private boolean resume;
    private boolean dryRun;
    private boolean failOnError;
    private @Nullable String resultFormat;
    private @Nullable Path resultFile;
    private @Nullable Path humanOutput;
    private Options.Verbosity verbosity = Options.Verbosity.NORMAL;
    private boolean debug;
    private List<Integer> gpus = List.of();
    private String serverCores = "";
    private List<String> launcher = List.of();
    private @Nullable Path modelCache;
    private int loops = -1;
    private ConnectionMessage connections = ConnectionMessage.DEFAULT;
    private boolean streamsAsked;
    private String dialect = "";
    private @Nullable Path jvm;
    private @Nullable List<String> jvmArgs;
    private List<String> jvmArgsPrepend = List.of();
    private List<String> jvmArgsAppend = List.of();
    private boolean gcBetweenIterations;
    private boolean calibrate = true;
    private @Nullable Long seed;
    private String pull = "never";
    private int drainSeconds = 10;
    private final List<String> profilers = new ArrayList<>();
    private LatencyUnit latencyUnit = LatencyUnit.MS;
    private TelemetryMode telemetry = TelemetryMode.AUTO;

    @Override
    OptionsBuilder self() {
        return this;
    }

    /** Directory of the results. */
    public OptionsBuilder out(Path directory) {
        out = directory;
        return this;
    }

    /** Goes on with an earlier run. */
    public OptionsBuilder resume(boolean value) {
        resume = value;
        return this;
    }

    /** Prints the plan and starts nothing. */
    public OptionsBuilder dryRun(boolean value) {
        dryRun = value;
        return this;
    }

    /** Stops after the first failed point. */
    public OptionsBuilder failOnError(boolean value) {
        failOnError = value;
        return this;
    }

    /** Writes an extra result file in this format. */
    public OptionsBuilder resultFormat(String format) {
        if (ResultFormat.byLabel(format).isEmpty()) {
            List<String> known = Arrays.stream(ResultFormat.values())
                    .map(ResultFormat::label)
                    .toList();
            throw new UsageException(
                    "[ResultFormatUnknown] -rf " + format + " is unknown." + Suggestion.sentence(format, known));
        }
        resultFormat = format;
        return this;
    }

    /** Where the extra result file goes. */
    public OptionsBuilder result(Path file) {
        resultFile = file;
        return this;
    }

    /** Copies everything that is printed into a file. */
    public OptionsBuilder output(Path file) {
        humanOutput = file;
        return this;
    }

    /** GPUs that servers get, by index, in the order wanted. */
    public OptionsBuilder gpus(Integer... indexes) {
        gpus = List.of(indexes);
        return this;
    }

    /** Cores of servers, as {@code 0,2-5}; the load generator is kept off them. */
    public OptionsBuilder serverCores(String list) {
        serverCores = list;
        return this;
    }

    /** Words before the command of servers that are processes: {@code numactl}, {@code srun}. */
    public OptionsBuilder launcher(String... words) {
        launcher = List.of(words);
        return this;
    }

    /** Folder of downloaded weights. */
    public OptionsBuilder modelCache(Path folder) {
        modelCache = folder;
        return this;
    }

    /** Raises the engine's own log level and prints everything; results are marked, since a talking engine is slower. */
    public OptionsBuilder debug(boolean value) {
        debug = value;
        return value ? verbosity(Options.Verbosity.EXTRA) : this;
    }

    /** How much is printed. */
    public OptionsBuilder verbosity(Options.Verbosity value) {
        verbosity = value;
        return this;
    }

    /** Event loops of the load generator; where it is not called, as many as each point's load needs and the cores allow. */
    public OptionsBuilder threads(int count) {
        loops = positive("-t", count);
        return this;
    }

    /** HTTP version: {@code 1.1 h2c h2}. */
    public OptionsBuilder http(String version) {
        connections = checked("-http", () -> connections.withHttp(version));
        return this;
    }

    /** Over HTTP/2, most requests on a connection at a time. */
    public OptionsBuilder streamsPerConnection(int count) {
        connections = connections.withStreams(positive("-streamsPerConnection", count));
        streamsAsked = true;
        return this;
    }

    /** Whether connections are kept for the next request; without, each request opens its own. */
    public OptionsBuilder keepConnections(boolean keep) {
        connections = checked("-keepConnections", () -> connections.withKept(keep));
        return this;
    }

    /** Local addresses that the generator's connections come from in turn. */
    public OptionsBuilder sourceAddresses(List<String> addresses) {
        connections = checked("-sourceAddresses", () -> connections.withSources(addresses));
        return this;
    }

    /** Server family whose fields requests carry, by name; without, it is detected. */
    public OptionsBuilder dialect(String name) {
        try {
            dialect = Dialect.parse(name).label();
        } catch (EndpointException e) {
            throw new UsageException("-dialect: " + e.getMessage(), e);
        }
        return this;
    }

    private static ConnectionMessage checked(String option, Supplier<ConnectionMessage> made) {
        try {
            ConnectionMessage message = made.get();
            var unused = message.options();
            return message;
        } catch (IllegalArgumentException e) {
            throw new UsageException(option + ": " + e.getMessage(), e);
        }
    }

    /** Executable of the load generator's JVM. */
    public OptionsBuilder jvm(Path executable) {
        jvm = executable;
        return this;
    }

    /** Replaces the generator JVM's default arguments. */
    public OptionsBuilder jvmArgs(List<String> args) {
        jvmArgs = List.copyOf(args);
        return this;
    }

    /** Puts arguments before the generator JVM's own. */
    public OptionsBuilder jvmArgsPrepend(List<String> args) {
        jvmArgsPrepend = List.copyOf(args);
        return this;
    }

    /** Puts arguments after the generator JVM's own. */
    public OptionsBuilder jvmArgsAppend(List<String> args) {
        jvmArgsAppend = List.copyOf(args);
        return this;
    }

    /** Whether the load generator is calibrated before and after each trial's windows; default true. Without it results carry no certificate and are marked for it. */
    public OptionsBuilder calibrate(boolean value) {
        calibrate = value;
        return this;
    }

    /** Collects the generator's garbage between iterations. */
    public OptionsBuilder gcBetweenIterations(boolean value) {
        gcBetweenIterations = value;
        return this;
    }

    /** Seed of prompts and schedules, to repeat a run byte for byte. */
    public OptionsBuilder seed(long value) {
        seed = value;
        return this;
    }

    /** When images are pulled. */
    public OptionsBuilder pull(String policy) {
        if (!List.of("never", "missing", "always").contains(policy)) {
            throw new UsageException("[PullUnknown] -pull " + policy + " is unknown. Use never, missing or always.");
        }
        pull = policy;
        return this;
    }

    /** How long the first interrupt waits for requests in flight. */
    public OptionsBuilder drainSeconds(int seconds) {
        drainSeconds = notNegative("-drain", seconds);
        return this;
    }

    /** {@code auto} (the default), {@code off}, or the URL of a DCGM exporter. */
    public OptionsBuilder telemetry(String mode) {
        try {
            telemetry = TelemetryMode.parse(mode);
        } catch (IllegalArgumentException e) {
            throw new UsageException(String.valueOf(e.getMessage()), e);
        }
        return this;
    }

    /** Asks for a profiler by name. */
    public OptionsBuilder profiler(String name) {
        profilers.add(name);
        return this;
    }

    /** Unit of latencies in the table: {@code us}, {@code ms} or {@code s}. */
    public OptionsBuilder timeUnit(String unit) {
        latencyUnit = LatencyUnit.byLabel(unit)
                .orElseThrow(() -> new UsageException("[UnitUnknown] -tu " + unit + " is unknown. Use us, ms or s."));
        return this;
    }

    /**
     * The options.
     *
     * @throws UsageException if options that are right by themselves do not go together
     */
    public Options build() {
        if (streamsAsked && !connections.options().protocol().multiplexed()) {
            throw new UsageException("[StreamsNotShared] -streamsPerConnection " + connections.streams()
                    + " has no meaning over HTTP/1.1, where a connection carries one request at a time. Add -http h2c"
                    + " (http) or -http h2 (https), or leave it out.");
        }
        Overrides overrides = overrides();
        return new Options(
                overrides,
                out,
                resume,
                dryRun,
                failOnError,
                resultFormat,
                resultFile,
                humanOutput,
                verbosity,
                loops,
                connections,
                dialect,
                jvm,
                jvmArgs,
                jvmArgsPrepend,
                jvmArgsAppend,
                gcBetweenIterations,
                calibrate,
                overrides.inferencex() && seed == null ? Long.valueOf(0) : seed,
                pull,
                drainSeconds,
                profilers,
                latencyUnit,
                telemetry,
                new ServerPlacement(gpus, serverCores, launcher, modelCache),
                debug);
    }
}
