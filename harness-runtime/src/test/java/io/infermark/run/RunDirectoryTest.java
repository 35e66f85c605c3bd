package io.infermark.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.infermark.plan.UsageException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RunDirectoryTest {
    @TempDir
    Path folder;

    private RunDirectory open(Path path, boolean resume) {
        return RunDirectory.open(path, resume, Clock.systemUTC());
    }

    private Path withRun(String name) throws IOException {
        Path run = Files.createDirectories(folder.resolve(name));
        Files.writeString(run.resolve("run.jsonl"), "");
        return run;
    }

    @Test
    void aNewDirectoryIsMadeAndNamesTheRun() {
        Path wanted = folder.resolve("a/b/run-1");
        try (RunDirectory directory = open(wanted, false)) {
            assertThat(wanted.resolve("points")).isDirectory();
            assertThat(directory.runId()).isEqualTo("run-1");
            assertThat(directory.root()).isAbsolute();
        }
        assertThat(wanted.resolve(".lock")).doesNotExist();
    }

    @Test
    void theResultsOfAnotherRunAreNotWrittenOver() throws IOException {
        Path used = withRun("used");
        assertThatThrownBy(() -> open(used, false))
                .isInstanceOf(UsageException.class)
                .hasMessageStartingWith("[OutputInUse]")
                .hasMessageContaining("-resume");
    }

    @Test
    void aRunThatGoesOnIsLockedForOthers() throws IOException {
        Path run = withRun("locked");
        try (RunDirectory held = open(run, true)) {
            assertThat(held.root()).isEqualTo(run);
            assertThatThrownBy(() -> open(run, true))
                    .isInstanceOf(EnvironmentException.class)
                    .hasMessageStartingWith("[OutputLocked]");
        }
        open(run, true).close();
    }

    @Test
    void nothingCanBeResumedWhereThereIsNoRun() {
        assertThatThrownBy(() -> open(folder.resolve("none"), true))
                .isInstanceOf(UsageException.class)
                .hasMessageStartingWith("[ResumeNothing]");
        assertThat(folder.resolve("none")).doesNotExist();
    }

    @Test
    void aFileInTheWayIsTheEnvironmentsFault() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "");
        assertThatThrownBy(() -> open(file, false))
                .isInstanceOf(EnvironmentException.class)
                .hasMessageStartingWith("[OutputUnwritable]");
        assertThatThrownBy(() -> open(file.resolve("below"), false)).isInstanceOf(EnvironmentException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "com.x.A[tp=8,isl=1024,osl=1024,conc=4]",
                "com.x.A$B[path=a/b\\c,conc=1]",
                "com.x.A[x=../../etc,conc=1]",
                "com.x.A[x=con:*?\"<>|,conc=1]#2",
                "quick[isl=1,osl=1,conc=1]",
                "com.x.A[x=tausend\u00fc,conc=1]"
            })
    void namesOfFoldersAreSafeEverywhereAndStayInside(String id) {
        try (RunDirectory directory = open(folder.resolve("slugs"), false)) {
            Path point = directory.point(id, "0123456789abcdef");
            assertThat(point.normalize())
                    .isEqualTo(point)
                    .hasParentRaw(directory.root().resolve("points"));
            assertThat(point.getFileName().toString())
                    .matches("[A-Za-z0-9][A-Za-z0-9._=-]*-01234567")
                    .hasSizeLessThan(120);
        }
    }

    @Test
    void aLongIdIsCut() {
        assertThat(RunDirectory.slug("com.x.A[x=" + "y".repeat(5_000) + "]")).hasSizeLessThanOrEqualTo(100);
    }

    @ParameterizedTest
    @CsvSource({
        "20260101-000000,20260102-000000",
        "20260101-000000,20260101-000000-2",
        "20260101-000000-9,20260101-000000-10",
        "20260101-000000-10,20260101-000001"
    })
    void theNewestOfTwoRunsIsTheLaterOne(String earlier, String later) {
        assertThat(RunDirectory.started(Path.of(earlier))).isLessThan(RunDirectory.started(Path.of(later)));
    }
}
