package io.infermark.run;

import io.infermark.calibration.Calibrator;
import io.infermark.fork.FromGenerator;
import io.infermark.fork.Generator;
import io.infermark.fork.GeneratorException;
import io.infermark.fork.LoadMessage;
import io.infermark.fork.ToGenerator;
import io.infermark.model.RunSettings;
import io.infermark.model.WindowBound;
import io.infermark.plan.Trial;
import io.infermark.platform.HostView;
import io.infermark.server.ServerHandle;
import io.infermark.spi.Endpoint;
import io.infermark.spi.Hooks;
import io.infermark.spi.Profiler;
import io.infermark.spi.StartPlan;
import io.infermark.telemetry.TrialTelemetry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Level;

/** Runs one trial on a running server: hooks, a fresh load generator, its windows. What was measured is in the record file; this says how it went. */
final class TrialRunner {
    private static final Duration OPEN_DEADLINE = Duration.ofMinutes(10);

    private final GeneratorFactory generators;
    private final Interrupts interrupts;
    private final Progress progress;
    private final Options options;
    private final List<Profiler> profilers;
    private final long runSeed;
    private @Nullable ServerHandle calibratedFor;
    private Calibrator calibrator;

    TrialRunner(
            GeneratorFactory generators,
            Interrupts interrupts,
            Progress progress,
            Options options,
            List<Profiler> profilers,
            long runSeed) {
        this.generators = generators;
        this.interrupts = interrupts;
        this.progress = progress;
        this.options = options;
        this.profilers = List.copyOf(profilers);
        this.runSeed = runSeed;
        calibrator = newCalibrator(options);
    }

    private static Calibrator newCalibrator(Options options) {
        return new Calibrator(options.connections().options().loopback());
    }

    /**
     * How a trial went.
     *
     * @param opened what the generator found out; null if it never came so far
     * @param windows those that ended, warm-up first
     * @param problem why it failed, with its code in brackets; null if it did not
     * @param profile figures of the profilers that were asked for
     * @param telemetry what was observed beside the load, ended; null if nothing was asked or it never came so far
     * @param certificate what the generator added
     */
    record Course(
            FromGenerator.@Nullable Opened opened,
            List<FromGenerator.WindowEnded> windows,
            @Nullable String problem,
            boolean interrupted,
            Map<String, Double> profile,
            @Nullable TrialTelemetry telemetry,
            Certificate certificate) {}

    /** @param plan what the server was started with */
    Course run(Trial trial, ServerHandle server, StartPlan plan, Path folder) {
        if (calibratedFor != server) {
            calibratedFor = server;
            calibrator = newCalibrator(options);
        }
        Attempt attempt = new Attempt(
                trial, server.endpoint(), new Certification(calibrator, trial, folder, options.calibrate()));
        if (attempt.clear(folder) && attempt.hook("@Setup", Level.Trial, true)) {
            try {
                attempt.observe(server, plan, folder);
                attempt.measure(server, folder);
            } catch (GeneratorException e) {
                attempt.ended(e);
            } finally {
                interrupts.clearTarget();
                attempt.endObservation();
            }
        }
        attempt.hook("@TearDown", Level.Trial, false);
        return attempt.course();
    }

    /** Everything that changes while a trial goes on. */
    private final class Attempt {
        private final Trial trial;
        private final Endpoint endpoint;
        private final List<FromGenerator.WindowEnded> windows = new ArrayList<>();
        private final Certification certification;
        private final Observation observation = new Observation(profilers);
        private final AtomicReference<@Nullable String> death = new AtomicReference<>();
        private FromGenerator.@Nullable Opened opened;
        private @Nullable String problem;
        private boolean interrupted;
        private @Nullable Hooks hooks;
        private @Nullable TrialTelemetry telemetry;
        private @Nullable GeneratorWatch watch;

        Attempt(Trial trial, Endpoint endpoint, Certification certification) {
            this.trial = trial;
            this.endpoint = endpoint;
            this.certification = certification;
        }

        /** Runs the class's own code; returns whether it went well. A class that can't be made has none to tear down. */
        boolean hook(String which, Level level, boolean before) {
            try {
                if (hooks == null && before) {
                    hooks = trial.planned().benchmark().hooks().get();
                }
                if (hooks == null) {
                    return true;
                }
                if (before) {
                    hooks.setUp(level, endpoint);
                } else {
                    hooks.tearDown(level, endpoint);
                }
                return true;
            } catch (Exception | AssertionError | LinkageError e) {
                failed("[HookFailed] the " + which + "(Level." + level + ") method of "
                        + trial.planned().spec().benchmark() + " threw " + e + ".");
                return false;
            }
        }

        /** A generator that was interrupted before it knew its endpoint measured nothing, which is no failure. */
        void ended(GeneratorException e) {
            if (opened == null && interrupts.requested()) {
                interrupted = true;
            } else {
                failed(e.getMessage());
            }
        }

