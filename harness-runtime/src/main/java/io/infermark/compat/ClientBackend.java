package io.infermark.compat;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** The request functions that the client knows under its {@code --backend} names. */
public enum ClientBackend {
    /** {@code vllm}, {@code openai} and others: {@code /v1/completions}. */
    COMPLETIONS("vllm openai sglang lmdeploy scalellm"),
    /** {@code /v1/chat/completions}. */
    CHAT("openai-chat"),
    /** TensorRT-LLM's own stream. */
    TENSORRT_LLM("tensorrt-llm"),
    /** TGI's own stream. */
    TGI("tgi"),
    /** One JSON answer, no stream. */
    DEEPSPEED_MII("deepspeed-mii");

    private final String names;

    ClientBackend(String names) {
        this.names = names;
    }

    /** The backend of a name; empty for one that the client does not know. */
    public static Optional<ClientBackend> byName(String name) {
        return Stream.of(values())
                .filter(backend -> List.of(backend.names.split(" ", -1)).contains(name))
                .findFirst();
    }

    /**
     * Checks an address as the client's assertions do.
     *
     * @throws ClientException for one that it does not take
     */
    public void checkUrl(String url) {
        switch (this) {
            case COMPLETIONS ->
                check(
                        url.endsWith("completions") || url.endsWith("profile"),
                        "OpenAI Completions API URL must end with 'completions' or 'profile'.");
            case CHAT ->
                check(
                        url.endsWith("chat/completions"),
                        "OpenAI Chat Completions API URL must end with 'chat/completions'.");
            case TENSORRT_LLM, TGI -> check(url.endsWith("generate_stream"), "");
            case DEEPSPEED_MII -> {}
        }
    }

    static void check(boolean holds, String message) {
        if (!holds) {
            throw new ClientException("AssertionError", message);
        }
    }

    /** Name of the field that bounds the output. */
    public String outputField() {
        return this == CHAT ? "max_completion_tokens" : this == TGI ? "max_new_tokens" : "max_tokens";
    }

    /** The fields of an OpenAI body that do not depend on the request, as JSON by name; nested ones with a dot. */
    public Map<String, String> constantFields() {
        Map<String, String> fields = new LinkedHashMap<>();
        fields.put("temperature", "0.0");
        if (this == COMPLETIONS) {
            fields.put("best_of", "1");
            fields.put("logprobs", "null");
        }
        fields.put("stream", "true");
        fields.put("stream_options.include_usage", "true");
        return fields;
    }
}
