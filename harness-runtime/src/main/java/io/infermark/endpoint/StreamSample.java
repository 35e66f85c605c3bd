package io.infermark.endpoint;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the answer to a tiny request shows of a server.
 *
 * @param events that hold choices
 * @param idsSeen some event carried {@code token_ids}
 * @param runningUsage an event before the last one of its choice carried usage
 * @param promptTokens by the last usage; -1: none came
 * @param outputTokens by the last usage; -1: none came
 * @param error what an error object in the stream said; empty: there was none
 * @param fingerprint {@code system_fingerprint}; empty: there was none
 */
record StreamSample(
        int events,
        boolean idsSeen,
        boolean runningUsage,
        int promptTokens,
        int outputTokens,
        String error,
        String fingerprint) {
    private static final ObjectMapper JSON = new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    static StreamSample read(String body) {
        int events = 0;
        boolean ids = false;
        boolean running = false;
        int prompt = -1;
        int output = -1;
        String error = "";
        String fingerprint = "";
        for (JsonNode event : events(body)) {
            JsonNode choice = event.path("choices").path(0);
            JsonNode usage = event.path("usage");
            events += choice.isMissingNode() ? 0 : 1;
            ids |= choice.path("token_ids").isArray();
            running |= usage.isObject()
                    && choice.isObject()
                    && choice.path("finish_reason").isNull();
            prompt = usage.path("prompt_tokens").asInt(prompt);
            output = usage.path("completion_tokens").asInt(output);
            fingerprint = event.path("system_fingerprint").asText(fingerprint);
            JsonNode failed = event.path("error");
            if (!failed.isMissingNode() && !failed.isNull()) {
                error = failed.path("message").asText(failed.toString());
            }
        }
        return new StreamSample(events, ids, running, prompt, output, error, fingerprint);
    }

    /** Lines end as in an event stream: a text may hold other characters that end lines elsewhere. */
    private static List<JsonNode> events(String body) {
        List<JsonNode> events = new ArrayList<>();
        List<String> data = new ArrayList<>();
        for (String line : body.split("\r\n|\n|\r", -1)) {
            if (line.startsWith("data:")) {
                data.add(line.substring(5).strip());
            } else if (line.isEmpty()) {
                addEvent(data, events);
                data.clear();
            }
        }
        addEvent(data, events);
        return events;
    }

    /** The data lines of an event are one payload. Where they are none, the blank lines between events are missing: what the server can do shows all the same, and the load says what is wrong. */
    private static void addEvent(List<String> data, List<JsonNode> events) {
        JsonNode whole = object(String.join("\n", data));
        if (whole != null) {
            events.add(whole);
            return;
        }
        for (String line : data) {
            JsonNode part = object(line);
            if (part != null) {
                events.add(part);
            }
        }
    }

    private static @Nullable JsonNode object(String payload) {
        try {
            JsonNode node = JSON.readTree(payload);
            return node != null && node.isObject() ? node : null;
        } catch (JsonProcessingException e) {
            return null;
        }
    }
}
