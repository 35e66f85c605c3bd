package io.infermark.cli;

import io.infermark.plan.UsageException;
import io.infermark.run.InfermarkRunner;
import io.infermark.run.Options;
import io.infermark.run.OptionsBuilder;
import io.infermark.run.QuotedWords;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code [run] [regex…] [options]}: measures the selected points. */
@Command(
        name = "run",
        mixinStandardHelpOptions = true,
        description = "Measures the selected points. Without the word run: any first argument that is no subcommand.",
        sortOptions = false,
        footerHeading = "%nExit codes:%n",
        footer = {
            "  0  every point measured and valid",
            "  1  some points failed or invalid; endpoint or engine refused",
            "  2  wrong usage or configuration, nothing started",
            "  3  this machine can't run it",
            "  130  interrupted; finished points are kept (-resume goes on)",
            "",
            "Other commands: quick, sim, records, matrix, changelog, reap; each has --help. run REGEX means that a command's name is a regular expression."
        })
final class RunCommand implements Callable<Integer> {
    private final PrintStream standardOut;
    private final PrintStream standardErr;

    @Parameters(
            arity = "0..*",
            paramLabel = "REGEX",
            description = "Regular expressions searched in point ids; none: all.")
    List<String> includes = new ArrayList<>();

    @Option(
            names = {"-e", "--exclude"},
            paramLabel = "REGEX",
            split = ",",
            description = "Drops points; as a comma separates expressions, write . for one in a point id.")
    List<String> excludes = new ArrayList<>();

    @Option(
            names = {"-p", "--param"},
            paramLabel = "AXIS=V,…",
            description = "Narrows an axis to some declared values. Repeatable.")
    List<String> params = new ArrayList<>();

    @Option(
            names = {"-i", "--iterations"},
            paramLabel = "N",
            description = "Measured iterations (windows) of each fork.")
    @Nullable
    Integer iterations;

    @Mixin
    MeasuringArguments measuring = new MeasuringArguments();

    @Option(
            names = {"-w", "--warmup-time"},
            paramLabel = "TIME",
            description = "Bounds a warm-up window by time.")
    @Nullable
    String warmupTime;

    @Option(
            names = {"-warmupRequests", "--warmup-requests"},
            paramLabel = "N",
            description = "Bounds a warm-up window by requests (default: 2 x concurrency).")
    @Nullable
    Integer warmupRequests;

    @Option(
            names = {"-f", "--forks"},
            paramLabel = "N",
            description = "Fresh server and load-generator JVM for each point and fork; 0: generator in this JVM.")
    @Nullable
    Integer forks;

    @Option(
            names = {"-wf", "--warmup-forks"},
            paramLabel = "N",
            description = "Forks that are run first and thrown away.")
    @Nullable
    Integer warmupForks;

    @Option(
            names = {"-sto", "--start-timeout"},
            paramLabel = "TIME",
            description = "Deadline of a server's start.")
    @Nullable
    String startTimeout;

    @ArgGroup(validate = false, heading = "%nConnections of the load:%n")
    ConnectionArguments connections = new ConnectionArguments();

    @Option(
            names = {"-server", "--server"},
            paramLabel = "URL",
            split = ",",
            description = "Uses a running server; several: round robin.")
    List<String> servers = new ArrayList<>();

    @ArgGroup(validate = false, heading = "%nHow requests reach the server:%n")
    EndpointArguments endpoint = new EndpointArguments();

    @Option(
            names = {"-resume", "--resume"},
            description = "Goes on with the run in -out (default: the newest); measured trials are kept.")
    boolean resume;

    @Option(
            names = {"-dry", "--dry-run"},
            description = "Prints plan, command lines and time estimate; starts nothing.")
    boolean dry;

    @Option(
            names = {"-foe", "--fail-on-error"},
            paramLabel = "BOOL",
            arity = "0..1",
            fallbackValue = "true",
            description = "Stops after the first failed point; keeps what is done.")
    boolean failOnError;

    @Option(
            names = {"-rf", "--result-format"},
            paramLabel = "FORMAT",
            description = "Extra result file: json inferencex inferencex-agg jmh csv text.")
    @Nullable
    String resultFormat;

