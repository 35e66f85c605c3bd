package io.infermark.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.infermark.cli.matrix.MatrixCommand;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** The published JSON Schemas against every golden matrix and changelog, and against what the command prints for CI. */
class MatrixSchemaTest {

    private static final String ROWS = "matrix-1.0.json";
    private static final String GITHUB = "github-matrix-1.0.json";
    private static final String ESTIMATE = "estimate-1.0.json";
    private static final String CHANGELOG = "changelog-1.0.json";

    @TempDir
    private Path folder = Path.of("");

    @TestFactory
    Stream<DynamicTest> everyGoldenMatrixObeysTheSchema() {
        return ConformanceFiles.golden().stream()
                .filter(name -> name.endsWith(".json.gz"))
                .filter(name -> !name.startsWith("input_") && !name.startsWith("changelog_"))
                .map(name -> DynamicTest.dynamicTest(
                        name,
                        () -> assertThat(SchemaCheck.named(ROWS).of(ConformanceFiles.read("golden/" + name)))
                                .isEmpty()));
    }

    @TestFactory
    Stream<DynamicTest> everyGoldenChangelogObeysTheSchema() {
        return ConformanceFiles.golden().stream()
                .filter(name -> name.startsWith("changelog_") && name.endsWith(".json.gz"))
                .map(name -> DynamicTest.dynamicTest(
                        name,
                        () -> assertThat(SchemaCheck.named(CHANGELOG).of(ConformanceFiles.read("golden/" + name)))
                                .isEmpty()));
    }

    @TestFactory
    Stream<DynamicTest> everyChangelogOutputOfTheVectorsObeysTheSchema() {
        return Stream.of("feb", "head")
                .flatMap(dialect -> ConformanceFiles.cases("changelog_" + dialect + ".json").stream()
                        .filter(vector -> vector.at("/expected/output").isObject())
                        .map(vector -> DynamicTest.dynamicTest(
                                dialect + " " + vector.path("id").asText(),
                                () -> assertThat(SchemaCheck.named(CHANGELOG).of(vector.at("/expected/output")))
                                        .isEmpty())));
    }

    @Test
    void theWholeSweepAsJobMatricesObeysTheSchema() throws IOException {
        Path masters = folder.resolve("masters.yaml");
        Path runners = folder.resolve("runners.yaml");
        Files.writeString(
                masters,
                ConformanceFiles.read("golden/input_head_master_merged.json.gz").toString());
        Files.writeString(
                runners,
                ConformanceFiles.read("golden/input_head_runners.json.gz").toString());
        for (String options : List.of("", "--evals-only --all-evals", "--max-conc 0")) {
            List<String> arguments = new ArrayList<>(List.of(
                    "full-sweep",
                    "--format",
                    "github",
                    "--config-files",
                    masters.toString(),
                    "--runner-config",
                    runners.toString(),
                    "--dialect",
                    "head"));
            Stream.of(options.split(" ")).filter(word -> !word.isEmpty()).forEach(arguments::add);
            CommandRun run = CommandRun.of(new MatrixCommand(), arguments);
            assertThat(run.exitCode()).as(run.err()).isZero();
            JsonNode jobs = ConformanceFiles.JSON.readTree(run.out());
            assertThat(SchemaCheck.named(GITHUB).of(jobs)).as(options).isEmpty();
            if (options.isEmpty()) {
                JsonNode tooMany = jobs.deepCopy();
                ArrayNode first = (ArrayNode) tooMany.at("/chunks/0/matrix/include");
                first.add(first.get(0));
                assertThat(SchemaCheck.named(GITHUB).of(tooMany)).isNotEmpty();
            }
        }
    }

