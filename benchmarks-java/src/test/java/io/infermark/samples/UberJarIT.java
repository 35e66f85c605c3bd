package io.infermark.samples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.infermark.result.ResultFiles;
import io.infermark.result.RunHistory;
import io.infermark.result.TrialResult;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The uber-jar as people run it: what it leaves behind when all goes well, and when it does not. */
@Timeout(300)
class UberJarIT {
    private static final Pattern READY = Pattern.compile("ready on (http://\\S+)");

    @TempDir
    Path folder;

    private Path out;

    @BeforeEach
    void nameTheResults() {
        out = folder.resolve("out");
    }

    private UberJar start(String... arguments) {
        List<String> words = new ArrayList<>(List.of(arguments));
        words.addAll(List.of("-out", out.toString()));
        return UberJar.start(folder, words.toArray(String[]::new));
    }

    private List<TrialResult.Status> trials() throws IOException {
        return RunHistory.read(out.resolve("run.jsonl")).trials().values().stream()
                .flatMap(forks -> forks.values().stream())
                .map(TrialResult::status)
                .toList();
    }

    @Test
    void theFirstSampleIsMeasuredAndAllFilesAreThere() throws Exception {
        try (UberJar run = start("Sample_01", "-f", "1", "-i", "1", "-requests", "4")) {
            assertThat(run.exitCode()).as("%s", run.output()).isZero();
            assertThat(run.output()).containsIgnoringCase("simulated").contains("sim-8b");
        }
        for (String file : List.of(
                "plan.json",
                "run.jsonl",
                "results.json",
                "inferencex.json",
                "inferencex-agg.json",
                "report.html",
                "table.txt")) {
            assertThat(out.resolve(file)).isNotEmptyFile();
        }
        for (String file : List.of("result.json", "records.imr", "server.log", "generator.log")) {
            assertThat(UberJar.files(out, file)).as(file).hasSize(1);
        }
        assertThat(trials()).containsExactly(TrialResult.Status.FINISHED);
        assertThat(ResultFiles.readResult(UberJar.files(out, "result.json").get(0))
                        .result()
                        .validity()
                        .usable())
                .isTrue();
    }

    @Test
    void aResultsDirectoryThatCannotBeMadeIsExitCodeThree() throws Exception {
        out = Files.writeString(folder.resolve("file"), "").resolve("below");
        try (UberJar run = start("Sample_01")) {
            assertThat(run.exitCode()).isEqualTo(3);
            assertThat(run.output()).startsWith("[OutputUnwritable]").hasLineCount(1);
        }
    }

