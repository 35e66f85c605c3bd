package io.infermark.run;

import io.infermark.api.Launch;
import io.infermark.endpoint.EndpointCheck;
import io.infermark.endpoint.EndpointException;
import io.infermark.endpoint.SecretStore;
import io.infermark.load.ConnectionOptions;
import io.infermark.metric.Validity;
import io.infermark.model.EndpointSpec;
import io.infermark.model.Load;
import io.infermark.model.ServerSpec;
import io.infermark.plan.Benchmark;
import io.infermark.plan.MatrixCatalog;
import io.infermark.plan.PlannedPoint;
import io.infermark.plan.RunOrder;
import io.infermark.plan.Selection;
import io.infermark.plan.ServerGroup;
import io.infermark.plan.UsageException;
import io.infermark.platform.SocketLimits;
import io.infermark.profile.Profilers;
import io.infermark.result.PointResult;
import io.infermark.server.launch.DeadRuns;
import io.infermark.server.recipe.RecipeRegistry;
import io.infermark.spi.Profiler;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.ZoneId;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Runs benchmarks: the Java equivalent of the command line.
 *
 * <pre>{@code
 * RunOutcome outcome = new InfermarkRunner(new OptionsBuilder().include("Llama70b").build()).run();
 * }</pre>
 */
public final class InfermarkRunner {
    private static final int GOOD = 0;
    private static final int POINTS_BAD = 1;
    private static final int INTERRUPTED = 130;

    private final Options options;
    private final @Nullable List<Benchmark> given;
    private final PrintStream out;
    private final PrintStream err;

    /** Runs the benchmarks on the class path. */
    public InfermarkRunner(Options options) {
        this(options, System.out, System.err);
    }

    /** The same, printing elsewhere. */
    public InfermarkRunner(Options options, PrintStream out, PrintStream err) {
        this.options = options;
        this.given = null;
        this.out = out;
        this.err = err;
    }

    /** Runs given benchmarks. */
    public InfermarkRunner(Options options, List<Benchmark> benchmarks, PrintStream out, PrintStream err) {
        this.options = options;
        this.given = List.copyOf(benchmarks);
        this.out = out;
        this.err = err;
    }

    /**
     * Runs everything that the options select.
     *
     * @throws UsageException if arguments or declarations are wrong; nothing was started
     * @throws EnvironmentException if this machine can't run it; nothing was started
     */
    public RunOutcome run() {
        List<Benchmark> benchmarks =
                given != null ? given : new MatrixCatalog(Thread.currentThread().getContextClassLoader(), err).all();
        Selection selection = new Selection(options.overrides());
        List<PlannedPoint> points = selection.select(benchmarks);
        selection
                .withClusterRows(benchmarks)
                .forEach(name -> err.println("# [ClusterRows] rows of " + name
                        + " for several nodes or replayed sessions are left out: a cluster's launcher starts them."));
        ArrivalFiles arrivals = new ArrivalFiles(options.overrides().inferencex());
        RunOrder plan = RunOrder.of(arrivals.checked(points));
        SecretStore secrets = SecretStore.ofProcess();
        preflight(plan, secrets);
        try (Console console = Console.of(out, err, options)) {
            GeneratorFactory generators = new GeneratorFactory(options, secrets);
            if (options.dryRun()) {
                new DryRun(console, servers("dry"), generators).print(plan);
                return new RunOutcome(GOOD, Optional.empty(), List.of());
            }
            try (RunDirectory directory =
                    RunDirectory.open(options.out(), options.resume(), Clock.system(ZoneId.systemDefault()))) {
                return measure(plan, arrivals, console, generators, directory);
            }
        }
    }

    private RunOutcome measure(
            RunOrder plan,
            ArrivalFiles arrivals,
            Console console,
            GeneratorFactory generators,
            RunDirectory directory) {
        Progress progress = new Progress(console, plan);
        HostServers servers = servers(directory.runId());
        PlanFile planFile = new PlanFile(directory, servers, options);
        long seed = options.resume() ? planFile.seedOfEarlierRun() : drawSeed();
        try (RunFiles files = RunFiles.open(directory, progress)) {
            planFile.write(plan, seed);
            arrivals.keep(directory.root());
            PointBook book = new PointBook(plan, files, progress, options, seed, HostEnvironment.facts());
            progress.header(
                    HarnessVersion.text(),
                    seed,
                    directory.root(),
                    String.join(" ", generators.command(plan.points().get(0))));
            if (options.resume()) {
                progress.resumed(book.resume());
            }
            endDeadRuns(plan, progress);
            boolean interrupted =
                    runGroups(plan, new TrialSetting(generators, servers, directory, progress, book, seed));
            List<PointResult> results = book.results();
            new Closing(console, files, directory, options).print(results);
            return new RunOutcome(exitCode(results, interrupted, files), Optional.of(directory.root()), results);
        }
    }

    /** Servers that a killed run left would take cores, GPUs and memory from this one. */
    private static void endDeadRuns(RunOrder plan, Progress progress) {
        boolean starts = plan.points().stream().anyMatch(point -> launch(point) != Launch.EXTERNAL);
        boolean containers = plan.points().stream().anyMatch(point -> launch(point) == Launch.CONTAINER);
        if (starts) {
            DeadRuns.endAll(containers)
                    .forEach(leftover ->
                            progress.problem("[Reaped] ended what a dead run had left: " + leftover.text()));
        }
    }

