package io.infermark.run;

import io.infermark.api.Protocol;
import io.infermark.fork.ConnectionMessage;
import io.infermark.model.DurationText;
import io.infermark.model.HeaderSpec;
import io.infermark.model.Suggestion;
import io.infermark.plan.Overrides;
import io.infermark.plan.UsageException;
import io.infermark.result.LatencyUnit;
import io.infermark.result.ResultFormat;
import io.infermark.telemetry.TelemetryMode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Builds {@link Options}, for a {@code main} that runs in an IDE:
 *
 * <pre>{@code
 * new InfermarkRunner(new OptionsBuilder().include(MyBenchmark.class).forks(1).build()).run();
 * }</pre>
 *
 * <p>Each method is a command-line option of the same meaning; durations are texts such as {@code "10 s"}. (Over 400 lines, since every option is a field and a short method; there is no logic to take out.)
 */
public final class OptionsBuilder {
    private final List<String> includes = new ArrayList<>();
    private final List<String> excludes = new ArrayList<>();
    private final Map<String, List<String>> axes = new LinkedHashMap<>();
    private int forks = -1;
    private int warmupForks = -1;
    private int warmupIterations = -1;
    private int iterations = -1;
    private @Nullable Duration warmupTime;
    private @Nullable Duration measurementTime;
    private int warmupRequests = -1;
    private int requests = -1;
    private @Nullable Duration iterationTimeout;
    private @Nullable Duration startTimeout;
    private final List<String> urls = new ArrayList<>();
    private @Nullable String model;
    private @Nullable Protocol protocol;
    private @Nullable String basePath;
    private @Nullable String apiKey;
    private final List<HeaderSpec> headers = new ArrayList<>();
    private final Map<String, String> body = new LinkedHashMap<>();
    private final List<String> removeBody = new ArrayList<>();
    private @Nullable String caCertificate;
    private @Nullable String clientCertificate;
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
    private @Nullable Path jvm;
    private @Nullable List<String> jvmArgs;
    private List<String> jvmArgsPrepend = List.of();
    private List<String> jvmArgsAppend = List.of();
    private boolean gcBetweenIterations;
    private boolean calibrate = true;
    private @Nullable Long seed;
    private boolean inferencex;
    private String pull = "never";
    private int drainSeconds = 10;
    private final List<String> profilers = new ArrayList<>();
    private LatencyUnit latencyUnit = LatencyUnit.MS;
    private TelemetryMode telemetry = TelemetryMode.AUTO;

    /** Selects points by a regular expression that is searched in their ids; repeatable. */
    public OptionsBuilder include(String regex) {
        includes.add(regex);
        return this;
    }

    /** Selects the points of a class. */
    public OptionsBuilder include(Class<?> benchmark) {
        return include("^" + java.util.regex.Pattern.quote(benchmark.getName()) + "\\[");
    }

    /** Drops points by a regular expression. */
    public OptionsBuilder exclude(String regex) {
        excludes.add(regex);
        return this;
    }

    /** Narrows an axis to some of its declared values; said again for an axis, it adds values. */
    public OptionsBuilder axis(String name, String... values) {
        axes.computeIfAbsent(name, key -> new ArrayList<>()).addAll(List.of(values));
        return this;
    }

    /** Fresh servers and load generators for each point; 0: the generator runs in this JVM. */
    public OptionsBuilder forks(int count) {
        forks = notNegative("-f", count);
        return this;
    }

    /** Forks that are run first and thrown away. */
    public OptionsBuilder warmupForks(int count) {
        warmupForks = notNegative("-wf", count);
        return this;
    }

    /** Warm-up windows of each fork. */
    public OptionsBuilder warmupIterations(int count) {
        warmupIterations = notNegative("-wi", count);
        return this;
    }

    /** Measured windows of each fork, at least one. */
    public OptionsBuilder measurementIterations(int count) {
        if (count < 1) {
            throw new UsageException(
                    "[CountTooSmall] -i " + count + ": a point needs at least one measured iteration.");
        }
        iterations = count;
        return this;
    }

    /** Bounds warm-up windows by time. */
    public OptionsBuilder warmupTime(String time) {
        warmupTime = duration("-w", time);
        return this;
    }

    /** Bounds measured windows by time. */
    public OptionsBuilder measurementTime(String time) {
        measurementTime = duration("-r", time);
        return this;
    }

    /** Bounds warm-up windows by requests. */
    public OptionsBuilder warmupRequests(int count) {
        warmupRequests = positive("-warmupRequests", count);
        return this;
    }

