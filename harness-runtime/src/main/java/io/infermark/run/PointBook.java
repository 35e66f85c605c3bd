package io.infermark.run;

import io.infermark.fork.FromGenerator;
import io.infermark.metric.PointAnalysis;
import io.infermark.metric.Validity;
import io.infermark.metric.WindowAnalysis;
import io.infermark.plan.PlannedPoint;
import io.infermark.plan.RunOrder;
import io.infermark.plan.Trial;
import io.infermark.result.Failure;
import io.infermark.result.IterationResult;
import io.infermark.result.PointRef;
import io.infermark.result.PointResult;
import io.infermark.result.Provenance;
import io.infermark.result.ServerTimings;
import io.infermark.result.Settings;
import io.infermark.result.Subject;
import io.infermark.result.TrialResult;
import io.infermark.server.ServerHandle;
import io.infermark.server.StartTimings;
import io.infermark.telemetry.TrialTelemetry;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What became of every planned point. A trial's outcome is on disk before the next trial starts; a point's result as soon as its last trial is in; and at the end there is a
 * result for every planned point, measured or not.
 */
final class PointBook {
    private final RunFiles files;
    private final Progress progress;
    private final Options options;
    private final long seed;
    private final Map<String, String> environment;
    private final Map<String, Entry> entries = new LinkedHashMap<>();
    private boolean begun;

    PointBook(
            RunOrder plan,
            RunFiles files,
            Progress progress,
            Options options,
            long seed,
            Map<String, String> environment) {
        this.files = files;
        this.progress = progress;
        this.options = options;
        this.seed = seed;
        this.environment = new TreeMap<>(environment);
        plan.points().forEach(point -> entries.put(point.id(), new Entry(point)));
    }

    /** Everything known of one point. */
    private static final class Entry {
        final PlannedPoint planned;
        final Map<Integer, TrialResult> trials = new TreeMap<>();
        final Map<Integer, List<WindowAnalysis>> measured = new TreeMap<>();
        final Map<Integer, Failure> failures = new HashMap<>();

        @Nullable
        PointResult result;

        Entry(PlannedPoint planned) {
            this.planned = planned;
        }

        /** What the endpoint said in the newest trial that came so far. */
        Map<String, String> endpoint() {
            Map<String, String> last = Map.of();
            for (TrialResult trial : trials.values()) {
                last = trial.endpoint().isEmpty() ? last : trial.endpoint();
            }
            return last;
        }
    }

    /** Takes over the trials that an earlier run of the same plan measured; returns how many. */
    int resume() {
        int kept = 0;
        for (Entry entry : entries.values()) {
            for (TrialResult trial : files.finished(ref(entry.planned)).values()) {
                if (trial.fork() < entry.planned.trials() && takeOver(entry, trial)) {
                    kept++;
                }
            }
            completeIfDone(entry);
        }
        return kept;
    }

    /** A trial whose records are gone can't be analysed with the others of its point, so it is measured again. */
    private boolean takeOver(Entry entry, TrialResult trial) {
        Trial done = new Trial(entry.planned, trial.fork(), isDiscarded(entry.planned, trial.fork()));
        if (!done.discarded()) {
            Path records = files.records(entry.planned, trial.fork());
            try {
                TrialAnalysis analysis = TrialAnalysis.of(records, entry.planned, trial.endpoint())
                        .observedBefore(trial.measured());
                if (analysis.measured().size() < trial.measured().size()) {
                    throw new RecordsException("[RecordsMissing] " + records + " lacks windows of the trial.");
                }
                entry.measured.put(trial.fork(), analysis.measured());
            } catch (RecordsException e) {
                progress.problem(e.getMessage() + " " + done.key() + " is measured again.");
                return false;
            }
        }
        entry.trials.put(trial.fork(), trial);
        progress.trialSkipped(done);
        return true;
    }

    private static PointRef ref(PlannedPoint planned) {
        return PointRef.of(planned.spec(), planned.point());
    }

    private static boolean isDiscarded(PlannedPoint planned, int fork) {
        return fork < planned.settings().warmupForks();
    }

    /** Whether the trial has still to be run. */
    boolean wanted(Trial trial) {
        Entry entry = entry(trial);
        return !entry.trials.containsKey(trial.fork()) && !entry.failures.containsKey(trial.fork());
    }

