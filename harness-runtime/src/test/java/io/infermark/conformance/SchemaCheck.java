package io.infermark.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;

/**
 * A validator of the keywords that the published schemas use: type, enum, pattern, minimum, minLength, minItems, maxItems, required, properties, additionalProperties, items,
 * oneOf and $ref, within a schema or to one beside it.
 */
final class SchemaCheck {
    private final JsonNode root;

    private SchemaCheck(JsonNode root) {
        this.root = root;
    }

    /** A check against a published schema. */
    static SchemaCheck named(String name) throws IOException {
        try (InputStream in =
                Objects.requireNonNull(SchemaCheck.class.getResourceAsStream("/infermark/schema/" + name), name)) {
            return new SchemaCheck(ConformanceFiles.JSON.readTree(in));
        }
    }

    List<String> of(JsonNode value) {
        List<String> problems = new ArrayList<>();
        check(root, value, "$", problems);
        return problems;
    }

    private void check(JsonNode schema, JsonNode value, String path, List<String> problems) {
        if (schema.has("$ref")) {
            follow(schema.get("$ref").asText(), value, path, problems);
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
        boolean fewEnough = value.size() <= schema.path("maxItems").asInt(Integer.MAX_VALUE);
        if (value.isArray()
                && !(fewEnough && value.size() >= schema.path("minItems").asInt())) {
            problems.add(path + " has " + value.size() + " items");
        }
        if (value.isArray() && schema.has("items")) {
            for (int i = 0; i < value.size(); i++) {
                check(schema.get("items"), value.get(i), path + "[" + i + "]", problems);
            }
        }
        if (value.isObject()) {
            object(schema, value, path, problems);
        }
    }

    private void follow(String reference, JsonNode value, String path, List<String> problems) {
        int hash = reference.indexOf('#');
        SchemaCheck of = this;
        if (hash > 0) {
            try {
                of = named(reference.substring(0, hash));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        JsonNode target = of.root.at(reference.substring(hash + 1));
        if (target.isMissingNode()) {
            throw new IllegalStateException("the schema refers to nothing: " + reference);
        }
        of.check(target, value, path, problems);
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
                || value.asDouble() >= schema.get("minimum").asDouble();
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
            if (property.isMissingNode() && schema.path("additionalProperties").isObject()) {
                check(schema.get("additionalProperties"), value.get(name), path + "." + name, problems);
            } else if (property.isMissingNode()) {
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
            case "number" -> value.isNumber();
            case "boolean" -> value.isBoolean();
            case "array" -> value.isArray();
            case "object" -> value.isObject();
            case "null" -> value.isNull();
            default -> throw new IllegalStateException("unknown type " + type);
        };
    }
}