    /** Bounds measured windows by requests. */
    public OptionsBuilder requests(int count) {
        requests = positive("-requests", count);
        return this;
    }

    /** Deadline of one iteration. */
    public OptionsBuilder timeout(String time) {
        iterationTimeout = duration("-to", time);
        return this;
    }

    /** Deadline of a server's start. */
    public OptionsBuilder startTimeout(String time) {
        startTimeout = duration("-sto", time);
        return this;
    }

    /** Uses a running server; repeatable, round robin. */
    public OptionsBuilder server(String url) {
        urls.add(url);
        return this;
    }

    /** The name that requests carry. */
    public OptionsBuilder model(String name) {
        model = name;
        return this;
    }

    /** Which request form is used. */
    public OptionsBuilder protocol(Protocol value) {
        protocol = value;
        return this;
    }

    /** Path before {@code /completions}. */
    public OptionsBuilder basePath(String path) {
        basePath = path;
        return this;
    }

    /** Where the API key is: {@code env:NAME} or {@code file:/path}. */
    public OptionsBuilder apiKey(String reference) {
        try {
            apiKey = io.infermark.model.SecretRef.parse(reference).toString();
        } catch (IllegalArgumentException e) {
            throw new UsageException("-apiKey: " + e.getMessage(), e);
        }
        return this;
    }

    /** A further header, {@code Name: value}. */
    public OptionsBuilder header(String header) {
        try {
            headers.add(HeaderSpec.parse(header));
        } catch (IllegalArgumentException e) {
            throw new UsageException("-header: " + e.getMessage(), e);
        }
        return this;
    }

    /** A further body field; the value is JSON. */
    public OptionsBuilder body(String name, String json) {
        body.put(name, json);
        return this;
    }

    /** A body field that must not be sent. */
    public OptionsBuilder removeBody(String name) {
        removeBody.add(name);
        return this;
    }

    /** PEM file with the authorities to trust. */
    public OptionsBuilder caCertificate(String file) {
        caCertificate = file;
        return this;
    }

    /** PEM files of a client certificate and its key, {@code cert.pem,key.pem}. */
    public OptionsBuilder clientCertificate(String files) {
        clientCertificate = files;
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

    /** Event loops of the load generator. */
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
        return this;
    }

    /** Local addresses that the generator's connections come from in turn. */
    public OptionsBuilder sourceAddresses(List<String> addresses) {
        connections = checked("-sourceAddresses", () -> connections.withSources(addresses));
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

    /** Measures in the way of another client; {@code inferencex} is the only one. Its seed is 0 unless another is given. */
    public OptionsBuilder compat(String client) {
        if (!client.equals("inferencex")) {
            throw new UsageException("[CompatUnknown] -compat " + client + " is unknown."
                    + Suggestion.sentence(client, List.of("inferencex")));
        }
        inferencex = true;
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

    /** The options. */
    public Options build() {
        Overrides overrides = new Overrides(
                includes,
                excludes,
                axes,
                forks,
                warmupForks,
                warmupIterations,
                iterations,
                warmupTime,
                measurementTime,
                warmupRequests,
                requests,
                iterationTimeout,
                startTimeout,
                urls,
                model,
                protocol,
                basePath,
                apiKey,
                headers,
                body,
                removeBody,
                caCertificate,
                clientCertificate,
                inferencex);
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
                jvm,
                jvmArgs,
                jvmArgsPrepend,
                jvmArgsAppend,
                gcBetweenIterations,
                calibrate,
                inferencex && seed == null ? Long.valueOf(0) : seed,
                pull,
                drainSeconds,
                profilers,
                latencyUnit,
                telemetry,
                new ServerPlacement(gpus, serverCores, launcher, modelCache),
                debug);
    }

    private static Duration duration(String option, String text) {
        try {
            return DurationText.parse(text.strip().matches("[0-9.]+") ? text + " s" : text);
        } catch (IllegalArgumentException e) {
            throw new UsageException(option + ": " + e.getMessage(), e);
        }
    }

    private static int positive(String option, int value) {
        if (value < 1) {
            throw new UsageException("[CountTooSmall] " + option + " " + value + " must be at least 1.");
        }
        return value;
    }

    private static int notNegative(String option, int value) {
        if (value < 0) {
            throw new UsageException("[CountTooSmall] " + option + " " + value + " must not be negative.");
        }
        return value;
    }
}