    private static Launch launch(PlannedPoint point) {
        return point.spec().server().launch();
    }

    /** What trials need. */
    private record TrialSetting(
            GeneratorFactory generators,
            HostServers servers,
            RunDirectory directory,
            Progress progress,
            PointBook book,
            long seed) {}

    /** Returns whether the run was interrupted. */
    private boolean runGroups(RunOrder plan, TrialSetting setting) {
        List<Profiler> profilers = Profilers.standard().named(options.profilers());
        try (Interrupts interrupts = new Interrupts()) {
            TrialRunner trials = new TrialRunner(
                    setting.generators(), interrupts, setting.progress(), options, profilers, setting.seed());
            GroupRunner groups = new GroupRunner(
                    setting.servers(),
                    trials,
                    setting.book(),
                    setting.directory(),
                    setting.progress(),
                    interrupts,
                    options.failOnError());
            for (ServerGroup group : plan.groups()) {
                if (interrupts.requested() || !groups.run(group)) {
                    break;
                }
            }
            return interrupts.requested();
        }
    }

    private HostServers servers(String runId) {
        return new HostServers(
                RecipeRegistry.standard(),
                runId,
                !options.pull().equals("never"),
                options.placement(),
                options.debug());
    }

    private long drawSeed() {
        Long stated = options.seed();
        return stated != null ? stated : new SecureRandom().nextLong() >>> 16;
    }

    private static int exitCode(List<PointResult> results, boolean interrupted, RunFiles files) {
        if (interrupted) {
            return INTERRUPTED;
        }
        boolean bad = results.stream().anyMatch(result -> result.validity().state() == Validity.State.INVALID);
        return bad || files.incomplete() ? POINTS_BAD : GOOD;
    }

    /** Whatever can be known to be wrong before a server is started, which may take an hour. */
    private void preflight(RunOrder plan, SecretStore secrets) {
        preflightGenerator(plan);
        preflightResultFile();
        Profilers.standard().named(options.profilers());
        HostServers servers = servers("preflight");
        for (ServerGroup group : plan.groups()) {
            ServerSpec server = group.points().get(0).spec().server();
            if (server.launch() == Launch.EXTERNAL && server.endpoint().urls().isEmpty()) {
                throw new UsageException(
                        "[EndpointEmpty] "
                                + group.points().get(0).spec().benchmark()
                                + " measures a running server, but no URL is known. Give it with -server URL or @EndpointOptions(urls = …).");
            }
            servers.plan(group, Path.of("."));
        }
        // The points of a declaration have the same one.
        Set<EndpointSpec> checked = Collections.newSetFromMap(new IdentityHashMap<>());
        try {
            plan.points().stream()
                    .map(point -> point.spec().server().endpoint())
                    .filter(checked::add)
                    .forEach(endpoint -> {
                        EndpointCheck.check(endpoint, secrets);
                        ConnectionPreflight.check(options, endpoint);
                    });
        } catch (EndpointException e) {
            throw new UsageException(String.valueOf(e.getMessage()), e);
        }
    }

    private void preflightGenerator(RunOrder plan) {
        int cores = Runtime.getRuntime().availableProcessors();
        boolean embedded = plan.points().stream()
                .anyMatch(point -> !Placement.serverCores(point.spec()).isEmpty());
        int free = embedded ? cores - 1 : cores;
        if (options.loops() > free) {
            throw new UsageException("[ThreadsMany] -t " + options.loops()
                    + " event loops need as many free cores, but this machine has " + free
                    + (embedded ? " beside the embedded engine's." : ".")
                    + " A loop that waits for a core measures its own waiting.");
        }
        preflightSockets(plan);
        Path jvm = options.jvm();
        if (jvm != null && !Files.isExecutable(jvm)) {
            throw new UsageException("[JvmMissing] -jvm " + jvm + " is no executable file.");
        }
    }

    private void preflightSockets(RunOrder plan) {
        ConnectionOptions connections = options.connections().options();
        int most = plan.points().stream()
                .mapToInt(point -> mostInFlight(point.point().load()))
                .max()
                .orElse(0);
        try {
            ConnectionOptions.checkFiles(connections, most, SocketLimits.ofThisProcess());
        } catch (IllegalStateException e) {
            throw new EnvironmentException(String.valueOf(e.getMessage()), e);
        }
    }

    private static int mostInFlight(Load load) {
        return load instanceof Load.Closed closed ? closed.concurrency() : ((Load.Open) load).maxConcurrency();
    }

    private void preflightResultFile() {
        Path file = options.resultFile();
        Path folder = file == null ? null : file.toAbsolutePath().getParent();
        if (file != null && (folder == null || !Files.isWritable(folder) || Files.isDirectory(file))) {
            throw new EnvironmentException("[OutputUnwritable] -rff " + file
                    + " can't be written: it is a directory, or its directory is missing or not writable.");
        }
    }
}
