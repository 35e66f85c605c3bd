package io.infermark.run;

import io.infermark.fork.FromGenerator;
import io.infermark.fork.Generator;
import io.infermark.fork.GeneratorException;
import io.infermark.fork.LoadMessage;
import io.infermark.fork.ToGenerator;
import io.infermark.model.RunSettings;
import io.infermark.model.WindowBound;
import io.infermark.plan.Trial;
import io.infermark.server.ServerDeath;
import io.infermark.server.ServerHandle;
import io.infermark.spi.Endpoint;
import io.infermark.spi.Hooks;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
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
    private final long runSeed;

    TrialRunner(GeneratorFactory generators, Interrupts interrupts, Progress progress, Options options, long runSeed) {
        this.generators = generators;
        this.interrupts = interrupts;
        this.progress = progress;
        this.options = options;
        this.runSeed = runSeed;
    }

    /**
     * How a trial went.
     *
     * @param opened what the generator found out; null if it never came so far
     * @param windows those that ended, warm-up first
     * @param problem why it failed, with its code in brackets; null if it did not
     */
    record Course(
            FromGenerator.@Nullable Opened opened,
            List<FromGenerator.WindowEnded> windows,
            @Nullable String problem,
            boolean interrupted) {}

    Course run(Trial trial, ServerHandle server, Path folder) {
        Hooks hooks = trial.planned().benchmark().hooks().get();
        Endpoint endpoint = server.endpoint();
        Attempt attempt = new Attempt(trial, hooks, endpoint);
        try {
            hooks.setUp(Level.Trial, endpoint);
            attempt.measure(server, folder);
        } catch (GeneratorException e) {
            attempt.failed(e.getMessage());
        } catch (Exception e) {
            attempt.failed(hookMessage("@Setup", e));
        } finally {
            interrupts.clearTarget();
        }
        try {
            hooks.tearDown(Level.Trial, endpoint);
        } catch (Exception e) {
            attempt.failed(hookMessage("@TearDown", e));
        }
        return attempt.course();
    }

    private static String hookMessage(String which, Exception e) {
        return "[HookFailed] the " + which + " method threw " + e + ".";
    }

    /** Everything that changes while a trial goes on. */
    private final class Attempt {
        private final Trial trial;
        private final Hooks hooks;
        private final Endpoint endpoint;
        private final List<FromGenerator.WindowEnded> windows = new ArrayList<>();
        private FromGenerator.@Nullable Opened opened;
        private @Nullable String problem;
        private boolean interrupted;

        Attempt(Trial trial, Hooks hooks, Endpoint endpoint) {
            this.trial = trial;
            this.hooks = hooks;
            this.endpoint = endpoint;
        }

        void failed(@Nullable String message) {
            if (problem == null) {
                problem = message;
            }
        }

        Course course() {
            return new Course(opened, List.copyOf(windows), problem, interrupted);
        }

        void measure(ServerHandle server, Path folder) throws Exception {
            AtomicReference<@Nullable String> death = new AtomicReference<>();
            try (Generator generator = generators.start(trial, folder)) {
                server.death().whenComplete((died, ignored) -> {
                    if (died != null) {
                        death.compareAndSet(null, deathMessage(died));
                        generator.abort();
                    }
                });
                interrupts.target(target(generator));
                opened = generator.open(openOrder(folder), OPEN_DEADLINE);
                runWindows(generator);
            } catch (GeneratorException e) {
                failed(death.get());
                throw e;
            }
            failed(death.get());
        }

        private void runWindows(Generator generator) throws Exception {
            RunSettings settings = trial.planned().settings();
            for (int i = 0; i < settings.warmupIterations() && !over(); i++) {
                runWindow(generator, true, i, settings.warmup(), settings);
            }
            for (int i = 0; i < settings.iterations() && !over(); i++) {
                runWindow(generator, false, i, settings.measurement(), settings);
            }
            interrupted |= interrupts.requested();
        }

        private boolean over() {
            return interrupts.requested() || problem != null;
        }

        private void runWindow(
                Generator generator, boolean warmup, int iteration, WindowBound bound, RunSettings settings)
                throws Exception {
            hooks.setUp(Level.Iteration, endpoint);
            FromGenerator.WindowEnded ended = generator.run(windowOrder(warmup, iteration, bound, settings));
            windows.add(ended);
            hooks.tearDown(Level.Iteration, endpoint);
            progress.windowEnded(trial, ended);
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

    private static String deathMessage(ServerDeath death) {
        String last = death.lastLines().isEmpty()
                ? ""
                : " Last line of its log: "
                        + death.lastLines().get(death.lastLines().size() - 1);
        String diagnosis = death.diagnosis().map(d -> " " + d.text()).orElse("");
        return "[ServerDied] the server ended while the point was measured: " + death.how() + "." + diagnosis + last;
    }
}
