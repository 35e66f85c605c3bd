package io.infermark.endpoint;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.Iterator;
import java.util.Set;

/** Servers that answer as engines do: routes, fields, refusals. What is imitated of vLLM, llama.cpp and transformers was seen from running ones. */
final class Dialects {
    private static final ObjectMapper JSON = new ObjectMapper();
    static final String MODEL = "smollm2-135m";

    private Dialects() {}

    static JsonNode parse(String json) {
        try {
            return JSON.readTree(json);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(json, e);
        }
    }

    static FakeServer.Reply models(String ownedBy, String more) {
        return FakeServer.Reply.json("{\"object\":\"list\",\"data\":[{\"id\":\"" + MODEL
                + "\",\"object\":\"model\",\"created\":1,\"owned_by\":\"" + ownedBy + "\"" + more + "}]}");
    }

    private static int promptTokens(JsonNode body) {
        return body.path("prompt").isArray() ? body.path("prompt").size() : 5;
    }

    static FakeServer vllm() throws IOException {
        return FakeServer.start()
                .header("Server", "uvicorn")
                .on("GET /v1/models", models("vllm", ",\"root\":\"m\",\"max_model_len\":2048"))
                .on("GET /version", FakeServer.Reply.json("{\"version\":\"0.32.0\"}"))
                .on("POST /tokenize", request -> {
                    JsonNode body = parse(request.body());
                    String text = body.path("prompt").asText();
                    int tokens = text.isEmpty() ? 0 : text.split(" ", -1).length;
                    return FakeServer.Reply.json("{\"count\":" + tokens + ",\"max_model_len\":2048,\"tokens\":["
                            + "1,".repeat(Math.max(0, tokens - 1)) + (tokens > 0 ? "1" : "") + "]}");
                })
                .on("POST /v1/completions", request -> stream(parse(request.body()), 32_000, true))
                .on("POST /v1/chat/completions", request -> stream(parse(request.body()), 32_000, true));
    }

    private static FakeServer.Reply stream(JsonNode body, int vocabulary, boolean extensions) {
        if (body.path("prompt").isArray()) {
            for (JsonNode id : body.path("prompt")) {
                if (id.asInt() >= vocabulary) {
                    return FakeServer.Reply.json(
                            400, "{\"error\":{\"message\":\"Token id " + id.asInt() + " is out of vocabulary\"}}");
                }
            }
        }
        boolean ids = extensions && body.path("return_token_ids").asBoolean(false);
        boolean running =
                extensions && body.at("/stream_options/continuous_usage_stats").asBoolean(false);
        int n = body.path("max_tokens").asInt();
        String[] events = new String[n + 2];
        for (int i = 0; i < n; i++) {
            events[i] = "{\"choices\":[{\"index\":0,\"text\":\" a\",\"finish_reason\":"
                    + (i == n - 1 ? "\"length\"" : "null") + (ids ? ",\"token_ids\":[7]" : "") + "}]"
                    + (running ? "," + usage(promptTokens(body), i + 1) : "") + "}";
        }
        events[n] = "{\"choices\":[]," + usage(promptTokens(body), n) + "}";
        events[n + 1] = "[DONE]";
        return FakeServer.Reply.sse(events);
    }

    private static String usage(int prompt, int output) {
        return "\"usage\":{\"prompt_tokens\":" + prompt + ",\"completion_tokens\":" + output + ",\"total_tokens\":"
                + (prompt + output) + "}";
    }

    static FakeServer llamaCpp() throws IOException {
        return FakeServer.start()
                .header("Server", "llama.cpp")
                .on(
                        "GET /v1/models",
                        FakeServer.Reply.json(
                                "{\"models\":[{\"name\":\"smollm2-135m\"}],\"object\":\"list\",\"data\":[{\"id\":\"smollm2-135m\",\"aliases\":[\"small\"],\"object\":\"model\",\"owned_by\":\"llamacpp\",\"meta\":{\"n_vocab\":49152,\"n_ctx\":4096,\"n_ctx_train\":8192,\"n_params\":134515008}}]}"))
                .on(
                        "GET /props",
                        FakeServer.Reply.json(
                                "{\"default_generation_settings\":{\"n_ctx\":2048},\"total_slots\":4,\"build_info\":\"b11434-pypi-sdist\"}"))
                .on("POST /tokenize", request -> {
                    JsonNode body = parse(request.body());
                    int tokens = body.path("content").asText().isEmpty()
                            ? 0
                            : body.path("content").asText().split(" ", -1).length;
                    tokens += body.path("add_special").asBoolean() ? 1 : 0;
                    return FakeServer.Reply.json(
                            "{\"tokens\":[" + "1,".repeat(Math.max(0, tokens - 1)) + (tokens > 0 ? "1" : "") + "]}");
                })
                .on("POST /v1/completions", request -> llamaStream(parse(request.body())))
                .on("POST /v1/chat/completions", request -> llamaStream(parse(request.body())));
    }

