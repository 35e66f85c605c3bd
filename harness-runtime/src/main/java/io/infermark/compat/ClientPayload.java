package io.infermark.compat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The body and the headers that the client sends. */
public final class ClientPayload {
    private static final ObjectMapper JSON = new ObjectMapper();

    private ClientPayload() {}

    /**
     * One request.
     *
     * @param promptTokens the client's own count, which only TGI is told
     * @param servedName sent in place of {@code model} where there is one
     * @param logprobs null: sent as null
     * @param extraBody fields that go over all others; null: none
     * @param multiModal a further content part of a chat message; null: none
     */
    public record Request(
            String prompt,
            int promptTokens,
            int outputTokens,
            String model,
            @Nullable String servedName,
            int bestOf,
            @Nullable Integer logprobs,
            @Nullable ObjectNode extraBody,
            @Nullable JsonNode multiModal,
            boolean ignoreEos) {}

    /**
     * The body.
     *
     * @throws ClientException where the client would assert
     */
    public static ObjectNode body(ClientBackend backend, Request request) {
        return switch (backend) {
            case COMPLETIONS, CHAT -> openAi(backend, request);
            case TENSORRT_LLM -> tensorRt(request);
            case TGI -> tgi(request);
            case DEEPSPEED_MII -> deepspeed(request);
        };
    }

    /** The headers; empty where the client leaves them to its library. */
    public static Map<String, String> headers(ClientBackend backend, @Nullable String apiKey) {
        Map<String, String> headers = new LinkedHashMap<>();
        if (backend == ClientBackend.CHAT) {
            headers.put("Content-Type", "application/json");
        }
        if (backend == ClientBackend.CHAT || backend == ClientBackend.COMPLETIONS) {
            headers.put("Authorization", "Bearer " + (apiKey == null ? "None" : apiKey));
        }
        return headers;
    }

    private static ObjectNode openAi(ClientBackend backend, Request request) {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        String served = request.servedName();
        body.put("model", served == null || served.isEmpty() ? request.model() : served);
        if (backend == ClientBackend.CHAT) {
            body.putArray("messages").add(message(request));
        } else {
            body.put("prompt", request.prompt());
        }
        body.put(backend.outputField(), request.outputTokens());
        backend.constantFields().forEach((name, json) -> set(body, name, json));
        if (backend == ClientBackend.COMPLETIONS) {
            body.put("best_of", request.bestOf());
            body.put("logprobs", request.logprobs());
        }
        if (request.ignoreEos()) {
            body.put("ignore_eos", true);
        }
        if (request.extraBody() != null) {
            body.setAll(request.extraBody());
        }
        return body;
    }

    private static ObjectNode message(Request request) {
        ObjectNode message = JsonNodeFactory.instance.objectNode().put("role", "user");
        JsonNode multiModal = request.multiModal();
        if (multiModal == null || !PythonText.truthy(multiModal)) {
            return message.put("content", request.prompt());
        }
        ArrayNode content = message.putArray("content");
        content.addObject().put("type", "text").put("text", request.prompt());
        content.add(multiModal);
        return message;
    }

    private static void set(ObjectNode body, String name, String json) {
        int dot = name.indexOf('.');
        ObjectNode parent = dot < 0 ? body : body.withObject("/" + name.substring(0, dot));
        try {
            parent.set(name.substring(dot + 1), JSON.readTree(json));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static ObjectNode tensorRt(Request request) {
        ClientBackend.check(request.bestOf() == 1, "");
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        body.put("accumulate_tokens", true);
        body.put("text_input", request.prompt());
        body.put("temperature", 0.0);
        body.put("top_p", 1.0);
        body.put("max_tokens", request.outputTokens());
        body.put("stream", true);
        if (request.ignoreEos()) {
            body.put("min_length", request.outputTokens());
        }
        return body;
    }

    private static ObjectNode tgi(Request request) {
        ObjectNode body = JsonNodeFactory.instance.objectNode().put("inputs", request.prompt());
        body.putObject("parameters")
                .put("best_of", request.bestOf())
                .put("max_new_tokens", request.outputTokens())
                .put("do_sample", true)
                .put("temperature", 0.01)
                .put("top_p", 0.99)
                .put("truncate", request.promptTokens());
        return body;
    }

    private static ObjectNode deepspeed(Request request) {
        ClientBackend.check(request.bestOf() == 1, "");
        return JsonNodeFactory.instance
                .objectNode()
                .put("prompt", request.prompt())
                .put("max_tokens", request.outputTokens())
                .put("temperature", 0.01)
                .put("top_p", 1.0);
    }
}
