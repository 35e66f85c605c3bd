package io.infermark.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.infermark.agentic.SessionFigures;
import io.infermark.agentic.SessionRequest;
import io.infermark.agentic.SessionVerdict;
import io.infermark.config.YamlReader;
import io.infermark.config.master.EvalThresholds;
import io.infermark.config.master.EvalThresholds.Threshold;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** {@code misc_head.json}: the kinds that planning owns; and that no file or kind of vectors goes unread. */
class MiscConformanceTest {

    /** Kinds that {@link ReportConformanceTest} and {@link PowerConformanceTest} read. */
    private static final Set<String> ELSEWHERE = Set.of(
            "upstream",
            "ci_priority",
            "power",
            "power_run",
            "eval_rows",
            "validate_scores",
            "summarize_feb",
            "compare_format");

    private static final Set<String> FILES = Set.of(
            "matrix_feb.json",
            "matrix_head.json",
            "validation_feb.json",
            "validation_head.json",
            "changelog_feb.json",
            "changelog_head.json",
            "process_result_feb.json",
            "process_result_head.json",
            "client_head.json",
            "misc_head.json");

    @TestFactory
    Stream<DynamicTest> evalThresholds() throws IOException {
        try (InputStream in = Objects.requireNonNull(
                MiscConformanceTest.class.getResourceAsStream("/infermark/configs/eval-thresholds.yaml"))) {
            EvalThresholds thresholds = EvalThresholds.of(new YamlReader()
                    .parse(in.readAllBytes(), "eval-thresholds.yaml")
                    .root());
            JsonNode cases = ConformanceFiles.read("misc_head.json").path("eval_thresholds");
            return ConformanceFiles.items(cases, "eval_thresholds").stream()
                    .map(vector -> DynamicTest.dynamicTest(
                            vector.path("prefix").asText() + " "
                                    + vector.path("task").asText(),
                            () -> threshold(vector, thresholds)));
        }
    }

    @TestFactory
    Stream<DynamicTest> agenticValidate() {
        JsonNode cases = ConformanceFiles.read("misc_head.json").path("agentic_validate");
        return ConformanceFiles.items(cases, "agentic_validate").stream()
                .map(vector -> DynamicTest.dynamicTest(
                        vector.path("id").asText(),
                        () -> assertThat(SessionVerdict.errors(
                                        vector.path("aggregate"),
                                        vector.path("threshold").asDouble()))
                                .isEqualTo(texts(vector.path("expected_errors")))));
    }

    private static List<String> texts(JsonNode list) {
        List<String> texts = new ArrayList<>();
        list.forEach(text -> texts.add(text.asText()));
        return texts;
    }

    @TestFactory
    Stream<DynamicTest> agenticLatency() {
        JsonNode cases = ConformanceFiles.read("misc_head.json").path("agentic_latency");
        return ConformanceFiles.items(cases, "agentic_latency").stream()
                .map(vector -> DynamicTest.dynamicTest(vector.path("id").asText(), () -> agenticLatency(vector)));
    }

    private static void agenticLatency(JsonNode vector) {
        List<SessionRequest> requests = new ArrayList<>();
        vector.path("records").forEach(entry -> requests.add(SessionRequest.of(entry)));
        assertThat(JsonDifference.between(
                        vector.path("expected_nested"), SessionFigures.of(requests, vector.path("aggregate"))))
                .isEmpty();
    }

    private static void threshold(JsonNode vector, EvalThresholds thresholds) {
        Threshold found = thresholds.of(
                vector.path("prefix").asText(), vector.path("task").asText());
        assertThat(found.score()).isEqualTo(vector.at("/expected/0").asDouble());
        assertThat(found.source()).isEqualTo(vector.at("/expected/1").asText());
    }

    @Test
    void everyKindOfMiscVectorsIsReadSomewhere() {
        Set<String> kinds = new TreeSet<>();
        ConformanceFiles.read("misc_head.json").fieldNames().forEachRemaining(kinds::add);
        kinds.removeAll(ELSEWHERE);
        assertThat(kinds).containsExactly("agentic_latency", "agentic_validate", "eval_thresholds");
    }

    @Test
    void everyFileOfVectorsIsKnown() throws IOException {
        try (Stream<Path> files = Files.list(ConformanceFiles.directory())) {
            assertThat(files.map(file -> file.getFileName().toString()).filter(name -> name.endsWith(".json")))
                    .allSatisfy(name -> assertThat(FILES).contains(name));
        }
    }
}