        /** What an earlier attempt left would pass for this one's, should it come to nothing. Returns whether it went well. */
        boolean clear(Path folder) {
            try {
                FolderTree.delete(folder);
                return true;
            } catch (IOException e) {
                failed("[OutputUnwritable] what an earlier attempt left in " + folder + " can't be deleted: " + e);
                return false;
            }
        }

        void failed(@Nullable String message) {
            if (problem == null) {
                problem = message;
            }
        }

        Course course() {
            return new Course(
                    opened,
                    List.copyOf(windows),
                    problem,
                    interrupted,
                    observation.figures(),
                    telemetry,
                    certification.certificate(watch == null ? Map.of() : watch.cost()));
        }

        /** Before the generator is there, so that nothing of it runs while a window is measured but a look once a second. */
        void observe(ServerHandle server, StartPlan plan, Path folder) {
            if (!options.telemetry().on()) {
                return;
            }
            try {
                Files.createDirectories(folder);
            } catch (IOException e) {
                progress.problem("[OutputUnwritable] " + folder + " can't be made: " + e.getMessage());
                return;
            }
            telemetry = TrialTelemetry.begin(TelemetrySites.of(options.telemetry(), trial, plan, server, folder));
        }

        void endObservation() {
            if (telemetry != null) {
                telemetry.close();
            }
        }

        void measure(ServerHandle server, Path folder) {
            try (Generator generator = generators.start(trial, folder)) {
                GeneratorWatch watching = new GeneratorWatch(
                        generator,
                        HostView.local(),
                        EventLoops.of(options, trial.planned().point()));
                watch = watching;
                server.death().whenComplete((died, ignored) -> {
                    if (died != null) {
                        death.compareAndSet(null, ServerDeaths.message(died));
                        generator.abort();
                    }
                });
                interrupts.target(target(generator));
                FromGenerator.Opened found = generator.open(openOrder(folder), OPEN_DEADLINE);
                opened = found;
                watching.opened(found);
                runWindows(generator, watching);
            } catch (GeneratorException e) {
                failed(death.get());
                throw e;
            }
            failed(death.get());
        }

        private void runWindows(Generator generator, GeneratorWatch watching) {
            RunSettings settings = trial.planned().settings();
            for (int i = 0; i < settings.warmupIterations() && !over(); i++) {
                runWindow(generator, watching, true, i, settings.warmup(), settings);
            }
            if (!over()) {
                watching.calibration("CalibrationBefore", () -> certification.before(generator, windows));
            }
            measureWindows(generator, watching, settings);
            if (!over()) {
                watching.calibration("CalibrationAfter", () -> certification.after(generator, windows));
            }
            interrupted |= interrupts.requested();
        }

        private void measureWindows(Generator generator, GeneratorWatch watching, RunSettings settings) {
            boolean wentOn = false;
            try {
                if (!over()) {
                    failed(observation.begin(endpoint));
                }
                for (int i = 0; i < settings.iterations() && !over(); i++) {
                    runWindow(generator, watching, false, i, settings.measurement(), settings);
                }
                wentOn = death.get() == null;
            } finally {
                // Whatever happened, a profiler may have started something; what it misses then is not the trial's
                // problem.
                String missed = observation.end();
                if (wentOn) {
                    failed(missed);
                }
            }
        }

        private boolean over() {
            return interrupts.requested() || problem != null || death.get() != null;
        }

        private void runWindow(
                Generator generator,
                GeneratorWatch watching,
                boolean warmup,
                int iteration,
                WindowBound bound,
                RunSettings settings) {
            try {
                if (hook("@Setup", Level.Iteration, true)) {
                    TrialTelemetry observer = warmup ? null : telemetry;
                    if (observer != null) {
                        observer.windowBegins();
                    }
                    ToGenerator.RunWindow order = windowOrder(warmup, iteration, bound, settings);
                    FromGenerator.WindowEnded ended = watching.window(() -> generator.run(order));
                    if (observer != null) {
                        observer.windowEnded(iteration);
                    }
                    windows.add(ended);
                    progress.windowEnded(trial, ended);
                }
            } finally {
                hook("@TearDown", Level.Iteration, false);
            }
        }

        private ToGenerator.RunWindow windowOrder(
                boolean warmup, int iteration, WindowBound bound, RunSettings settings) {
            long millis =
                    bound instanceof WindowBound.Time time ? time.duration().toMillis() : -1;
            return new ToGenerator.RunWindow(
                    warmup,
                    iteration,
                    runSeed,
                    bound.requestsFor(trial.planned().point().load()),
                    millis,
                    settings.iterationTimeout().toMillis(),
                    options.gcBetweenIterations());
        }

        private ToGenerator.Open openOrder(Path folder) {
            return generators.openOrder(
                    trial,
                    endpoint,
                    folder,
                    LoadMessage.of(trial.planned().point().load()));
        }

        private Interrupts.Target target(Generator generator) {
            return new Interrupts.Target() {
                @Override
                public void stop() {
                    progress.stopping(options.drainSeconds());
                    generator.stop(Duration.ofSeconds(options.drainSeconds()));
                }

                @Override
                public void kill() {
                    generator.abort();
                }
            };
        }
    }
}
