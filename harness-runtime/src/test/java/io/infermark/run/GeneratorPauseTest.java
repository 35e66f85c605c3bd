package io.infermark.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.infermark.metric.Validity;
import io.infermark.plan.Benchmark;
import io.infermark.plan.Declarations;
import io.infermark.sim.SimServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** A load generator that stands still for 200 ms in the middle of a window says so. */
@Timeout(180)
class GeneratorPauseTest {
    private static final Benchmark CLOSED = Declarations.benchmark(
            Declarations.external("com.x.Closed", List.of(Declarations.row(List.of(1), List.of(2)))));

    @TempDir
    Path folder;

    @Test
    @EnabledOnOs(OS.LINUX)
    void aPauseMakesTheWindowInvalid() throws Exception {
        try (SimServer sim = Sims.start("itl", "10ms")) {
            CompletableFuture<Void> paused = CompletableFuture.runAsync(() -> pauseGeneratorOnceLoaded(sim, 60));
            Runs run = Runs.of(
                    new OptionsBuilder()
                            .server(sim.uri().toString())
                            .forks(1)
                            .measurementIterations(1)
                            .requests(200)
                            .out(folder.resolve("run")),
                    CLOSED);
            paused.get(60, TimeUnit.SECONDS);

            assertThat(run.outcome().exitCode()).as(run.toString()).isEqualTo(1);
            assertThat(run.outcome().results())
                    .singleElement()
                    .satisfies(result -> assertThat(result.validity().reasons()).anySatisfy(reason -> {
                        assertThat(reason.code()).isEqualTo(Validity.Code.GENERATOR_UNFIT.label());
                        assertThat(reason.message()).contains(" ms late (");
                    }));
        }
    }

    /** Stops the generator's process for 200 ms when the endpoint has served so many requests: the measured window is under way then. */
    private static void pauseGeneratorOnceLoaded(SimServer sim, int requests) {
        try {
            while (sim.truth().completed() < requests) {
                TimeUnit.MILLISECONDS.sleep(5);
            }
            long pid = ProcessHandle.current()
                    .descendants()
                    .filter(child -> commandLine(child.pid()).contains("io.infermark.fork.ForkMain"))
                    .findFirst()
                    .orElseThrow()
                    .pid();
            signal("-STOP", pid);
            TimeUnit.MILLISECONDS.sleep(200);
            signal("-CONT", pid);
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** From the kernel: {@link ProcessHandle.Info} drops a command line of more than a page, which a class path is. */
    private static String commandLine(long pid) {
        try {
            return Files.readString(Path.of("/proc/" + pid + "/cmdline"));
        } catch (IOException gone) {
            return "";
        }
    }

    private static void signal(String name, long pid) throws IOException, InterruptedException {
        assertThat(new ProcessBuilder("kill", name, Long.toString(pid)).start().waitFor())
                .isZero();
    }
}
