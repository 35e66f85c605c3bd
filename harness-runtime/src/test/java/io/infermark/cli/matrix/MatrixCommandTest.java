package io.infermark.cli.matrix;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.infermark.config.YamlReader;
import io.infermark.conformance.CommandRun;
import io.infermark.matrix.CanonicalJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MatrixCommandTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    private Path folder = Path.of("");

    private Path configs = Path.of("");
    private Path runners = Path.of("");

    @BeforeEach
    void writeFiles() throws IOException {
        configs = Files.writeString(folder.resolve("c.yaml"), """
                k:
                  image: i
                  model: org/M
                  model-prefix: m
                  precision: fp8
                  framework: vllm
                  runner: h200
                  multinode: false
                  scenarios:
                    fixed-seq-len:
                      - isl: 8192
                        osl: 1024
                        search-space:
                          - { tp: 8, conc-start: 1, conc-end: 512 }
                """);
        runners = Files.writeString(folder.resolve("r.yaml"), "labels: {h200: [a, b]}\n");
    }

    private CommandRun run(String... arguments) {
        List<String> argv = new ArrayList<>(List.of(arguments));
        argv.addAll(List.of("--config-files", configs.toString(), "--runner-config", runners.toString()));
        return CommandRun.of(new MatrixCommand(), argv);
    }

    @Test
    void stdoutIsOneJsonArrayAndNothingElse() throws IOException {
        CommandRun run = run("full-sweep");
        assertThat(run.exitCode()).isZero();
        assertThat(run.err()).isEmpty();
        assertThat(run.out()).endsWith("]\n").doesNotContain("\n[");
        assertThat(JSON.readTree(run.out())).hasSize(10);
    }

    @Test
    void yamlReadBackIsTheJson() throws IOException {
        JsonNode json = JSON.readTree(run("full-sweep").out());
        String yaml = run("full-sweep", "--format", "yaml").out();
        assertThat(JSON.readTree(CanonicalJson.of(
                        new YamlReader().parse(yaml, "out.yaml").root())))
                .isEqualTo(json);
    }

    @Test
    void tablesNameEveryRow() {
        String table = run("full-sweep", "--format", "table").out();
        assertThat(table).contains("m_8k1k").contains("tp8 ep1").contains("10 rows");
        assertThat(table.lines()).hasSize(13);
    }

    @Test
    void githubMatricesHaveAtMost256Jobs() throws IOException {
        String list = String.join(
                ",", IntStream.rangeClosed(1, 600).mapToObj(Integer::toString).toList());
        Files.writeString(
                configs,
                Files.readString(configs).replace("conc-start: 1, conc-end: 512", "conc-list: [" + list + "]"));
        JsonNode github = JSON.readTree(
                run("full-sweep", "--format", "github", "--no-evals").out());
        assertThat(github.at("/schema/name").asText()).isEqualTo("infermark.github-matrix");
        assertThat(github.get("total").asInt()).isEqualTo(600);
        assertThat(github.get("chunks")).extracting(c -> c.get("count").asInt()).containsExactly(256, 256, 88);
        assertThat(github.get("chunks"))
                .extracting(c -> c.at("/matrix/include").size())
                .containsExactly(256, 256, 88);
        assertThat(github.at("/chunks/2/matrix/include/87/conc").asInt()).isEqualTo(600);
    }

    @Test
    void argumentErrorsExitWith2AndFileErrorsWith1() throws IOException {
        assertThat(run("full-sweep", "--step-size", "1").exitCode()).isEqualTo(2);
        assertThat(run("full-sweep", "--seq-lens", "9k9k").exitCode()).isEqualTo(2);
        assertThat(run("full-sweep", "--zzz").exitCode()).isEqualTo(2);
        assertThat(run("full-sweep", "--precision", "fp8", "--zzz").exitCode()).isEqualTo(2);
        assertThat(run("full-sweep", "--run-evals").exitCode()).isEqualTo(2);
        assertThat(run("runner-model-sweep", "--runner-type", "h200", "--single-node")
                        .exitCode())
                .isEqualTo(2);
        assertThat(CommandRun.of(new MatrixCommand(), List.of()).exitCode()).isEqualTo(2);
        assertThat(run("test-config", "--config-keys", "nope").exitCode()).isEqualTo(1);
        assertThat(CommandRun.of(
                                new MatrixCommand(),
                                List.of(
                                        "full-sweep",
                                        "--config-files",
                                        folder.resolve("none").toString()))
                        .exitCode())
                .isEqualTo(1);
    }

    @Test
    void anErrorLeavesStdoutEmpty() throws IOException {
        Files.writeString(configs, Files.readString(configs).replace("isl: 8192", "isl: \"8192\""));
        CommandRun run = run("full-sweep");
        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.out()).isEmpty();
        assertThat(run.err()).contains("[TypeError]").contains("c.yaml:11:14");
    }

    @Test
    void upstreamFaultsAreWarningsInCompatibleDialectsAndErrorsInNative() throws IOException {
        Files.writeString(configs, Files.readString(configs).replace("runner: h200", "runner: h20x"));
        CommandRun head = run("full-sweep");
        assertThat(head.exitCode()).isZero();
        assertThat(head.err()).contains("warning: [UnknownRunner]").contains("Did you mean 'h200'?");
        CommandRun strict = run("full-sweep", "--dialect", "native");
        assertThat(strict.exitCode()).isEqualTo(1);
        assertThat(strict.out()).isEmpty();
        assertThat(strict.err()).contains("[UnknownRunner]").doesNotContain("warning");
    }

    @Test
    void theContextMarginCanBeChosen() throws IOException {
        JsonNode rows =
                JSON.readTree(run("full-sweep", "--context-margin", "20").out());
        assertThat(rows.get(0).get("max-model-len").asInt()).isEqualTo(8192 + 1024 + 20);
    }

    @Test
    void anEstimateStandsForTheRowsAndStatesItsAssumptions() throws IOException {
        CommandRun table = run("full-sweep", "--estimate");
        assertThat(table.exitCode()).as(table.err()).isZero();
        assertThat(table.out()).contains("NVIDIA H200").contains("Assumed: nothing was measured before");
        JsonNode json = JSON.readTree(run("full-sweep", "--estimate", "--format", "json", "--no-evals")
                .out());
        JsonNode kind = json.get("kinds").get(0);
        // 10 concurrencies: a start of 360 s and 12 rounds of 0.5 s + 1024 x 20 ms each, on 8 GPUs.
        double hours = 10 * (360 + 12 * (0.5 + 1024 * 0.02)) / 3600;
        assertThat(kind.get("points").asInt()).isEqualTo(10);
        assertThat(kind.get("gpu_hours").asDouble()).isCloseTo(8 * hours, org.assertj.core.data.Offset.offset(1e-9));
        assertThat(kind.get("usd").asDouble()).isPositive();
    }

    @Test
    void hardwareWithoutAPriceIsNamed() throws IOException {
        Files.writeString(configs, Files.readString(configs).replace("runner: h200", "runner: rtx6000pro"));
        CommandRun table = run("full-sweep", "--estimate", "--dialect", "head");
        assertThat(table.exitCode()).as(table.err()).isZero();
        assertThat(table.out()).contains("has no price in hardware.yaml").contains(">0");
    }

    @Test
    void historyNeedsARunLogAndAnEstimate() {
        assertThat(run("full-sweep", "--history", folder.toString()).exitCode()).isEqualTo(2);
        CommandRun missing = run(
                "full-sweep", "--estimate", "--history", folder.resolve("none").toString());
        assertThat(missing.exitCode()).isNotZero();
        assertThat(missing.err()).contains("[HistoryMissing]");
    }

    @Test
    void aHistoryThatTeachesNothingIsRefused() throws IOException {
        Files.writeString(folder.resolve("run.jsonl"), "");
        CommandRun run = run("full-sweep", "--estimate", "--history", folder.toString());
        assertThat(run.exitCode()).isNotZero();
        assertThat(run.out()).isEmpty();
        assertThat(run.err()).contains("[HistoryEmpty]");
    }

    @Test
    void aMatrixForPrioritiesIsReadWithLimitsAndPlaces() throws IOException {
        Path input = folder.resolve("rows.json");
        for (String wrong : List.of("", "[{\"conc\": 1}", "[] x", "[{\"conc\": 1, \"conc\": 2}]", "[".repeat(5000))) {
            Files.writeString(input, wrong);
            CommandRun run = CommandRun.of(new MatrixCommand(), List.of("priority", "--input", input.toString()));
            assertThat(run.exitCode()).as(wrong).isEqualTo(1);
            assertThat(run.out()).as(wrong).isEmpty();
            assertThat(run.err())
                    .as(wrong)
                    .matches("(?s).*rows.json:1:\\d+: \\[JsonMalformed\\] the matrix is no JSON: .*");
        }
        CommandRun folderGiven = CommandRun.of(new MatrixCommand(), List.of("priority", "--input", folder.toString()));
        assertThat(folderGiven.err()).contains("[FileUnreadable]");
    }
}
