package io.infermark.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.infermark.config.ConfigException;
import io.infermark.config.Value;
import io.infermark.config.YamlDocument;
import io.infermark.config.YamlReader;
import io.infermark.config.master.Dialect;
import io.infermark.config.master.MasterLoader;
import io.infermark.config.master.MasterLoader.Source;
import io.infermark.config.master.RunnersLoader;
import io.infermark.config.master.Schemas;
import io.infermark.config.schema.Outcome;
import io.infermark.config.schema.Violation;
import io.infermark.matrix.CanonicalJson;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** {@code validation_feb.json} and {@code validation_head.json}: valid or not, the dump, the set of locations. */
class ValidationConformanceTest {

    @TestFactory
    Stream<DynamicTest> feb() {
        return vectors(Dialect.FEB);
    }

    @TestFactory
    Stream<DynamicTest> head() {
        return vectors(Dialect.HEAD);
    }

    private static Stream<DynamicTest> vectors(Dialect dialect) {
        String file = "validation_" + dialect.name().toLowerCase(Locale.ROOT) + ".json";
        return ConformanceFiles.cases(file).stream()
                .map(vector -> DynamicTest.dynamicTest(vector.path("id").asText(), () -> run(vector, dialect)));
    }

    private static void run(JsonNode vector, Dialect dialect) throws IOException {
        Value input = JsonToValue.of(vector.get("input"));
        JsonNode expected = vector.get("expected");
        if (vector.has("function")) {
            function(vector.get("function").asText(), input, expected, dialect);
            return;
        }
        Outcome outcome =
                Schemas.of(dialect).model(vector.get("model").asText()).read(input);
        if (expected.get("valid").asBoolean()) {
            assertThat(outcome.violations()).isEmpty();
            assertThat(JsonDifference.between(
                            expected.get("dump"), ConformanceFiles.JSON.readTree(CanonicalJson.of(outcome.dump()))))
                    .isEmpty();
            return;
        }
        List<String> wanted = new ArrayList<>();
        expected.get("errors")
                .forEach(error ->
                        wanted.add(location(error) + " " + error.path("type").asText()));
        List<String> found = outcome.violations().stream()
                .map(violation -> violation.path() + " " + violation.type())
                .toList();
        assertThat(new TreeSet<>(found)).isEqualTo(new TreeSet<>(wanted));
        assertThat(outcome.violations())
                .extracting(Violation::message)
                .allSatisfy(m -> assertThat(m).isNotBlank());
    }

    private static String location(JsonNode error) {
        List<String> path = new ArrayList<>();
        error.get("loc").forEach(segment -> path.add(segment.asText()));
        return String.join(".", path);
    }

    private static void function(String name, Value input, JsonNode expected, Dialect dialect) {
        Runnable call = switch (name) {
            case "validate_runner_config" -> () -> RunnersLoader.of(input, "runners.yaml", dialect);
            case "validate_master_config" ->
                () -> new MasterLoader(new YamlReader())
                        .of(List.of(new Source("configs.yaml", new YamlDocument(input, List.of()))), dialect);
            default -> throw new IllegalStateException("unknown function in the vectors: " + name);
        };
        if (expected.get("valid").asBoolean()) {
            call.run();
        } else {
            assertThatThrownBy(call::run)
                    .isInstanceOf(ConfigException.class)
                    .satisfies(e -> assertThat(UpstreamError.essentials(
                                    expected.get("error").asText()))
                            .allSatisfy(essential -> assertThat(e.getMessage()).contains(essential)));
        }
    }
}
