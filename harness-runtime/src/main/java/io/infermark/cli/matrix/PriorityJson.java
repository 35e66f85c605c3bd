package io.infermark.cli.matrix;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.infermark.config.ConfigException;
import io.infermark.config.SourcePosition;
import io.infermark.priority.JobPriority;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/** The JSON that {@code matrix priority} reads. Apart from the command, whose class every {@code matrix} loads: the library would double the time that a short sweep takes. */
final class PriorityJson {
    private final ObjectMapper mapper = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();
    private final CommandSpec spec;

    PriorityJson(CommandSpec spec) {
        this.spec = spec;
    }

    /**
     * A matrix with the priorities of its rows.
     *
     * @param source its name, for places
     * @throws ConfigException if it is no JSON
     */
    String annotated(String matrix, String source, JobPriority priority) {
        JsonNode rows;
        try {
            rows = mapper.readTree(matrix);
        } catch (JsonProcessingException e) {
            JsonLocation at = e.getLocation();
            throw malformed(
                    at == null
                            ? new SourcePosition(source, 1, 1)
                            : new SourcePosition(source, at.getLineNr(), at.getColumnNr()),
                    e.getOriginalMessage());
        }
        if (rows.isMissingNode()) {
            throw malformed(new SourcePosition(source, 1, 1), "the file is empty");
        }
        return String.valueOf(priority.annotate(rows));
    }

    private static ConfigException malformed(SourcePosition at, String why) {
        return ConfigException.of(
                "JsonMalformed",
                at,
                "the matrix is no JSON: " + why + ". Give what 'infermark matrix' prints with --format json.");
    }

    /** The strings of an array, or null where the option says nothing. */
    @Nullable
    Set<String> texts(String option, String json) {
        JsonNode array = json.isEmpty() ? mapper.nullNode() : parse(option, json);
        if (array.isNull()) {
            return null;
        }
        Set<String> texts = new HashSet<>();
        boolean good = array.isArray();
        for (JsonNode item : array) {
            good &= item.isTextual();
            texts.add(item.asText());
        }
        if (!good) {
            throw new ParameterException(
                    spec.commandLine(), "[ArrayExpected] " + option + " must be a JSON array of strings.");
        }
        return texts;
    }

    private JsonNode parse(String option, String text) {
        try {
            return mapper.readTree(text);
        } catch (JsonProcessingException e) {
            throw new ParameterException(
                    spec.commandLine(), "[JsonMalformed] " + option + " is no JSON: " + e.getOriginalMessage(), e);
        }
    }
}
