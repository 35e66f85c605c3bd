package io.infermark.cli.matrix;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.infermark.priority.JobPriority;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/** The JSON that {@code matrix priority} reads. Apart from the command, whose class every {@code matrix} loads: the library would double the time that a short sweep takes. */
final class PriorityJson {
    private final ObjectMapper mapper = new ObjectMapper();
    private final CommandSpec spec;

    PriorityJson(CommandSpec spec) {
        this.spec = spec;
    }

    /** A matrix with the priorities of its rows. */
    String annotated(String matrix, JobPriority priority) {
        return String.valueOf(priority.annotate(parse("the matrix", matrix)));
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

    private JsonNode parse(String what, String text) {
        try {
            return mapper.readTree(text);
        } catch (JsonProcessingException e) {
            throw new ParameterException(
                    spec.commandLine(), "[JsonMalformed] " + what + " is no JSON: " + e.getOriginalMessage(), e);
        }
    }
}
