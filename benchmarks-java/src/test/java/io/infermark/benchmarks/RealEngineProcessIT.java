package io.infermark.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import io.infermark.model.BenchmarkSpec;
import io.infermark.record.RequestRecord;
import io.infermark.spi.Hooks;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@link SmolLm2LlamaCpp} with the server that the harness itself starts: the whole life of one, one that dies, and ones that do not start. */
@Tag("real-engine")
class RealEngineProcessIT {
    private static final Duration RUN_LIMIT = Duration.ofMinutes(15);
    private static Path engine = Path.of(".");

    @TempDir
    Path folder;

    @BeforeAll
    static void find() {
        engine = RealEngine.folder();
    }

    private Path out() {
        return folder.resolve("run");
    }

    private List<String> arguments(String... more) {
        List<String> words = new ArrayList<>(List.of("SmolLm2LlamaCpp", "-out", out().toString()));
        words.addAll(Arrays.asList(more));
        return words;
    }

    private StartedServers servers() {
        return new StartedServers(out());
    }

    @Test
    void theServerIsStartedMeasuredAndStopped() throws Exception {
        List<String> arguments = arguments("-p", "isl=32", "-p", "conc=1,4", "-i", "1");
        try (UberJar run = UberJar.start(engine, engine, folder.resolve("run.log"), arguments)) {
            int exitCode = run.await(RUN_LIMIT);
            assertThat(exitCode).as(run.text()).isEqualTo(Measured.expectedExitCode(Measured.of(out())));
            assertThat(run.text()).doesNotContain("[NotReleased]");
        }
        List<Measured> points = Measured.of(out());
        assertThat(points).extracting(Measured::concurrency).containsExactly(1, 4);
        assertThat(points).allSatisfy(point -> {
            assertThat(point.reasonsBeyondTheMachine()).isEmpty();
            assertThat(point.marks()).containsExactly("NoExactTokens");
            assertThat(point.requests()).hasSize(point.concurrency() + 12).allMatch(RequestRecord::ok);
            assertThat(point.result().trials().get(0).endpoint())
                    .containsEntry("started", "true")
                    .hasEntrySatisfying(
                            "engineVersion", version -> assertThat(version).startsWith("b11434"));
        });
        assertThat(servers().folders()).as("both points share one start").hasSize(1);
        // What it says on SIGTERM before it ends with exit code 0.
        assertThat(servers().folders().get(0).resolve("server.log")).content().contains("cleaning up before exit");
        servers().assertNoneIsLeft();
    }

    @Test
    void aServerThatDiesFailsItsPointAndIsStartedAgainForTheNext() throws Exception {
        List<String> arguments = arguments("-p", "isl=32", "-p", "conc=2,4", "-i", "1");
        try (UberJar run = UberJar.start(engine, engine, folder.resolve("run.log"), arguments)) {
            LlamaLog output = new LlamaLog(folder.resolve("run.log"));
            // Readiness, probe, two of the warm-up, and some of the measured window.
            output.await("a window under way", RUN_LIMIT, () -> launchedByHarness() >= 7 || !run.running());
            assertThat(run.running()).as(run.text()).isTrue();
            ProcessHandle.of(StartedServers.pid(servers().folders().get(0)))
                    .orElseThrow()
                    .destroyForcibly();

            assertThat(run.await(RUN_LIMIT)).as(run.text()).isEqualTo(1);
        }
        List<Measured> points = Measured.of(out());
        assertThat(points).hasSize(2);
        assertThat(points.get(0).reasons()).contains("TrialFailed");
        assertThat(points.get(0).result().trials().get(0).failure())
                .isNotNull()
                .satisfies(failure -> assertThat(failure.code()).isEqualTo("ServerDied"));
        assertThat(points.get(0).requests()).filteredOn(RequestRecord::ok).hasSizeGreaterThanOrEqualTo(2);
        assertThat(points.get(0).requests())
                .filteredOn(request -> !request.ok())
                .isNotEmpty();
        assertThat(points.get(1).reasonsBeyondTheMachine()).isEmpty();
        assertThat(servers().folders()).hasSize(2);
        servers().assertNoneIsLeft();
    }

    private long launchedByHarness() {
        try {
            List<Path> servers = servers().folders();
            return servers.isEmpty() ? 0 : new LlamaLog(servers.get(0).resolve("server.log")).launched();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @Test
    void weightsThatAreMissingFailEachPlannedPoint() throws Exception {
        Path elsewhere = Files.createDirectory(folder.resolve("elsewhere"));
        try (UberJar run = UberJar.start(elsewhere, engine, folder.resolve("run.log"), arguments())) {
            assertThat(run.await(RUN_LIMIT)).as(run.text()).isEqualTo(1);
            assertThat(run.text()).contains("[ModelMissing]").contains("@Model(id");
        }
        assertEveryPointFailedWith("ModelMissing");
    }

    @Test
    void anArgumentThatTheServerDoesNotKnowFailsEachPlannedPoint() throws Exception {
        TestRun run = TestRun.of(wrongFlag(), null, out());

        assertThat(run.exitCode()).as(run.printed()).isEqualTo(1);
        assertThat(run.printed()).contains("[UnknownFlag]").contains("--nope");
        assertEveryPointFailedWith("UnknownFlag");
    }

    private void assertEveryPointFailedWith(String code) throws IOException {
        List<Measured> points = Measured.of(out());
        assertThat(points).hasSize(8).allSatisfy(point -> {
            assertThat(point.reasons()).contains("TrialFailed");
            assertThat(point.result().validity().reasons().get(0).message()).contains(code);
        });
        assertThat(out().resolve("table.txt")).content().containsPattern("(?s)(INVALID TrialFailed.*){8}");
        servers().assertNoneIsLeft();
    }

    /** The benchmark with a flag that the compiler would not have let through. */
    private static OtherServer wrongFlag() {
        BenchmarkSpec declared = new SmolLm2LlamaCpp_Matrix().spec();
        return new OtherServer(
                declared,
                declared.model().id(),
                List.of(engine.resolve("llama-server").toString()),
                List.of("--nope"),
                Hooks.NONE);
    }
}
