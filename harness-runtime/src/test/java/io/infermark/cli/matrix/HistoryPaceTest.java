package io.infermark.cli.matrix;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.infermark.cli.Main;
import io.infermark.conformance.CommandRun;
import io.infermark.metric.Windows;
import io.infermark.result.RunLog;
import io.infermark.result.Samples;
import io.infermark.result.TrialResult;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Run logs as the history of an estimate. */
class HistoryPaceTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final TrialResult SOUND = Samples.trial(0, List.of(Windows.waveWindow(4, 10, 1)));

    @TempDir
    private Path folder = Path.of("");

    private Path log = Path.of("");
    private List<String> arguments = List.of();

    @BeforeEach
    void writeFiles() throws IOException {
        log = folder.resolve(RunLog.FILE);
        Path configs = Files.writeString(
                folder.resolve("c.yaml"),
                "k: {image: i, model: m, model-prefix: p, precision: fp8, framework: vllm, runner: h200, multinode:"
                        + " false, scenarios: {fixed-seq-len: [{isl: 8192, osl: 1024, search-space: [{tp: 8, conc-list:"
                        + " [1]}]}]}}\n");
        Path runners = Files.writeString(folder.resolve("r.yaml"), "labels: {h200: [a]}\n");
        arguments = List.of(
                "full-sweep",
                "--config-files",
                configs.toString(),
                "--runner-config",
                runners.toString(),
                "--estimate",
                "--history",
                folder.toString());
    }

    private CommandRun estimate() {
        return CommandRun.of(new MatrixCommand(), arguments);
    }

    private String line() throws IOException {
        Files.deleteIfExists(log);
        try (RunLog writer = RunLog.open(log)) {
            writer.trial(Samples.point(4, 4), SOUND);
        }
        return Files.readString(log);
    }

    @Test
    void aHistoryThatIsNoRunLogIsRefusedWithItsLine() throws IOException {
        String line = line();
        JsonNode endless = JSON.readTree(line);
        ((ObjectNode) endless.get("trial")).put("seconds", 1e300);
        for (String wrong : List.of("x".repeat(9 << 20), "[]", "{}", "null", "5", endless.toString())) {
            Files.writeString(log, line + wrong + "\n");
            CommandRun run = estimate();
            String label = wrong.substring(0, Math.min(100, wrong.length()));
            assertThat(run.exitCode()).as(label).isEqualTo(2);
            assertThat(run.out()).as(label).isEmpty();
            assertThat(run.err()).as(label).startsWith("[HistoryUnreadable]").contains("run.jsonl line 2");
        }
        Files.writeString(log, line + "{\"torn");
        assertThat(estimate().exitCode()).isZero();
    }

    @Test
    void ofATrialThatWasRunAgainTheLaterLineCounts() throws IOException {
        try (RunLog writer = RunLog.open(log)) {
            writer.trial(Samples.point(4, 4), SOUND);
            writer.trial(Samples.point(4, 4), SOUND);
            writer.trial(Samples.point(4, 8), SOUND);
        }
        assertThat(estimate().out()).contains("2 trials of the history");
    }

    /** 40 MB through a heap that could not hold them. */
    @Test
    void aLargeHistoryIsReadLineByLine() throws IOException, InterruptedException {
        String line = line();
        try (BufferedWriter out = Files.newBufferedWriter(log)) {
            for (long written = 0; written < 40 << 20; written += line.length()) {
                out.write(line);
            }
        }
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx32m",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName(),
                "matrix"));
        command.addAll(arguments);
        Process child = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(child.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(child.waitFor()).as(said).isZero();
        assertThat(said).contains("1 trial of the history took");
    }
}
