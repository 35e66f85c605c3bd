package io.infermark.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.infermark.config.YamlReader;
import io.infermark.config.master.EvalThresholds;
import io.infermark.evals.EvalRows;
import io.infermark.evals.ScoreCheck;
import io.infermark.priority.JobPriority;
import io.infermark.priority.PriorityContext;
import io.infermark.priority.PriorityException;
import io.infermark.priority.PriorityPolicy;
import io.infermark.priority.QueueToken;
import io.infermark.summary.Aggregates;
import io.infermark.summary.ComparedMetric;
import io.infermark.summary.ResultComparison;
import io.infermark.summary.ResultSummary;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** {@code misc_head.json}: tables of results and evaluations, thresholds, priorities. */
class ReportConformanceTest {
    private static final JsonNode FILE = ConformanceFiles.read("misc_head.json");

    @TempDir
    private Path folder = Path.of("");

    private interface Check {
        void on(JsonNode vector) throws IOException;
    }

    private static Stream<DynamicTest> vectors(String kind, Check check) {
        return ConformanceFiles.items(FILE.path(kind), kind).stream()
                .map(vector ->
                        dynamicTest(kind + " " + vector.path("id").asText(vector.toString()), () -> check.on(vector)));
    }

    @TestFactory
    Stream<DynamicTest> summaries() {
        return vectors("summarize_feb", vector -> {
            Path results =
                    Files.createDirectories(folder.resolve(vector.get("id").asText()));
            int number = 0;
            for (JsonNode result : vector.get("results")) {
                Files.writeString(results.resolve("agg_" + number++ + ".json"), result.toString());
            }
            assertThat(ResultSummary.of(Aggregates.below(results)))
                    .isEqualTo(vector.get("expected_markdown").asText());
        });
    }

    @TestFactory
    Stream<DynamicTest> comparisons() {
        return vectors("compare_format", vector -> {
            if (vector.has("extract_hardware")) {
                assertThat(ResultComparison.hardware(
                                vector.get("extract_hardware").asText()))
                        .isEqualTo(vector.get("expected").asText());
                return;
            }
            ComparedMetric metric = new ComparedMetric(
                    vector.get("key").asText(),
                    "",
                    vector.get("higher_is_better").asBoolean(),
                    Integer.parseInt(vector.get("fmt").asText().replaceAll("[^0-9]", "")));
            Double current = number(vector.get("current"));
            assertThat(metric.text(current))
                    .isEqualTo(vector.get("expected_value").asText());
            assertThat(metric.delta(current, number(vector.get("baseline"))))
                    .isEqualTo(vector.get("expected_delta").asText());
        });
    }

    private static @Nullable Double number(JsonNode value) {
        return value.isNull() ? null : Double.valueOf(value.asDouble());
    }

    private static void write(Path job, JsonNode meta, JsonNode results) throws IOException {
        Files.createDirectories(job);
        if (!meta.isNull() && !meta.isMissingNode()) {
            Files.writeString(job.resolve("meta_env.json"), meta.toString());
        }
        for (var result : results.properties()) {
            Files.writeString(job.resolve(result.getKey()), result.getValue().toString());
        }
    }

    @TestFactory
    Stream<DynamicTest> evalRows() {
        return vectors("eval_rows", vector -> {
            Path root = folder.resolve(vector.get("id").asText()).resolve("in");
            Files.createDirectories(root);
            for (var artifact : vector.get("artifacts").properties()) {
                write(
                        root.resolve(artifact.getKey()),
                        artifact.getValue().path("meta_env"),
                        artifact.getValue().path("results"));
            }
            List<ObjectNode> rows = EvalRows.collect(root);
            JsonNode expected = vector.get("expected");
            boolean byHardware = vector.path("argv").path(0).asText().equals("hw");
            assertThat(EvalRows.markdown(rows, byHardware))
                    .isEqualTo(expected.get("markdown").asText());
            rows.forEach(row -> row.put(
                    "source",
                    row.get("source").asText().replace(root.toString(), "in").replace('\\', '/')));
            assertThat(JsonDifference.between(bySource(expected.get("agg")), bySource(rows)))
                    .isEmpty();
        });
    }

    /** Upstream takes the folders as the file system gives them, which is no order. */
    private static JsonNode bySource(Iterable<? extends JsonNode> rows) {
        List<JsonNode> sorted = new ArrayList<>();
        rows.forEach(sorted::add);
        sorted.sort(Comparator.comparing(row -> row.get("source").asText()));
        ArrayNode array = JsonNodeFactory.instance.arrayNode();
        sorted.forEach(array::add);
        return array;
    }

