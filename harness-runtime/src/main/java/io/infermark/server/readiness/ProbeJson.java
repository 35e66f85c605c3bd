package io.infermark.server.readiness;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads the small JSON answers of a server. */
public final class ProbeJson {
    private static final JsonMapper MAPPER = JsonMapper.builder().build();

    private ProbeJson() {}

    /** The JSON value; empty if the text is none. */
    public static Optional<JsonNode> parse(String text) {
        try {
            return Optional.ofNullable(MAPPER.readTree(text));
        } catch (JsonProcessingException notJson) {
            return Optional.empty();
        }
    }

    /** {@code data[].id} of a model list; empty if the answer is none. */
    static List<String> modelIds(SideRequests.Answer answer) {
        List<String> ids = new ArrayList<>();
        if (answer.ok()) {
            parse(answer.body())
                    .ifPresent(list -> list.path("data").forEach(model -> {
                        if (model.path("id").isTextual()) {
                            ids.add(model.path("id").asText());
                        }
                    }));
        }
        return ids;
    }

    static JsonMapper mapper() {
        return MAPPER;
    }
}
