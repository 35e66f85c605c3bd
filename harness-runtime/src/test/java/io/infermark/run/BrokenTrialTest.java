package io.infermark.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.infermark.plan.Benchmark;
import io.infermark.plan.Declarations;
import io.infermark.result.TrialResult;
import io.infermark.sim.SimServer;
import io.infermark.spi.Endpoint;
import io.infermark.spi.Hooks;
import io.infermark.spi.Profiler;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.openjdk.jmh.annotations.Level;

/** What is left of a trial that broke: nothing that runs on, and nothing that the next attempt could take for its own. */
@Timeout(120)
class BrokenTrialTest {
    @TempDir
    Path folder;

    private static Benchmark benchmark(Runnable beforeThirdWindow) {
        return new Benchmark(Declarations.closed("com.x.Broken", 1).spec(), () -> new Hooks() {
            private int window;

            @Override
            public void setUp(Level level, Endpoint endpoint) {
                if (level == Level.Iteration && ++window == 3) {
                    beforeThirdWindow.run();
                }
            }

            @Override
            public void tearDown(Level level, Endpoint endpoint) {}
        });
    }

    @Test
    void anAttemptThatMeasuresNothingShowsNothingOfTheOneBefore() {
        try (SimServer sim = Sims.start()) {
            OptionsBuilder options =
                    new OptionsBuilder().server(sim.uri().toString()).forks(0).out(folder.resolve("out"));
            Runs first = Runs.of(options, benchmark(() -> {
                throw new IllegalStateException("on purpose");
            }));
            assertThat(trial(first).status()).isEqualTo(TrialResult.Status.FAILED);
            assertThat(trial(first).measured()).hasSize(1);

            Runs again = Runs.of(
                    options.resume(true),
                    new Benchmark(Declarations.closed("com.x.Broken", 1).spec(), () -> {
                        throw new IllegalStateException("at once");
                    }));

            assertThat(code(again)).as("%s", again).isEqualTo("HookFailed");
            assertThat(trial(again).measured()).isEmpty();
        }
    }

    @Test
    @EnabledOnOs(value = OS.LINUX, disabledReason = "finds the generator in /proc")
    void aProfilerEndsThoughTheGeneratorDied() throws IOException {
        Path services = Files.createDirectories(folder.resolve("classes/META-INF/services"));
        Files.writeString(services.resolve(Profiler.class.getName()), Leaving.class.getName());
        ClassLoader before = Thread.currentThread().getContextClassLoader();
        URL[] found = {folder.resolve("classes").toUri().toURL()};
        try (SimServer sim = Sims.start();
                URLClassLoader loader = new URLClassLoader(found, before)) {
            Thread.currentThread().setContextClassLoader(loader);
            Runs run = Runs.of(
                    new OptionsBuilder()
                            .server(sim.uri().toString())
                            .forks(1)
                            .calibrate(false)
                            .profiler("leaving")
                            .out(folder.resolve("out")),
                    benchmark(() -> ProcessHandle.of(GeneratorProcess.find().pid())
                            .orElseThrow()
                            .destroyForcibly()));

            assertThat(code(run)).as("%s", run).isEqualTo("GeneratorDied");
            assertThat(trial(run).profile()).containsEntry("leaving.ended", 1.0);
        } finally {
            Thread.currentThread().setContextClassLoader(before);
        }
    }

    private static String code(Runs run) {
        return Objects.requireNonNull(trial(run).failure()).code();
    }

    private static TrialResult trial(Runs run) {
        return run.outcome().results().get(0).trials().get(0);
    }

    /** Has something to end. */
    public static final class Leaving implements Profiler {
        @Override
        public String name() {
            return "leaving";
        }

        @Override
        public String description() {
            return "says that it ended";
        }

        @Override
        public Optional<String> unsupported() {
            return Optional.empty();
        }

        @Override
        public Session start(Endpoint endpoint) {
            return () -> Map.of("ended", 1.0);
        }
    }
}
