package io.infermark.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import io.infermark.metric.Validity;
import io.infermark.record.RequestRecord;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whole runs of {@link SimInContainers} on a real engine of containers: one that goes well, and ones whose container, harness or image goes missing. */
@Tag("docker")
class ContainerSweepIT {
    private static final Duration RUN_LIMIT = Duration.ofMinutes(4);

    /** What a busy machine alone can hold against a point. */
    private static final Set<String> OF_THE_MACHINE =
            Set.of(Validity.Code.CONCURRENCY_NOT_HELD.label(), Validity.Code.GENERATOR_UNFIT.label());

    private static Path classes = Path.of(".");

    @TempDir
    Path folder;

    @BeforeAll
    static void build() throws Exception {
        DockerEngine.require();
        DockerEngine.image(SimInContainers.IMAGE, "io.infermark.cli.Main", Path.of("target/benchmarks.jar"));
        classes = Path.of(SimInContainers.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());
    }

    @AfterEach
    void noContainerIsLeft() throws Exception {
        assertThat(DockerEngine.ours()).isEmpty();
    }

    private Path out() {
        return folder.resolve("run");
    }

    private UberJar run(String... arguments) throws IOException {
        List<String> words = new ArrayList<>(Arrays.asList(arguments));
        words.addAll(List.of("-out", out().toString()));
        return harness(words);
    }

    private UberJar harness(List<String> words) throws IOException {
        return UberJar.startWith(classes, folder, folder.resolve("run.log"), words);
    }

    private List<Path> serverLogs() throws IOException {
        try (Stream<Path> starts = Files.list(out().resolve("servers"))) {
            return starts.sorted().map(start -> start.resolve("server.log")).toList();
        }
    }

    private static List<String> reasonsBeyondTheMachine(Measured point) {
        return point.reasons().stream()
                .filter(code -> !OF_THE_MACHINE.contains(code))
                .toList();
    }

    /** Whether a window is in a record file, so that the next one is under way or about to be. */
    private boolean measuring() {
        if (!Files.isDirectory(out())) {
            return false;
        }
        try (Stream<Path> files = Files.walk(out())) {
            return files.filter(file -> file.endsWith("records.imr"))
                    .anyMatch(file -> file.toFile().length() > 1_000);
        } catch (IOException | UncheckedIOException changing) {
            return false;
        }
    }

    private void awaitMeasuring(UberJar run) throws Exception {
        new LlamaLog(folder.resolve("run.log"))
                .await("a window under way", RUN_LIMIT, () -> measuring() || !run.running());
        assertThat(run.running()).as(run.text()).isTrue();
    }

    @Test
    void aSweepStartsEachOfItsTwoServersOnceAndLeavesNoContainer() throws Exception {
        try (UberJar run = run("SimInContainers\\[", "-i", "1")) {
            int exitCode = run.await(RUN_LIMIT);
            assertThat(exitCode).as(run.text()).isEqualTo(Measured.expectedExitCode(Measured.of(out())));
            assertThat(run.text()).doesNotContain("[NotReleased]");
        }
        List<Measured> points = Measured.of(out());
        assertThat(points)
                .extracting(point -> point.result().point().axes().get("tp") + "/" + point.concurrency())
                .containsExactlyInAnyOrder("1/1", "1/4", "2/1", "2/4");
        assertThat(points).allSatisfy(point -> {
            assertThat(reasonsBeyondTheMachine(point)).isEmpty();
            assertThat(point.requests()).hasSize(point.concurrency() + 12).allMatch(RequestRecord::ok);
            assertThat(point.result().trials().get(0).endpoint())
                    .containsEntry("started", "true")
                    .containsKey("imageId");
            assertThat(point.result().trials().get(0).server().sharedStart()).isEqualTo(point.concurrency() == 4);
        });
        assertThat(serverLogs())
                .hasSize(2)
                .allSatisfy(log -> assertThat(log).content().contains("ready on http://0.0.0.0:8000"));
    }

    @Test
    void aContainerThatDiesMidPointCostsThatPointAlone() throws Exception {
        try (UberJar run = run("SimInContainers\\[", "-p", "tp=1", "-i", "2", "-requests", "400")) {
            awaitMeasuring(run);
            List<String> containers = DockerEngine.ours();
            assertThat(containers).hasSize(1);
            DockerEngine.kill(containers.get(0));
            assertThat(run.await(RUN_LIMIT)).as(run.text()).isEqualTo(1);
        }
        List<Measured> points = Measured.of(out());
        assertThat(points).hasSize(2);
        assertThat(points.get(0).reasons()).contains("TrialFailed");
        assertThat(points.get(0).result().trials().get(0).failure()).isNotNull().satisfies(failure -> {
            assertThat(failure.code()).isEqualTo("ServerDied");
            assertThat(failure.message()).contains("137");
        });
        assertThat(reasonsBeyondTheMachine(points.get(1))).isEmpty();
        assertThat(serverLogs()).hasSize(2);
    }

    @Test
    void whatAKilledHarnessLeavesIsReaped() throws Exception {
        try (UberJar run = run("SimInContainers\\[", "-p", "tp=1", "-p", "conc=1", "-i", "2", "-requests", "2000")) {
            awaitMeasuring(run);
            run.kill();
        }
        List<String> left = DockerEngine.ours();
        assertThat(left).hasSize(1);

        assertThat(reap("reap", "-dry")).contains("would end container " + left.get(0));
        assertThat(DockerEngine.ours()).isEqualTo(left);
        assertThat(reap("reap")).contains("ended container " + left.get(0));
    }

    private String reap(String... arguments) throws Exception {
        try (UberJar reap = harness(List.of(arguments))) {
            assertThat(reap.await(RUN_LIMIT)).as(reap.text()).isZero();
            return reap.text();
        }
    }

    @Test
    void anAbsentImageStopsTheRunBeforeItBegins() throws Exception {
        try (UberJar run = run("SimInContainers.ImageAbsent")) {
            assertThat(run.await(RUN_LIMIT)).as(run.text()).isEqualTo(3);
            assertThat(run.text()).contains("[ImageMissing]").contains("docker pull infermark-test/absent:1");
        }
    }
}