    @Test
    void estimatesObeyTheirSchemaAndWhatBreaksItIsFound() throws IOException {
        JsonNode estimate = JsonNodeFactory.instance.missingNode();
        for (String dialect : List.of("feb", "head")) {
            Path masters = folder.resolve("masters.yaml");
            Path runners = folder.resolve("runners.yaml");
            Files.writeString(
                    masters,
                    ConformanceFiles.read("golden/input_" + dialect + "_master_merged.json.gz")
                            .toString());
            Files.writeString(
                    runners,
                    ConformanceFiles.read("golden/input_" + dialect + "_runners.json.gz")
                            .toString());
            CommandRun run = CommandRun.of(
                    new MatrixCommand(),
                    List.of(
                            "full-sweep",
                            dialect.equals("feb") ? "--single-node" : "--all-evals",
                            "--estimate",
                            "--format",
                            "json",
                            "--config-files",
                            masters.toString(),
                            "--runner-config",
                            runners.toString(),
                            "--dialect",
                            dialect));
            assertThat(run.exitCode()).as(run.err()).isZero();
            estimate = ConformanceFiles.JSON.readTree(run.out());
            assertThat(SchemaCheck.named(ESTIMATE).of(estimate)).as(dialect).isEmpty();
        }
        for (String pointer : List.of("", "/schema", "/kinds/0")) {
            ObjectNode broken = estimate.deepCopy();
            ObjectNode part = (ObjectNode) (pointer.isEmpty() ? broken : broken.at(pointer));
            part.put("zzz", 1);
            assertThat(SchemaCheck.named(ESTIMATE).of(broken)).as(pointer).hasSize(1);
            part.remove("zzz");
            String needed = pointer.isEmpty() ? "assumptions" : pointer.equals("/schema") ? "major" : "gpu_hours";
            JsonNode value = part.remove(needed);
            assertThat(SchemaCheck.named(ESTIMATE).of(broken)).as(pointer).hasSize(1);
            part.put(needed, "x");
            assertThat(SchemaCheck.named(ESTIMATE).of(broken)).as(pointer).hasSize(1);
            part.set(needed, value);
            assertThat(SchemaCheck.named(ESTIMATE).of(broken)).as(pointer).isEmpty();
        }
    }

    @Test
    void changelogOutputsThatBreakItAreFound() {
        JsonNode output = ConformanceFiles.cases("changelog_head.json").stream()
                .map(vector -> vector.at("/expected/output"))
                .filter(JsonNode::isObject)
                .findFirst()
                .orElseThrow();
        for (String pointer : List.of("", "/changelog_metadata", "/changelog_metadata/entries/0")) {
            ObjectNode broken = output.deepCopy();
            ObjectNode part = (ObjectNode) (pointer.isEmpty() ? broken : broken.at(pointer));
            part.put("zzz", 1);
            assertThat(changelogProblems(broken)).as(pointer).isNotEmpty();
            part.remove("zzz");
            part.remove(pointer.isEmpty() ? "multi_node" : pointer.endsWith("0") ? "pr-link" : "head_ref");
            assertThat(changelogProblems(broken)).as(pointer).isNotEmpty();
        }
    }

    private static List<String> changelogProblems(JsonNode output) {
        try {
            return SchemaCheck.named(CHANGELOG).of(output);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void rowsThatBreakItAreFound() throws IOException {
        JsonNode golden = ConformanceFiles.read("golden/head_full_sweep_default.json.gz");
        for (String field : List.of("image", "conc", "exp-name")) {
            JsonNode broken = golden.deepCopy();
            ((ObjectNode) broken.get(0)).remove(field);
            assertThat(SchemaCheck.named(ROWS).of(broken)).as(field).isNotEmpty();
        }
        JsonNode extra = golden.deepCopy();
        ((ObjectNode) extra.get(0)).put("zzz", 1);
        assertThat(SchemaCheck.named(ROWS).of(extra)).isNotEmpty();
        JsonNode wrong = golden.deepCopy();
        ((ObjectNode) wrong.get(0)).put("tp", "8");
        assertThat(SchemaCheck.named(ROWS).of(wrong)).isNotEmpty();
    }
}