    /** Whether this run has come as far as an outcome of some trial. */
    boolean begun() {
        return begun;
    }

    /** Whether some point so far has failed or is invalid. */
    boolean anyBad() {
        return entries.values().stream()
                .anyMatch(entry -> !entry.failures.isEmpty()
                        || entry.trials.values().stream()
                                .anyMatch(trial -> trial.failure() != null
                                        || trial.validity().state() == Validity.State.INVALID));
    }

    /** A trial that could not be run at all. */
    void failed(Trial trial, Failure failure) {
        begun = true;
        Entry entry = entry(trial);
        entry.failures.put(trial.fork(), failure);
        files.logTrial(ref(trial.planned()), notRun(trial.fork(), failure));
        completeIfDone(entry);
    }

    /** A trial that was run. */
    void ended(
            Trial trial, TrialRunner.Course course, ServerHandle server, Path folder, boolean shared, Duration took) {
        begun = true;
        Entry entry = entry(trial);
        Map<String, String> endpoint = EndpointSayings.of(course.opened(), server, trial.planned());
        String problem = course.problem();
        TrialAnalysis analysis = TrialAnalysis.NONE;
        try {
            analysis = TrialAnalysis.of(folder.resolve(RunFiles.RECORDS), trial.planned(), endpoint);
            TrialTelemetry telemetry = course.telemetry();
            if (telemetry != null) {
                analysis = analysis.observedBy(telemetry, trial.planned());
            }
        } catch (RecordsException e) {
            problem = problem == null ? e.getMessage() : problem;
        }
        List<IterationResult> iterations = analysis.iterations(course.windows(), course.certificate());
        iterations.forEach(progress::iteration);
        if (problem == null && analysis.anyFailed()) {
            problem = ServerDeaths.late(server, trial.planned());
        }
        if (problem != null) {
            progress.problem(problem);
        }
        TrialResult result =
                trialResult(trial, course, problem, server, endpoint, iterations, analysis.startedAt(), shared, took);
        entry.trials.put(trial.fork(), result);
        if (!trial.discarded()) {
            entry.measured.put(trial.fork(), analysis.measured());
        }
        files.logTrial(ref(trial.planned()), result);
        completeIfDone(entry);
    }

    private TrialResult trialResult(
            Trial trial,
            TrialRunner.Course course,
            @Nullable String problem,
            ServerHandle server,
            Map<String, String> endpoint,
            List<IterationResult> iterations,
            String recordsStartedAt,
            boolean shared,
            Duration took) {
        Failure failure = problem == null ? null : failure(problem);
        Validity validity = Validity.OK;
        if (options.debug()) {
            validity = validity.with(
                    Validity.Code.NOTE,
                    "--debug raised the engine's log level, which slows it: figures are not for comparison");
        }
        FromGenerator.Opened opened = course.opened();
        if (opened != null) {
            for (String note : opened.notes()) {
                validity = validity.with(Validity.Code.NOTE, note);
            }
        }
        TrialResult.Status status = failure != null
                ? TrialResult.Status.FAILED
                : course.interrupted() ? TrialResult.Status.INTERRUPTED : TrialResult.Status.FINISHED;
        Map<String, String> paths = new TreeMap<>();
        paths.put("records", "fork-" + trial.fork() + "/" + RunFiles.RECORDS);
        paths.put("serverLog", files.relativeToPoint(trial, server.log()));
        TrialTelemetry telemetry = course.telemetry();
        if (telemetry != null) {
            telemetry.files().forEach((name, file) -> paths.put(name, "fork-" + trial.fork() + "/" + file));
        }
        String startedAt =
                recordsStartedAt.isEmpty() ? Instant.now().minus(took).toString() : recordsStartedAt;
        return new TrialResult(
                validity,
                trial.fork(),
                status,
                failure,
                startedAt,
                took.toNanos() / 1e9,
                timings(trial, server, shared),
                iterations,
                paths,
                endpoint,
                GeneratorFigures.of(course.windows(), course.certificate(), iterations),
                course.profile());
    }

    private static Failure failure(String problem) {
        int close = problem.startsWith("[") ? problem.indexOf(']') : -1;
        return close > 0
                ? new Failure(
                        problem.substring(1, close),
                        problem.substring(close + 1).strip())
                : new Failure("TrialFailed", problem);
    }