    private static FakeServer.Reply llamaStream(JsonNode body) {
        int n = body.path("max_tokens").asInt();
        String[] events = new String[n + 2];
        for (int i = 0; i < n; i++) {
            events[i] = "{\"choices\":[{\"text\":\" a\",\"index\":0,\"logprobs\":null,\"finish_reason\":null}],"
                    + "\"system_fingerprint\":\"b11434-pypi-sdist\"}";
        }
        events[n] = "{\"choices\":[{\"text\":\"\",\"index\":0,\"finish_reason\":\"length\"}],"
                + usage(promptTokens(body), n) + "}";
        events[n + 1] = "[DONE]";
        return FakeServer.Reply.sse(events);
    }

    static FakeServer sglang() throws IOException {
        return FakeServer.start()
                .header("Server", "uvicorn")
                .on("GET /v1/models", models("sglang", ",\"max_model_len\":8192"))
                .on("GET /get_server_info", FakeServer.Reply.json("{\"version\":\"0.5.8\",\"model_path\":\"m\"}"))
                .on("POST /v1/completions", request -> stream(parse(request.body()), 151_936, false));
    }

    static FakeServer tgi() throws IOException {
        return FakeServer.start()
                .on("GET /v1/models", models("org/model", ""))
                .on(
                        "GET /info",
                        FakeServer.Reply.json(
                                "{\"model_id\":\"org/model\",\"version\":\"3.3.4\",\"max_total_tokens\":4096,\"router\":\"text-generation-router\"}"))
                .on("POST /tokenize", request -> {
                    int tokens = parse(request.body()).path("inputs").asText().split(" ", -1).length;
                    return FakeServer.Reply.json("[" + "{\"id\":1},".repeat(Math.max(0, tokens - 1)) + "{\"id\":1}]");
                })
                .on("POST /v1/completions", request -> stream(parse(request.body()), 1, false));
    }

    /** Refuses fields that it does not know with 422, ids with 400, and ends without {@code [DONE]}. */
    static FakeServer transformers() throws IOException {
        Set<String> known =
                Set.of("model", "prompt", "messages", "max_tokens", "temperature", "stream", "stream_options");
        return FakeServer.start()
                .header("Server", "uvicorn")
                .on("GET /v1/models", models("HuggingFaceTB", ""))
                .on("GET /health", FakeServer.Reply.json("{\"status\":\"ok\"}"))
                .on("POST /load_model", FakeServer.Reply.json("{}"))
                .on("POST /v1/completions", request -> {
                    JsonNode body = parse(request.body());
                    for (Iterator<String> names = body.fieldNames(); names.hasNext(); ) {
                        String name = names.next();
                        if (!known.contains(name)) {
                            return FakeServer.Reply.json(
                                    422, "{\"detail\":\"Unexpected fields in the request: {'" + name + "'}\"}");
                        }
                    }
                    if (body.path("prompt").isArray()) {
                        return FakeServer.Reply.json(400, "{\"detail\":\"prompt must be a string.\"}");
                    }
                    return FakeServer.Reply.sse(
                            "{\"choices\":[{\"index\":0,\"text\":\"a\",\"finish_reason\":null}]}",
                            "{\"choices\":[{\"index\":0,\"text\":\"\",\"finish_reason\":\"length\"}]," + usage(5, 4)
                                    + "}");
                });
    }

    /** Knows the OpenAI API and nothing else, and takes text only. */
    static FakeServer unknown() throws IOException {
        return FakeServer.start().on("GET /v1/models", models("someone", "")).on("POST /v1/completions", request -> {
            JsonNode body = parse(request.body());
            if (body.path("prompt").isArray()) {
                return FakeServer.Reply.json(400, "{\"error\":{\"message\":\"prompt: expected a string\"}}");
            }
            return stream(body, 1, false);
        });
    }
}
