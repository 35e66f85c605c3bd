package io.infermark.endpoint;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import io.infermark.prompt.PromptKind;
import io.infermark.prompt.TextTokenizer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;

/** The server's own tokenize endpoint. */
final class ServerTokenizer implements TextTokenizer {
    private static final JsonFactory JSON = new JsonFactory();

    private final EndpointQuestions http;
    private final RequestUris uris;
    private final TokenizeShape shape;
    private final String model;

    ServerTokenizer(EndpointQuestions http, RequestUris uris, TokenizeShape shape, String model) {
        this.http = http;
        this.uris = uris;
        this.shape = shape;
        this.model = model;
    }

    @Override
    public PromptKind kind() {
        return PromptKind.SERVER_TOKENIZER;
    }

    @Override
    public String description() {
        return "the server's /" + shape.route();
    }

    @Override
    public int count(String text, boolean special) {
        EndpointQuestions.Answer answer = http.post(
                uris.root(shape.route()), body(text, special), http.options().readTimeout());
        JsonNode json = answer.ok() ? answer.json() : null;
        int count = json == null ? -1 : read(json);
        if (count < 0) {
            throw EndpointException.endpoint(
                    "EndpointTokenize",
                    RequestUris.shown(answer.uri()) + " answered " + answer.status() + " with \""
                            + http.redact(answer.message()) + "\" instead of tokens.");
        }
        return count;
    }

    private int read(JsonNode json) {
        if (json.isArray()) {
            return json.size();
        }
        return json.path("tokens").isArray()
                ? json.path("tokens").size()
                : json.path("count").asInt(-1);
    }

    private byte[] body(String text, boolean special) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(text.length() + 100);
        try (JsonGenerator json = JSON.createGenerator(bytes)) {
            json.writeStartObject();
            if (shape == TokenizeShape.VLLM) {
                json.writeStringField("model", model);
            }
            json.writeStringField(shape.textField(), text);
            json.writeBooleanField(shape == TokenizeShape.LLAMA_CPP ? "add_special" : "add_special_tokens", special);
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException("writing to memory cannot fail", e);
        }
        return bytes.toByteArray();
    }

    /** Whether the endpoint is there and counts: more words, more tokens. */
    boolean works() {
        try {
            return count("one", false) >= 1 && count("one two three four five", false) > count("one", false);
        } catch (EndpointException e) {
            return false;
        }
    }

    @Override
    public List<String> candidates() {
        return List.of();
    }
}
