package io.infermark.result;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.infermark.metric.Validity;
import io.infermark.metric.Windows;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunLogTest {
    private static final PointRef POINT = Samples.point(4, 4);

    @TempDir
    Path folder;

    private Path file = Path.of("");

    @BeforeEach
    void place() {
        file = folder.resolve("run").resolve(RunLog.FILE);
    }

    private static TrialResult trial(int fork) {
        return Samples.trial(fork, List.of(Windows.waveWindow(4, 10, 1)));
    }

    private static TrialResult ended(int fork, TrialResult.Status status) {
        return new TrialResult(
                Validity.OK,
                fork,
                status,
                new Failure("ServerDied", "exit 137"),
                "2026-11-25T10:00:00Z",
                1,
                ServerTimings.NONE,
                List.of(),
                Map.of(),
                Map.of(),
                Map.of(),
                Map.of());
    }

    @Test
    void whatWasAddedIsThereForTheNextRun() throws IOException {
        PointResult point = Samples.good(4, 4, 1);
        try (RunLog log = RunLog.open(file)) {
            log.trial(POINT, trial(0));
            log.trial(POINT, ended(1, TrialResult.Status.INTERRUPTED));
        }
        try (RunLog log = RunLog.open(file)) {
            log.point(point, "hello/result.json");
        }
        assertThat(Files.readAllLines(file)).hasSize(3);
        RunHistory history = RunHistory.read(file);
        assertThat(history.torn()).isFalse();
        assertThat(history.finished(POINT)).containsOnlyKeys(0).containsEntry(0, trial(0));
        assertThat(history.remainingForks(POINT, 3)).containsExactly(1, 2);
        assertThat(history.point(POINT).orElseThrow().result()).isEqualTo("hello/result.json");
        assertThat(history.point(POINT).orElseThrow().validity()).isEqualTo(point.validity());
    }

    @Test
    void aLaterLineOfTheSameTrialCounts() throws IOException {
        try (RunLog log = RunLog.open(file)) {
            log.trial(POINT, ended(0, TrialResult.Status.FAILED));
            log.trial(POINT, trial(0));
        }
        assertThat(RunHistory.read(file).finished(POINT)).containsOnlyKeys(0);
    }

    @Test
    void anotherConfigurationStandsForNothing() throws IOException {
        try (RunLog log = RunLog.open(file)) {
            log.trial(POINT, trial(0));
        }
        PointRef changed = new PointRef(
                POINT.id(),
                POINT.benchmark(),
                POINT.axes(),
                1,
                "ffff",
                POINT.startFingerprint(),
                POINT.workload(),
                128,
                10,
                1.0,
                4,
                1,
                1,
                1,
                1,
                false,
                "none",
                POINT.load(),
                4,
                null,
                null,
                null,
                null);
        RunHistory history = RunHistory.read(file);
        assertThat(history.finished(changed)).isEmpty();
        assertThat(history.remainingForks(changed, 1)).containsExactly(0);
    }

    @Test
    void aLineTornAtAnyByteLosesOnlyItself() throws IOException {
        try (RunLog log = RunLog.open(file)) {
            log.trial(POINT, trial(0));
        }
        byte[] whole = Files.readAllBytes(file);
        byte[] next;
        Path other = folder.resolve("other.jsonl");
        try (RunLog log = RunLog.open(other)) {
            log.trial(POINT, ended(1, TrialResult.Status.FAILED));
        }
        next = Files.readAllBytes(other);
        for (int cut = 1; cut < next.length; cut += 41) {
            Files.write(file, whole);
            Files.write(file, java.util.Arrays.copyOf(next, cut), StandardOpenOption.APPEND);
            RunHistory history = RunHistory.read(file);
            assertThat(history.torn()).isTrue();
            assertThat(history.finished(POINT)).containsOnlyKeys(0);
            try (RunLog log = RunLog.open(file)) {
                log.trial(POINT, ended(2, TrialResult.Status.FAILED));
            }
            RunHistory after = RunHistory.read(file);
            assertThat(after.torn()).isFalse();
            assertThat(after.trials().values())
                    .singleElement()
                    .satisfies(forks -> assertThat(forks).containsOnlyKeys(0, 2));
        }
    }

    @Test
    void aTornFirstLineLeavesAnEmptyHistory() throws IOException {
        Files.createDirectories(folder.resolve("run"));
        Files.writeString(file, "{\"schema\":{\"name\"");
        assertThat(RunHistory.read(file).trials()).isEmpty();
        assertThat(RunHistory.read(file).torn()).isTrue();
        assertThat(RunHistory.read(folder.resolve("none.jsonl"))).isEqualTo(RunHistory.EMPTY);
    }

    @Test
    void aBrokenLineInTheMiddleIsNamed() throws IOException {
        try (RunLog log = RunLog.open(file)) {
            log.trial(POINT, trial(0));
        }
        Files.write(file, "{oops}\n{}\n".getBytes(StandardCharsets.UTF_8), StandardOpenOption.APPEND);
        assertThatThrownBy(() -> RunHistory.read(file)).hasMessageStartingWith("[RunLogCorrupt] " + file + " line 2");
    }

    @Test
    void aHigherMajorIsRefusedAndAnUnknownKindOfLinePassedOver() throws IOException {
        Files.createDirectories(folder.resolve("run"));
        Files.writeString(
                file, "{\"schema\":{\"name\":\"infermark.run-log\",\"major\":1,\"minor\":9},\"type\":\"weather\"}\n");
        assertThat(RunHistory.read(file)).isEqualTo(RunHistory.EMPTY);
        Files.writeString(
                file, "{\"schema\":{\"name\":\"infermark.run-log\",\"major\":2,\"minor\":0},\"type\":\"trial\"}\n");
        assertThatThrownBy(() -> RunHistory.read(file)).hasMessageStartingWith("[SchemaNewer]");
    }
}
