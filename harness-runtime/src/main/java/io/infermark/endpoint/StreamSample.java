package io.infermark.endpoint;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
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
    private static final ObjectMapper JSON = new ObjectMapper();

    static StreamSample read(String body) {
        int events = 0;
        boolean ids = false;
        boolean running = false;
        int prompt = -1;
        int output = -1;
        String error = "";
        String fingerprint = "";
        for (String line : body.split("\\R", -1)) {
            JsonNode event = event(line);
            if (event == null || !event.isObject()) {
                continue;
            }
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

    private static @Nullable JsonNode event(String line) {
        if (!line.startsWith("data:")) {
            return null;
        }
        String payload = line.substring(5).strip();
        if (payload.isEmpty() || payload.equals("[DONE]")) {
            return null;
        }
        try {
            return JSON.readTree(payload);
        } catch (JsonProcessingException e) {
            return null;
        }
    }
}