    @TestFactory
    Stream<DynamicTest> scores() {
        return vectors("validate_scores", vector -> {
            Path job = folder.resolve(vector.get("id").asText());
            write(job, vector.path("meta_env"), vector.path("results"));
            ScoreCheck.Report report = ScoreCheck.of(settings(job, vector));
            JsonNode expected = vector.get("expected");
            assertThat(report.out()).isEqualTo(texts(expected.get("stdout"), job));
            assertThat(report.err()).isEqualTo(texts(expected.get("stderr"), job));
            assertThat(report.exitCode()).isEqualTo(expected.get("rc").asInt());
        });
    }

    private static List<String> texts(JsonNode array, Path job) {
        List<String> texts = new ArrayList<>();
        array.forEach(text -> texts.add(
                text.asText().replace("lacks a concurrency suffix: ", "lacks a concurrency suffix: " + job + "/")));
        return texts;
    }

    private static ScoreCheck.Settings settings(Path job, JsonNode vector) throws IOException {
        List<Path> results;
        try (Stream<Path> files = Files.list(job)) {
            results = files.filter(file -> Objects.requireNonNull(file.getFileName())
                            .toString()
                            .startsWith("results"))
                    .sorted()
                    .toList();
        }
        List<String> argv = new ArrayList<>();
        vector.get("argv").forEach(word -> argv.add(word.asText()));
        return new ScoreCheck.Settings(
                job.resolve("meta_env.json"),
                results,
                thresholds(),
                option(argv, "--model-prefix"),
                null,
                Double.parseDouble(Objects.requireNonNullElse(option(argv, "--min-score"), "0.85")),
                Objects.requireNonNullElse(option(argv, "--metric-prefix"), "exact_match,"),
                option(argv, "--expected-concs"));
    }

    private static @Nullable String option(List<String> argv, String name) {
        int at = argv.indexOf(name);
        return at < 0 ? null : argv.get(at + 1);
    }

    private static EvalThresholds thresholds() throws IOException {
        try (InputStream in = Objects.requireNonNull(
                ReportConformanceTest.class.getResourceAsStream("/infermark/configs/eval-thresholds.yaml"))) {
            return EvalThresholds.of(new YamlReader()
                    .parse(in.readAllBytes(), "eval-thresholds.yaml")
                    .root());
        }
    }

    @TestFactory
    Stream<DynamicTest> priorities() {
        return vectors("ci_priority", vector -> {
            JsonNode expected = vector.get("expected");
            if (expected.isTextual()) {
                List<String> path = new ArrayList<>();
                vector.get("path").forEach(step -> path.add(step.asText()));
                assertThat(QueueToken.of(
                                vector.get("value"), vector.get("namespace").asText(), path))
                        .isEqualTo(expected.asText());
            } else if (expected.get("ok").asBoolean()) {
                JobPriority priority = new JobPriority(policy(), context(vector.get("context")));
                assertThat(priority.of(vector.get("entry")).toPlainString())
                        .isEqualTo(expected.get("priority").asText());
            } else {
                PriorityException refused = catchThrowableOfType(
                        PriorityException.class,
                        () -> new JobPriority(policy(), context(vector.get("context"))).of(vector.get("entry")));
                assertThat(refused.text()).isEqualTo(expected.get("error").asText());
            }
        });
    }

    private static PriorityPolicy policy() throws IOException {
        try (InputStream in = Objects.requireNonNull(
                ReportConformanceTest.class.getResourceAsStream("/infermark/configs/ci-priority.yaml"))) {
            return PriorityPolicy.of(new YamlReader()
                    .parse(in.readAllBytes(), "ci-priority.yaml")
                    .root());
        }
    }

    private static PriorityContext context(JsonNode context) {
        Set<String> criteria = context.hasNonNull("criteria") ? set(context.get("criteria")) : null;
        return new PriorityContext(
                context.path("event_name").asText(""),
                set(context.path("labels")),
                context.path("queue_namespace").asText("local"),
                context.hasNonNull("pr_number") ? context.get("pr_number").asLong() : null,
                criteria);
    }

    private static Set<String> set(JsonNode array) {
        Set<String> texts = new HashSet<>();
        array.forEach(text -> texts.add(text.asText()));
        return texts;
    }
}
