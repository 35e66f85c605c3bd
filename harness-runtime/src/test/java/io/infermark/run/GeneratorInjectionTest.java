package io.infermark.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.infermark.metric.Validity;
import io.infermark.plan.Declarations;
import io.infermark.platform.Cores;
import io.infermark.platform.OwnThread;
import io.infermark.sim.SimServer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** What disturbs a load generator in the middle of a window is found: the point is invalid, says why, and the run ends with 1. */
@Timeout(180)
@EnabledOnOs(OS.LINUX)
class GeneratorInjectionTest {
    /** So many requests have been served when the injection begins: the measured window is under way then. */
    private static final int LOADED = 60;

    private static final int CAP = 100;

    /** A window in which the loop waited so long for a core is worth nothing. */
    private static final long ENOUGH_NANOS = TimeUnit.SECONDS.toNanos(1);

    @TempDir
    Path folder;

    @Test
    void aPauseMakesTheWindowInvalid() throws Exception {
        try (SimServer sim = Sims.start("itl", "10ms")) {
            Runs run = disturbed(sim, () -> GeneratorProcess.find().pause(200));

            assertUnfit(run);
        }
    }

    @Test
    void aBusyCoreMakesTheWindowInvalid() throws Exception {
        try (SimServer sim = Sims.start("itl", "10ms")) {
            Runs run = disturbed(sim, () -> {
                List<Integer> cores = Cores.usable();
                crowd(GeneratorProcess.find(), cores.get(cores.size() - 1));
            });

            assertUnfit(run);
            assertThat(run.outcome().results().get(0).validity().marks())
                    .as(run.toString())
                    .anySatisfy(mark -> {
                        assertThat(mark.code()).isEqualTo(Validity.Code.HOST_DISTURBED.label());
                        assertThat(mark.message()).contains("waited for other processes for at least");
                    });
        }
    }

    @Test
    void aTrialStatesWhatItsGeneratorTookAndWhatOthersTookFromIt() {
        Runs run;
        try (SimServer sim = Sims.start("itl", "10ms")) {
            run = Runs.of(options(sim.uri().toString()).requests(100), Declarations.closed("com.x.Closed", 2));
        }
        Map<String, String> figures =
                run.outcome().results().get(0).trials().get(0).generator();
        assertThat(figures)
                .as(run.toString())
                .containsKeys(
                        "hostStealShare",
                        "loopForeignWaitShare",
                        "costStartMillis",
                        "costStartCpuMillis",
                        "costSelfWarmUpMillis",
                        "costSelfWarmUpCpuMillis",
                        "costCalibrationBeforeMillis",
                        "costCalibrationBeforeCpuMillis",
                        "costCalibrationAfterMillis",
                        "costCalibrationAfterCpuMillis",
                        "costWindowsMillis",
                        "costWindowsCpuMillis")
                .doesNotContainKey("hostStealAbsent");
        // 600 ms are asked for; half of that and more runs whatever else the machine does.
        assertThat(figure(figures, "costSelfWarmUpMillis")).isBetween(500.0, 20_000.0);
        assertThat(figure(figures, "costStartCpuMillis")).isPositive();
        assertThat(figure(figures, "costWindowsMillis")).isGreaterThanOrEqualTo(figure(figures, "windowMillis"));
    }

    private static double figure(Map<String, String> figures, String name) {
        return Double.parseDouble(figures.getOrDefault(name, "NaN"));
    }

    @Test
    void aCapOfConnectionsMakesTheWindowInvalid() throws Exception {
        try (SimServer sim = Sims.start("itl", "10ms");
                CappedFront front = new CappedFront(sim.uri(), CAP)) {
            Runs run = Runs.of(
                    options(front.uri().toString())
                            .warmupIterations(0)
                            .requests(3 * (CAP + 20))
                            .timeout("60s"),
                    Declarations.closed("com.x.Closed", CAP + 20));

            assertThat(front.refused()).as(run.toString()).isPositive();
            assertThat(run.outcome().exitCode()).as(run.toString()).isEqualTo(1);
            assertThat(codes(run))
                    .as(run.toString())
                    .containsAnyOf(Validity.Code.FAILURES.label(), Validity.Code.CONCURRENCY_NOT_HELD.label());
        }
    }

    private static void assertUnfit(Runs run) {
        assertThat(run.outcome().exitCode()).as(run.toString()).isEqualTo(1);
        assertThat(run.outcome().results())
                .singleElement()
                .satisfies(result -> assertThat(result.validity().reasons()).anySatisfy(reason -> {
                    assertThat(reason.code()).isEqualTo(Validity.Code.GENERATOR_UNFIT.label());
                    assertThat(reason.message()).contains(" ms late (");
                }));
    }

    private static List<String> codes(Runs run) {
        return run.outcome().results().stream()
                .flatMap(result -> result.validity().reasons().stream())
                .map(Validity.Finding::code)
                .toList();
    }

    private OptionsBuilder options(String url) {
        return new OptionsBuilder()
                .server(url)
                .forks(1)
                .measurementIterations(1)
                .out(folder.resolve("run"));
    }

    /** What is done to a generator. */
    private interface Injection {
        void inject() throws IOException, InterruptedException;
    }

    private Runs disturbed(SimServer sim, Injection injection) throws Exception {
        CompletableFuture<Boolean> done = OwnThread.call("injection", () -> {
            while (sim.truth().completed() < LOADED) {
                TimeUnit.MILLISECONDS.sleep(5);
            }
            injection.inject();
            return true;
        });
        Runs run = Runs.of(options(sim.uri().toString()).requests(200), Declarations.closed("com.x.Closed", 2));
        done.get(60, TimeUnit.SECONDS);
        return run;
    }

    /** Keeps the event loop on a core of which busy processes with precedence leave it next to nothing, until it has waited long enough. */
    private static void crowd(GeneratorProcess generator, int core) throws IOException, InterruptedException {
        String loop = generator.loopThread();
        List<Process> busy = new ArrayList<>();
        try {
            for (int i = 0; i < 3; i++) {
                busy.add(new ProcessBuilder(
                                "setsid", "taskset", "-c", Integer.toString(core), "sh", "-c", "while :; do :; done")
                        .start());
            }
            generator.yieldToOthers(loop);
            GeneratorProcess.execute("taskset", "-cp", Integer.toString(core), loop);
            long before = generator.waitedNanos(loop);
            long start = System.nanoTime();
            // The kernel counts a wait at its end, and one may last as long as the others run.
            while (generator.waitedNanos(loop) - before < ENOUGH_NANOS
                    && System.nanoTime() - start < 2 * ENOUGH_NANOS) {
                TimeUnit.MILLISECONDS.sleep(5);
            }
        } finally {
            busy.forEach(Process::destroyForcibly);
        }
    }
}
