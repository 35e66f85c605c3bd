package io.infermark.samples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.infermark.result.RunHistory;
import io.infermark.result.TrialResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Control-C typed on a real pseudo-terminal, which signals the whole foreground process group. */
@Timeout(300)
class InterruptIT {
    private static final int CONTROL_C = 3;

    @TempDir
    Path folder;

    private Path out;

    @BeforeEach
    void needAPseudoTerminal() {
        out = folder.resolve("out");
        assumeTrue(
                Files.isExecutable(Path.of("/usr/bin/script")) && Files.isDirectory(Path.of("/proc/self")),
                "a pseudo-terminal is made by util-linux's script, on Linux");
    }

    private UberJar onTerminal(String... arguments) {
        List<String> words = new ArrayList<>(List.of(arguments));
        words.addAll(List.of("-out", out.toString()));
        String command = UberJar.command(words.toArray(String[]::new)).stream()
                .map(word -> "'" + word + "'")
                .collect(Collectors.joining(" ", "exec ", ""));
        return UberJar.start(
                folder,
                Map.of("TERM", "xterm", "SHELL", "/bin/sh"),
                List.of("/usr/bin/script", "-qefc", command, "/dev/null"));
    }

    private static void type(UberJar run, int key) throws IOException {
        run.process().getOutputStream().write(key);
        run.process().getOutputStream().flush();
    }

    @Test
    void theFirstInterruptEndsCleanlyAndTheRunGoesOnLater() throws Exception {
        String[] words = {"Sample_02", "-p", "tp=1", "-p", "conc=1,2", "-i", "1"};
        List<ProcessHandle> children;
        try (UberJar run = onTerminal(concat(words, "-r", "100"))) {
            run.await("the first window", () -> UberJar.measuring(out));
            children = run.children();
            type(run, CONTROL_C);
            assertThat(run.exitCode()).as("%s", run.output()).isEqualTo(130);
            assertThat(run.output())
                    .containsOnlyOnce("# Interrupted: no new requests")
                    .contains("verdict", "# REMEMBER", "# Results: ")
                    .doesNotContain("[GeneratorDied]", "[ServerDied]", "Exception");
        }
        UberJar.awaitEnd(children);
        assertThat(RunHistory.read(out.resolve("run.jsonl")).trials().values())
                .singleElement()
                .extracting(TrialResult::status)
                .isEqualTo(TrialResult.Status.INTERRUPTED);
        assertThat(UberJar.files(out, "result.json")).hasSize(2);
    }

    @Test
    void theSecondInterruptKillsAtOnceAndLeavesNoProcess() throws Exception {
        List<ProcessHandle> children;
        try (UberJar run = onTerminal(
                "Sample_01",
                "-i",
                "1",
                "-r",
                "100",
                "-drain",
                "600",
                "-header",
                "X-Sim-Options: timing=fixed; ttft=2s")) {
            run.await("the first window", () -> UberJar.measuring(out));
            children = run.children();
            type(run, CONTROL_C);
            run.awaitOutput("# Interrupted: no new requests");
            type(run, CONTROL_C);
            assertThat(run.exitCode()).as("%s", run.output()).isEqualTo(130);
            assertThat(run.output()).doesNotContain("# REMEMBER");
        }
        UberJar.awaitEnd(children);
    }

    @Test
    void anInterruptWhileTheServerStartsEndsTheStart() throws Exception {
        List<ProcessHandle> children;
        try (UberJar run = onTerminal("Sample_01", "-header", "X-Sim-Options: timing=fixed; ttft=100s")) {
            run.await(
                    "the engine's log",
                    () -> UberJar.files(out, "server.log").stream()
                            .anyMatch(file -> file.toFile().length() > 0));
            children = run.children();
            type(run, CONTROL_C);
            assertThat(run.exitCode()).as("%s", run.output()).isEqualTo(130);
            assertThat(run.output()).contains("# REMEMBER").doesNotContain("[Internal]");
        }
        UberJar.awaitEnd(children);
        assertThat(RunHistory.read(out.resolve("run.jsonl")).trials()).isEmpty();
    }

    private static String[] concat(String[] words, String... more) {
        List<String> all = new ArrayList<>(List.of(words));
        all.addAll(List.of(more));
        return all.toArray(String[]::new);
    }
}
