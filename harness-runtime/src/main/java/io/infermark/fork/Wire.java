package io.infermark.fork;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;

/** Messages as lines of JSON. */
final class Wire {
    private final ObjectMapper mapper = new ObjectMapper();

    /** Whether a line is meant for the other side. */
    static boolean isMessage(String line) {
        return line.startsWith("{");
    }

    String write(Object message) {
        try {
            return mapper.writeValueAsString(message);
        } catch (JsonProcessingException e) {
            throw new GeneratorException("[WireBroken] a message can't be written: " + e.getOriginalMessage(), e);
        }
    }

    <T> T read(String line, Class<T> type) {
        try {
            return mapper.readValue(line, type);
        } catch (JsonProcessingException e) {
            throw new GeneratorException(
                    "[WireBroken] host and generator don't understand each other; do both run the same version? "
                            + e.getOriginalMessage(),
                    e);
        }
    }
}
