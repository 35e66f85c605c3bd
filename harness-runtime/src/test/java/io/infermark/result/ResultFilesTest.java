package io.infermark.result;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ResultFilesTest {
    /** Written by version 1.0 and never touched again: what this version must go on reading. */
    private static final Path FROZEN = Path.of("src", "test", "resources", "schema", "result-1.0.json");

    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    Path folder;

    @Test
    void aResultReadsBackAsItWasWritten() throws IOException {
        for (PointResult result : Samples.mixed()) {
            Path file = folder.resolve("a/b/" + ResultFiles.RESULT);
            ResultFiles.writeResult(file, result);
            assertThat(ResultFiles.readResult(file).result()).isEqualTo(result);
            assertThat(folder.resolve("a/b").toFile().list()).containsExactly(ResultFiles.RESULT);
        }
    }

    @Test
    void theFrozenSampleOfVersionOneReads() throws IOException {
        PointResult result = ResultFiles.readResult(FROZEN).result();
        assertThat(result.schema()).isEqualTo(new Schema("infermark.result", 1, 0));
        assertThat(result.point().id()).isEqualTo("demo.Hello[tp=4,isl=128,osl=10,conc=4]");
        assertThat(result.trials()).hasSize(2);
        assertThat(result.trials().get(1).measured()).hasSize(2);
        PointSummary12 figures = PointSummary12.of(result);
        assertThat(figures.ttft()).isCloseTo(100.25, org.assertj.core.data.Offset.offset(1e-9));
        assertThat(figures.windows()).isEqualTo(4);
    }

    private record PointSummary12(double ttft, int windows) {
        static PointSummary12 of(PointResult result) {
            io.infermark.metric.PointSummary summary = java.util.Objects.requireNonNull(result.summary());
            return new PointSummary12(java.util.Objects.requireNonNull(summary.shown("ttft_p50")), summary.windows());
        }
    }

    @Test
    void todaysWriterStillWritesWhatTheFrozenSampleHolds() throws IOException {
        JsonNode frozen = JSON.readTree(Files.readAllBytes(FROZEN));
        Path file = folder.resolve("result.json");
        ResultFiles.writeResult(file, Samples.good(4, 4, 1));
        JsonNode today = JSON.readTree(Files.readAllBytes(file));
        contains("", today, frozen);
    }

    private static void contains(String path, JsonNode today, JsonNode frozen) {
        if (frozen.isObject()) {
            frozen.properties().forEach(field -> {
                assertThat(today.has(field.getKey()))
                        .as(path + "/" + field.getKey())
                        .isTrue();
                contains(path + "/" + field.getKey(), today.get(field.getKey()), field.getValue());
            });
        } else if (frozen.isArray() && !frozen.isEmpty()) {
            contains(path + "[]", today.get(0), frozen.get(0));
        }
    }

    @Test
    void fieldsOfALaterMinorAreKept() throws IOException {
        ObjectNode root = (ObjectNode) JSON.readTree(Files.readAllBytes(FROZEN));
        ((ObjectNode) root.get("schema")).put("minor", 7);
        root.put("energy_joules", 12.5);
        ((ObjectNode) root.get("trials").get(1)).put("rack", "r7");
        Path file = folder.resolve("later.json");
        Files.writeString(file, root.toString());
        ResultDocument document = ResultFiles.readResult(file);
        assertThat(document.result().schema().minor()).isEqualTo(7);
        ResultFiles.writeResult(file, document.with(document.result()));
        JsonNode again = JSON.readTree(Files.readAllBytes(file));
        assertThat(again.get("energy_joules").asDouble()).isEqualTo(12.5);
        assertThat(again.get("trials").get(1).get("rack").asText()).isEqualTo("r7");
        assertThat(again.get("trials").get(0).has("rack")).isFalse();
    }

    @Test
    void aHigherMajorIsRefused() throws IOException {
        ObjectNode root = (ObjectNode) JSON.readTree(Files.readAllBytes(FROZEN));
        ((ObjectNode) root.get("schema")).put("major", 2);
        Path file = folder.resolve("newer.json");
        Files.writeString(file, root.toString());
        assertThatThrownBy(() -> ResultFiles.readResult(file))
                .isInstanceOf(ResultException.class)
                .hasMessageStartingWith("[SchemaNewer] " + file)
                .hasMessageContaining("infermark.result 2.0")
                .hasMessageContaining("up to 1.x");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "[]",
                "null",
                "{\"schema\":{\"name\":\"infermark.plan\",\"major\":1,\"minor\":0}}",
                "{\"schema\":{\"name\":\"infermark.result\"}}"
            })
    void otherFilesAreRefused(String text) throws IOException {
        Path file = folder.resolve("other.json");
        Files.writeString(file, text);
        assertThatThrownBy(() -> ResultFiles.readResult(file)).hasMessageStartingWith("[SchemaUnknown]");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{\"schema\":{\"name\":\"infermark.result\",\"major\":1,\"minor\":0}",
                "{\"schema\":{\"name\":\"infermark.result\",\"major\":1,\"minor\":0},\"trials\":7}",
                "{\"schema\":{\"name\":\"infermark.result\",\"major\":1,\"minor\":0}}"
            })
    void brokenFilesAreRefusedWithACode(String text) throws IOException {
        Path file = folder.resolve("broken.json");
        Files.writeString(file, text);
        assertThatThrownBy(() -> ResultFiles.readResult(file))
                .isInstanceOf(ResultException.class)
                .hasMessageMatching("(?s)\\[(ResultMalformed|SchemaUnknown)] .*");
    }

    @Test
    void noNumberIsEverNotANumber() throws IOException {
        for (PointResult result : Samples.mixed()) {
            Path file = folder.resolve("result.json");
            ResultFiles.writeResult(file, result);
            assertThat(Files.readString(file)).doesNotContain("NaN").doesNotContain("Infinity");
        }
    }

    @Test
    void theVerdictStandsBeforeEveryNumber() throws IOException {
        Path file = folder.resolve("result.json");
        ResultFiles.writeResult(file, Samples.failing(4, 4));
        List<String> names = new java.util.ArrayList<>();
        JSON.readTree(Files.readAllBytes(file)).fieldNames().forEachRemaining(names::add);
        assertThat(names).startsWith("schema", "validity", "provenance");
    }

    @Test
    void anAbsentFigureIsNullWithItsReason() throws IOException {
        Path file = folder.resolve("result.json");
        ResultFiles.writeResult(file, Samples.good(4, 4, 1));
        JsonNode root = JSON.readTree(Files.readAllBytes(file));
        JsonNode first = root.get("trials").get(0).get("iterations").get(1).get("metrics");
        assertThat(first.get("ttft_ms").get("from_sent").get("p99").isNull()).isTrue();
        for (JsonNode statistic : root.get("summary").get("statistics")) {
            if (statistic.get("mean").isNull()) {
                assertThat(statistic.get("reason").asText())
                        .as(statistic.get("name").asText())
                        .isNotEmpty();
            }
        }
    }

    @Test
    void aPlanReadsBack() throws IOException {
        RunPlan plan = new RunPlan(
                Schema.PLAN,
                "run-1",
                "2026-11-25T10:00:00Z",
                "0.1.0",
                "java -jar benchmarks.jar Hello",
                List.of(new RunPlan.PlannedPoint(
                        Samples.point(4, 4),
                        Samples.subject(4),
                        Samples.settings(1, 3),
                        "hello-1",
                        0,
                        List.of("vllm", "serve"),
                        null)),
                Map.of("seed", "42"));
        Path file = folder.resolve(ResultFiles.PLAN);
        ResultFiles.writePlan(file, plan);
        assertThat(ResultFiles.readPlan(file)).isEqualTo(plan);
        assertThatThrownBy(() -> ResultFiles.readResult(file)).hasMessageStartingWith("[SchemaUnknown]");
    }

    @Test
    void missingTrialsAndWindowsMakeAPointInvalid() {
        PointResult good = Samples.good(4, 4, 1);
        PointResult partial = PointResult.of(
                good.point(),
                good.subject(),
                good.provenance(),
                Samples.settings(3, 2),
                good.trials(),
                good.summary(),
                Map.of());
        assertThat(good.validity().summary()).isEmpty();
        assertThat(partial.validity().summary()).isEqualTo("Incomplete");
        assertThat(partial.validity().reasons().get(0).message()).isEqualTo("4 of 6 planned windows were measured");
        assertThat(Samples.neverStarted(8, 64).validity().reasons().get(0).message())
                .startsWith("[ServerNotReady] vllm was not healthy");
    }
}
