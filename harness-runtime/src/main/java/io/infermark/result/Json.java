package io.infermark.result;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamWriteFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.cfg.EnumFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.ser.std.StdSerializer;
import java.io.IOException;

/** Records as JSON: snake case, enums in lower case, absent figures as null. */
final class Json {
    static final ObjectMapper MAPPER = JsonMapper.builder()
            .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
            .enable(EnumFeature.WRITE_ENUMS_TO_LOWERCASE)
            .enable(MapperFeature.ACCEPT_CASE_INSENSITIVE_ENUMS)
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            // The shortest digits that read back, the same on every JDK; Double.toString has them since 19 only.
            .enable(StreamWriteFeature.USE_FAST_DOUBLE_WRITER)
            .addModule(new SimpleModule()
                    .addSerializer(Double.class, new FiniteOnly())
                    .addSerializer(double.class, new FiniteOnly()))
            .build();

    private Json() {}

    /** JSON has no NaN and no infinity, and Jackson would write them as strings that no reader expects. */
    private static final class FiniteOnly extends StdSerializer<Double> {
        private static final long serialVersionUID = 1L;

        FiniteOnly() {
            super(Double.class);
        }

        @Override
        public void serialize(Double value, JsonGenerator out, SerializerProvider provider) throws IOException {
            if (Double.isFinite(value)) {
                out.writeNumber(value);
            } else {
                out.writeNull();
            }
        }
    }

    /**
     * A file's root as one of our records.
     *
     * @param what names the file in messages
     * @throws ResultException if the schema is missing, another, or of a higher major, or the rest does not fit
     */
    static <T> T bind(JsonNode root, Schema schema, Class<T> type, String what) {
        check(root, schema, what);
        try {
            return MAPPER.treeToValue(root, type);
        } catch (JsonProcessingException | IllegalArgumentException | NullPointerException e) {
            throw new ResultException(
                    "ResultMalformed",
                    what + " says it is " + schema.name() + ", but does not read as one: " + e.getMessage()
                            + ". Was it edited or cut? The other files of the run are not affected.");
        }
    }

    static void check(JsonNode root, Schema schema, String what) {
        JsonNode stated = root.path("schema");
        String name = stated.path("name").asText("");
        int major = stated.path("major").asInt(-1);
        if (!name.equals(schema.name()) || major < 1) {
            throw new ResultException(
                    "SchemaUnknown",
                    what + " is no " + schema.name() + " file: its schema is "
                            + (stated.isMissingNode() ? "not stated" : stated.toString())
                            + ". Give the path of a file that infermark wrote.");
        }
        if (major > schema.major()) {
            throw new ResultException(
                    "SchemaNewer",
                    what + " has schema " + name + " " + major + "."
                            + stated.path("minor").asInt() + ", but this version reads up to " + schema.major()
                            + ".x. Read it with a newer infermark.");
        }
    }

    /** Puts fields of {@code old} that {@code fresh} does not have into it, at every depth; elements of arrays of equal length are matched by position. */
    static void keepUnknown(JsonNode fresh, JsonNode old) {
        if (fresh instanceof ObjectNode target && old instanceof ObjectNode source) {
            source.properties().forEach(field -> {
                JsonNode mine = target.get(field.getKey());
                if (mine == null) {
                    target.set(field.getKey(), field.getValue());
                } else {
                    keepUnknown(mine, field.getValue());
                }
            });
        } else if (fresh instanceof ArrayNode target
                && old instanceof ArrayNode source
                && target.size() == source.size()) {
            for (int i = 0; i < target.size(); i++) {
                keepUnknown(target.get(i), source.get(i));
            }
        }
    }
}