    @Test
    @EnabledOnOs(value = OS.LINUX, disabledReason = "command lines of other processes are read from /proc")
    void aKeyFromTheEnvironmentIsUsedAndIsInNoFileOutputOrCommandLine() throws Exception {
        Map<String, String> secret = Map.of("INFERMARK_TEST_KEY", "hunter2-4711");
        try (UberJar sim = UberJar.start(
                folder, secret, UberJar.command("sim", "--port", "0", "--api-key", "env:INFERMARK_TEST_KEY"))) {
            sim.awaitOutput("ready on ");
            Matcher ready = READY.matcher(sim.output());
            assertThat(ready.find()).isTrue();
            List<String> words = UberJar.command(
                    "quick",
                    ready.group(1),
                    "--concurrency",
                    "1",
                    "--requests",
                    "1",
                    "-apiKey",
                    "env:INFERMARK_TEST_KEY",
                    "-out",
                    out.toString());
            Set<String> seen = new TreeSet<>();
            try (UberJar run = UberJar.start(folder, secret, words)) {
                do {
                    ProcessHandle.allProcesses()
                            .map(ProcessHandle::pid)
                            .map(UberJar::commandLine)
                            .forEach(seen::add);
                } while (!run.process().waitFor(50, TimeUnit.MILLISECONDS));
                assertThat(run.exitCode()).as("%s", run.output()).isZero();
                assertThat(run.output()).doesNotContain("hunter2");
            }
            assertThat(seen).anyMatch(line -> line.contains("ForkMain")).noneMatch(line -> line.contains("hunter2"));
        }
        try (var files = Files.walk(folder)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                assertThat(new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1))
                        .as("%s", file)
                        .doesNotContain("hunter2");
            }
        }
    }

    @Test
    @EnabledOnOs(value = OS.LINUX, disabledReason = "the engine's process is found in /proc")
    void aServerThatDiesCostsOneTrialAndIsStartedAgain() throws Exception {
        try (UberJar run = start("Sample_02", "-p", "tp=1", "-p", "conc=1,2", "-i", "1", "-requests", "150")) {
            run.await("the first window", () -> UberJar.measuring(out));
            List<ProcessHandle> engines =
                    run.children().stream().filter(UberJar::isEngine).toList();
            assertThat(engines).hasSize(1);
            engines.forEach(ProcessHandle::destroyForcibly);
            assertThat(run.exitCode()).as("%s", run.output()).isEqualTo(1);
            assertThat(run.output()).contains("[ServerDied]").contains("INVALID");
        }
        assertThat(trials()).containsExactly(TrialResult.Status.FAILED, TrialResult.Status.FINISHED);
        assertThat(Files.readString(out.resolve("run.jsonl"))).contains("\"ServerDied\"");
        assertThat(UberJar.files(out, "server.log")).hasSize(2);
        for (Path result : UberJar.files(out, "result.json")) {
            assertThat(ResultFiles.readResult(result).result().trials()).hasSize(1);
        }
    }

    @Test
    @EnabledOnOs(value = OS.LINUX, disabledReason = "kill -9 and /proc")
    void aKilledRunGoesOnWithItsSeedAndKeepsWhatItMeasured() throws Exception {
        String[] words = {"Sample_02", "-p", "tp=1", "-p", "conc=1,2", "-i", "1", "-requests", "40"};
        List<ProcessHandle> left;
        try (UberJar run = start(words)) {
            run.await(
                    "the second point", () -> UberJar.files(out, "records.imr").size() == 2);
            left = run.children();
            run.process().destroyForcibly();
            run.exitCode();
        }
        assertThat(trials()).containsExactly(TrialResult.Status.FINISHED);
        // The generator ends with its pipe; the engine is in a session of its own and may be left.
        UberJar.awaitEnd(
                left.stream().filter(process -> !UberJar.isEngine(process)).toList());
        try (UberJar reap = UberJar.start(folder, "reap")) {
            assertThat(reap.exitCode()).as("%s", reap.output()).isZero();
        }
        UberJar.awaitEnd(left);
        Path first = UberJar.files(out, "result.json").get(0);
        String seed = ResultFiles.readPlan(out.resolve("plan.json")).options().get("seed");
        byte[] records = Files.readAllBytes(first.resolveSibling("fork-0/records.imr"));

        List<String> again = new ArrayList<>(List.of(words));
        again.add("-resume");
        try (UberJar run = start(again.toArray(String[]::new))) {
            // A busy machine may make a point invalid, but not unmeasured.
            assertThat(run.exitCode()).as("%s", run.output()).isIn(0, 1);
            assertThat(run.output())
                    .contains("# Resumed: 1 trial ", "# Seed: " + seed)
                    .doesNotContain("TrialFailed", "Incomplete");
        }
        assertThat(trials()).containsExactly(TrialResult.Status.FINISHED, TrialResult.Status.FINISHED);
        assertThat(first.resolveSibling("fork-0/records.imr")).hasBinaryContent(records);
        assertThat(UberJar.files(out, "result.json")).hasSize(2);
    }

    @Test
    @EnabledOnOs(value = OS.LINUX, disabledReason = "a small disk is a tmpfs of Linux")
    void aDiskThatFillsUpWhileARunGoesOnLosesNothingThatWasMeasured() throws Exception {
        Path disk = Files.createDirectories(folder.resolve("small"));
        out = disk.resolve("out");
        assumeTrue(
                run("mount", "-t", "tmpfs", "-o", "size=8m", "tmpfs", disk.toString()) == 0,
                "a tmpfs can be mounted here (root only)");
        try {
            fillWhileMeasuring();
        } finally {
            // Lazily: a process that a failed test left behind must not hide why it failed.
            assertThat(run("umount", "-l", disk.toString())).isZero();
        }
    }

    private void fillWhileMeasuring() throws Exception {
        Path filler = out.resolveSibling("filler");
        try (UberJar run = start("Sample_02", "-p", "tp=1", "-p", "conc=1,2", "-i", "1", "-requests", "60")) {
            run.await(
                    "the second point", () -> UberJar.files(out, "records.imr").size() == 2);
            fill(filler);
            assertThat(run.exitCode()).as("%s", run.output()).isEqualTo(1);
            assertThat(run.output())
                    .contains("[DiskFull]")
                    .contains("# REMEMBER")
                    .doesNotContain("[Internal]");
        }
        Files.delete(filler);
        assertThat(trials().get(0)).isEqualTo(TrialResult.Status.FINISHED);
        assertThat(ResultFiles.readResult(UberJar.files(out, "result.json").get(0))
                        .result()
                        .failure())
                .isNull();
        try (UberJar run =
                start("Sample_02", "-p", "tp=1", "-p", "conc=1,2", "-i", "1", "-requests", "60", "-resume")) {
            assertThat(run.exitCode()).as("%s", run.output()).isIn(0, 1);
            assertThat(run.output()).contains("# Resumed: 1 trial ").doesNotContain("TrialFailed", "Incomplete");
        }
    }

    private static void fill(Path file) throws IOException {
        byte[] block = new byte[4_096];
        try (OutputStream stream = Files.newOutputStream(file)) {
            while (true) {
                stream.write(block);
            }
        } catch (IOException full) {
            assertThat(full).hasMessageContaining("No space left");
        }
    }

    private static int run(String... command) throws Exception {
        Process process = new ProcessBuilder(command).inheritIO().start();
        return process.waitFor();
    }
}