    @Option(
            names = {"-rff", "--result-file"},
            paramLabel = "FILE",
            description = "Where the extra result file goes.")
    @Nullable
    Path resultFile;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FILE",
            description = "Writes what is printed into a file too.")
    @Nullable
    Path output;

    @Option(
            names = {"-v", "--verbosity"},
            paramLabel = "MODE",
            description = "SILENT, NORMAL or EXTRA.")
    @Nullable
    String verbosity;

    @Mixin
    final GeneratorArguments generator = new GeneratorArguments();

    @Option(
            names = {"-gc", "--gc"},
            paramLabel = "BOOL",
            arity = "0..1",
            fallbackValue = "true",
            description = "Collects the generator's garbage between iterations.")
    boolean gc;

    @Option(
            names = {"-pull", "--pull"},
            paramLabel = "POLICY",
            description = "Images: never (default), missing or always.")
    @Nullable
    String pull;

    @Option(
            names = {"-gpus", "--gpus"},
            paramLabel = "LIST",
            split = ",",
            description = "GPUs that servers get, by index, in the order wanted (default: 0 to n-1).")
    List<Integer> gpus = new ArrayList<>();

    @Option(
            names = {"-serverCores", "--server-cores"},
            paramLabel = "LIST",
            description = "Cores of servers, as 0,2-5; the load generator is kept off them.")
    @Nullable
    String serverCores;

    @Option(
            names = {"-launcher", "--launcher"},
            paramLabel = "WORDS",
            description =
                    "Put before the command of servers that are processes: \"numactl --cpunodebind=0 --membind=0\", \"srun …\".")
    @Nullable
    String launcher;

    @Option(
            names = {"-modelCache", "--model-cache"},
            paramLabel = "DIR",
            description = "Downloaded weights: HF_HUB_CACHE of servers, mounted into containers.")
    @Nullable
    Path modelCache;

    @Option(
            names = {"-debug", "--debug"},
            description =
                    "Raises the engine's own log level and prints every command line (-v EXTRA). Results are marked: a talking engine is slower.")
    boolean debug;

    @Option(
            names = {"-drain", "--drain-seconds"},
            paramLabel = "N",
            description = "Seconds that the first interrupt waits for requests in flight (default: 10).")
    @Nullable
    Integer drainSeconds;

    @Option(
            names = {"-prof", "--profiler"},
            paramLabel = "NAME",
            split = ",",
            description = "Profiler that looks on; -lprof lists them. Repeatable.")
    List<String> profilers = new ArrayList<>();

    @Option(
            names = {"-tu", "--time-unit"},
            paramLabel = "UNIT",
            description = "Unit of latencies in the table: us, ms (default) or s.")
    @Nullable
    String timeUnit;

    @Mixin
    ListArguments lists = new ListArguments();

    RunCommand(PrintStream out, PrintStream err) {
        this.standardOut = out;
        this.standardErr = err;
    }

    @Override
    public Integer call() {
        if (lists.any()) {
            new Listing(standardOut, standardErr).print(options(), lists);
            return ExitCode.GOOD;
        }
        return new InfermarkRunner(options(), standardOut, standardErr).run().exitCode();
    }

    Options options() {
        OptionsBuilder builder = new OptionsBuilder();
        includes.forEach(builder::include);
        excludes.forEach(builder::exclude);
        params.forEach(param -> axis(builder, param));
        ifGiven(iterations, builder::measurementIterations);
        ifGiven(warmupTime, builder::warmupTime);
        ifGiven(warmupRequests, builder::warmupRequests);
        ifGiven(forks, builder::forks);
        ifGiven(warmupForks, builder::warmupForks);
        ifGiven(startTimeout, builder::startTimeout);
        measuring.applyTo(builder);
        connections.applyTo(builder);
        servers.forEach(builder::server);
        endpoint.applyTo(builder);
        builder.resume(resume).dryRun(dry).failOnError(failOnError).gcBetweenIterations(gc);
        ifGiven(resultFormat, builder::resultFormat);
        ifGiven(resultFile, builder::result);
        ifGiven(output, builder::output);
        builder.debug(debug);
        builder.gpus(gpus.toArray(Integer[]::new));
        ifGiven(serverCores, builder::serverCores);
        ifGiven(
                launcher,
                text -> builder.launcher(QuotedWords.split("-launcher", text).toArray(String[]::new)));
        ifGiven(modelCache, builder::modelCache);
        ifGiven(verbosity, v -> builder.verbosity(verbosity(v)));
        generator.applyTo(builder);
        profilers.forEach(builder::profiler);
        ifGiven(timeUnit, builder::timeUnit);
        ifGiven(pull, builder::pull);
        ifGiven(drainSeconds, builder::drainSeconds);
        return builder.build();
    }

    private static <T> void ifGiven(@Nullable T value, java.util.function.Consumer<T> consumer) {
        if (value != null) {
            consumer.accept(value);
        }
    }

    private static void axis(OptionsBuilder builder, String param) {
        int equals = param.indexOf('=');
        if (equals < 1) {
            throw new UsageException("[ParamMalformed] -p \"" + param + "\" has not the form axis=value,value.");
        }
        builder.axis(param.substring(0, equals), param.substring(equals + 1).split(",", -1));
    }

    private static Options.Verbosity verbosity(String text) {
        return Arrays.stream(Options.Verbosity.values())
                .filter(v -> v.name().equals(text.toUpperCase(Locale.ROOT)))
                .findFirst()
                .orElseThrow(() -> new UsageException(
                        "[VerbosityUnknown] -v " + text + " is unknown. Use SILENT, NORMAL or EXTRA."));
    }
}
