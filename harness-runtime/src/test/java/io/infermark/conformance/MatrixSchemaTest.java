package io.infermark.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The published JSON Schema against every golden matrix; the keywords it uses are checked here, no others occur in it. */
class MatrixSchemaTest {

    private static JsonNode schema() throws IOException {
        try (InputStream in = Objects.requireNonNull(
                MatrixSchemaTest.class.getResourceAsStream("/infermark/schema/matrix-1.0.json"))) {
            return ConformanceFiles.JSON.readTree(in);
        }
    }

    @TestFactory
    Stream<DynamicTest> everyGoldenMatrixObeysTheSchema() {
        return ConformanceFiles.golden().stream()
                .filter(name -> name.endsWith(".json.gz"))
                .filter(name -> !name.startsWith("input_") && !name.startsWith("changelog_"))
                .map(name -> DynamicTest.dynamicTest(
                        name,
                        () -> assertThat(new Check(schema()).of(ConformanceFiles.read("golden/" + name)))
                                .isEmpty()));
    }

    @TestFactory
    Stream<DynamicTest> everyRowOfAGoldenChangelogObeysTheSchema() {
        return ConformanceFiles.golden().stream()
                .filter(name -> name.startsWith("changelog_") && name.endsWith(".json.gz"))
                .map(name -> DynamicTest.dynamicTest(name, () -> {
                    ArrayNode rows = ConformanceFiles.JSON.createArrayNode();
                    JsonNode output = ConformanceFiles.read("golden/" + name);
                    for (String nodes : List.of("single_node", "multi_node")) {
                        output.path(nodes).forEach(bucket -> bucket.forEach(rows::add));
                    }
                    for (String evals :
                            List.of("evals", "agentic_evals", "multinode_evals", "multinode_agentic_evals")) {
                        output.path(evals).forEach(rows::add);
                    }
                    assertThat(rows).isNotEmpty();
                    assertThat(new Check(schema()).of(rows)).isEmpty();
                }));
    }

    @Test
    void rowsThatBreakItAreFound() throws IOException {
        JsonNode golden = ConformanceFiles.read("golden/head_full_sweep_default.json.gz");
        for (String field : List.of("image", "conc", "exp-name")) {
            JsonNode broken = golden.deepCopy();
            ((ObjectNode) broken.get(0)).remove(field);
            assertThat(new Check(schema()).of(broken)).as(field).isNotEmpty();
        }
        JsonNode extra = golden.deepCopy();
        ((ObjectNode) extra.get(0)).put("zzz", 1);
        assertThat(new Check(schema()).of(extra)).isNotEmpty();
        JsonNode wrong = golden.deepCopy();
        ((ObjectNode) wrong.get(0)).put("tp", "8");
        assertThat(new Check(schema()).of(wrong)).isNotEmpty();
    }

    /** A validator of the keywords type, enum, pattern, minimum, minLength, required, properties, items, oneOf, $ref. */
    private static final class Check {
        private final JsonNode root;

        Check(JsonNode root) {
            this.root = root;
        }

        List<String> of(JsonNode value) {
            List<String> problems = new ArrayList<>();
            check(root, value, "$", problems);
            return problems;
        }

        private void check(JsonNode schema, JsonNode value, String path, List<String> problems) {
            if (schema.has("$ref")) {
                check(root.at(schema.get("$ref").asText().substring(1)), value, path, problems);
                return;
            }
            if (schema.has("oneOf")) {
                long matching = 0;
                for (JsonNode member : schema.get("oneOf")) {
                    List<String> inner = new ArrayList<>();
                    check(member, value, path, inner);
                    matching += inner.isEmpty() ? 1 : 0;
                }
                if (matching != 1) {
                    problems.add(path + " matches " + matching + " kinds of rows");
                }
                return;
            }
            if (schema.has("type") && !isOfType(schema.get("type"), value)) {
                problems.add(path + " is no " + schema.get("type"));
                return;
            }
            scalar(schema, value, path, problems);
            if (value.isArray() && schema.has("items")) {
                for (int i = 0; i < value.size(); i++) {
                    check(schema.get("items"), value.get(i), path + "[" + i + "]", problems);
                }
            }
            if (value.isObject()) {
                object(schema, value, path, problems);
            }
        }

        private static void scalar(JsonNode schema, JsonNode value, String path, List<String> problems) {
            boolean inEnum = !schema.has("enum");
            for (JsonNode choice : schema.path("enum")) {
                inEnum |= choice.equals(value);
            }
            boolean matches = !schema.has("pattern")
                    || Pattern.compile(schema.get("pattern").asText())
                            .matcher(value.asText())
                            .find();
            boolean large = !schema.has("minimum")
                    || value.asLong() >= schema.get("minimum").asLong();
            boolean longEnough = !schema.has("minLength")
                    || value.asText().length() >= schema.get("minLength").asInt();
            if (!inEnum || !matches || !large || !longEnough) {
                problems.add(path + " has the value " + value);
            }
        }

        private void object(JsonNode schema, JsonNode value, String path, List<String> problems) {
            for (JsonNode required : schema.path("required")) {
                if (!value.has(required.asText())) {
                    problems.add(path + " lacks " + required.asText());
                }
            }
            value.fieldNames().forEachRemaining(name -> {
                JsonNode property = schema.path("properties").path(name);
                if (property.isMissingNode()) {
                    problems.add(path + " has the unknown field " + name);
                } else {
                    check(property, value.get(name), path + "." + name, problems);
                }
            });
        }

        private static boolean isOfType(JsonNode type, JsonNode value) {
            if (type.isArray()) {
                boolean any = false;
                for (JsonNode member : type) {
                    any |= isOfType(member, value);
                }
                return any;
            }
            return switch (type.asText()) {
                case "string" -> value.isTextual();
                case "integer" -> value.isIntegralNumber();
                case "boolean" -> value.isBoolean();
                case "array" -> value.isArray();
                case "object" -> value.isObject();
                case "null" -> value.isNull();
                default -> throw new IllegalStateException("unknown type " + type);
            };
        }
    }
}