    private static ServerTimings timings(Trial trial, ServerHandle server, boolean shared) {
        if (trial.planned().spec().server().launch() == io.infermark.api.Launch.EXTERNAL) {
            return ServerTimings.NONE;
        }
        StartTimings timings = server.timings();
        double health = timings.toHealth().toNanos() / 1e9;
        return new ServerTimings(health, timings.toFirstCompletion().toNanos() / 1e9 - health, shared);
    }

    /**
     * The server of some trials has stopped, and its GPUs' memory is free again. Their results are written anew, since only now they are whole.
     *
     * @param took from the order to stop
     */
    void memoryFree(List<Trial> trials, Duration took) {
        for (Trial trial : trials) {
            Entry entry = entry(trial);
            TrialResult known = entry.trials.get(trial.fork());
            if (known != null) {
                TrialResult whole = known.with(known.server().stopped(took.toNanos() / 1e9));
                entry.trials.put(trial.fork(), whole);
                files.logTrial(ref(trial.planned()), whole);
                if (entry.result != null) {
                    complete(entry);
                }
            }
        }
    }

    private void completeIfDone(Entry entry) {
        if (entry.result == null && entry.trials.size() + entry.failures.size() >= entry.planned.trials()) {
            complete(entry);
        }
    }

    private PointResult complete(Entry entry) {
        PointResult result = resultOf(entry);
        entry.result = result;
        files.writePoint(entry.planned, result, entry.measured);
        return result;
    }

    private PointResult resultOf(Entry entry) {
        PlannedPoint planned = entry.planned;
        PointRef ref = ref(planned);
        Map<String, String> endpoint = entry.endpoint();
        Provenance provenance = Origins.of(endpoint, entry.trials.values());
        Map<String, String> settingsOptions = new TreeMap<>(endpoint);
        settingsOptions.put("seed", Long.toString(seed));
        settingsOptions.putAll(ConnectionWords.of(options.connections()));
        Settings settings = Settings.of(planned.settings(), settingsOptions);
        if (entry.trials.isEmpty()) {
            Failure failure = entry.failures.values().stream()
                    .findFirst()
                    .orElse(new Failure(
                            "NotRun", "the run ended before this point's turn came; -resume goes on with it."));
            return PointResult.failed(ref, subject(entry), provenance, settings, failure, environment);
        }
        List<TrialResult> trials = new ArrayList<>(entry.trials.values());
        trials.removeIf(trial -> isDiscarded(planned, trial.fork()));
        entry.failures.forEach((fork, failure) -> trials.add(notRun(fork, failure)));
        return PointResult.of(
                ref,
                subject(entry),
                provenance,
                settings,
                trials,
                PointAnalysis.of(List.copyOf(entry.measured.values())),
                environment);
    }

    private static TrialResult notRun(int fork, Failure failure) {
        return new TrialResult(
                Validity.OK.with(Validity.Code.TRIAL_FAILED, "[" + failure.code() + "] " + failure.message()),
                fork,
                TrialResult.Status.FAILED,
                failure,
                Instant.now().toString(),
                0,
                ServerTimings.NONE,
                List.of(),
                Map.of(),
                Map.of(),
                Map.of(),
                Map.of());
    }

    /** A result for every planned point, in run order. Points that are not complete get theirs now. */
    List<PointResult> results() {
        List<PointResult> results = new ArrayList<>();
        for (Entry entry : entries.values()) {
            PointResult result = entry.result;
            results.add(result != null ? result : complete(entry));
        }
        return results;
    }

    private Subject subject(Entry entry) {
        PlannedPoint planned = entry.planned;
        int gpus = planned.spec().hardware().gpusPerNode() == 0
                ? 0
                : Math.toIntExact(planned.point().parallelism().gpus());
        Map<String, String> endpoint = entry.endpoint();
        return Subject.of(planned.spec(), gpus, HarnessVersion.text(), RepeatCommand.of(planned, options, seed))
                .withServer(
                        endpoint.get("model"),
                        endpoint.get("engineVersion"),
                        endpoint.get("imageDigest"),
                        endpoint.get("url"));
    }

    private Entry entry(Trial trial) {
        Entry entry = entries.get(trial.planned().id());
        if (entry == null) {
            throw new IllegalStateException("a trial of the plan has an entry: " + trial.key());
        }
        return entry;
    }
}
