package io.infermark.sim;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads request bodies; anything wrong is an {@link HttpProblem} with status 400. Safe for use on any thread. */
final class RequestParser {
    private final ObjectMapper mapper = new ObjectMapper();
    private final SimTokenizer tokenizer;

    RequestParser(SimTokenizer tokenizer) {
        this.tokenizer = tokenizer;
    }

    JsonNode json(byte[] body) {
        try {
            JsonNode node = mapper.readTree(body);
            if (node == null || !node.isObject()) {
                throw HttpProblem.badRequest("The request body must be a JSON object.", null);
            }
            return node;
        } catch (JsonProcessingException malformed) {
            throw HttpProblem.badRequest("JSON decode error: " + malformed.getOriginalMessage(), null);
        } catch (IOException unreadable) {
            throw HttpProblem.badRequest("The request body cannot be read: " + unreadable.getMessage(), null);
        }
    }

    GenerationRequest generation(byte[] body, boolean chat) {
        JsonNode root = json(body);
        JsonNode options = root.path("stream_options");
        return new GenerationRequest(
                chat,
                root.path("model").isTextual() ? root.path("model").asText() : null,
                flag(root, "stream"),
                chat ? List.of(chatPrompt(root.path("messages"))) : prompts(root.path("prompt"), "prompt"),
                integer(
                        root,
                        chat && root.hasNonNull("max_completion_tokens") ? "max_completion_tokens" : "max_tokens",
                        -1,
                        1),
                integer(root, "min_tokens", 0, 0),
                flag(root, "ignore_eos"),
                flag(options, "include_usage"),
                flag(options, "continuous_usage_stats"),
                flag(root, "return_token_ids"),
                logprobs(root),
                integer(root, "n", 1, 1),
                root.hasNonNull("seed") ? Long.valueOf(root.path("seed").asLong()) : null,
                stops(root.path("stop")),
                flag(root, "return_progress"),
                flag(root, "timings_per_token"));
    }

    /** Token ids of a {@code /tokenize} body, which is a text ({@code prompt} or {@code content}) or messages. */
    int[] toTokenize(JsonNode root) {
        if (root.path("messages").isArray()) {
            return chatPrompt(root.path("messages"));
        }
        JsonNode text = root.has("content") ? root.path("content") : root.path("prompt");
        if (!text.isTextual()) {
            throw HttpProblem.badRequest("prompt (or content) must be a string, or messages an array.", "prompt");
        }
        return tokenizer.encode(text.asText());
    }

    /** The ids of a {@code tokens} array. */
    int[] ids(JsonNode tokens) {
        if (!tokens.isArray()) {
            throw HttpProblem.badRequest("tokens must be an array of token ids.", "tokens");
        }
        int[] ids = new int[tokens.size()];
        for (int i = 0; i < ids.length; i++) {
            ids[i] = id(tokens.get(i));
        }
        return ids;
    }

    private int id(@Nullable JsonNode node) {
        if (node == null || !node.isIntegralNumber()) {
            throw HttpProblem.badRequest("A token id must be a whole number, not " + node + ".", "prompt");
        }
        long id = node.asLong();
        if (id < 0 || id >= tokenizer.vocabulary()) {
            throw HttpProblem.badRequest("Token id " + id + " is out of vocabulary", "prompt");
        }
        return (int) id;
    }

    /** Token ids of an embedding request's {@code input}, in all of its forms. */
    List<int[]> inputs(JsonNode root) {
        return prompts(root.path("input"), "input");
    }

    private List<int[]> prompts(JsonNode prompt, String name) {
        if (prompt.isTextual()) {
            return List.of(nonEmpty(tokenizer.encode(prompt.asText()), name));
        }
        if (!prompt.isArray() || prompt.isEmpty()) {
            throw HttpProblem.badRequest(name + " must be provided and non-empty.", name);
        }
        if (prompt.get(0).isIntegralNumber()) {
            return List.of(mixed(prompt, name));
        }
        List<int[]> prompts = new ArrayList<>();
        for (JsonNode one : prompt) {
            prompts.add(one.isTextual() ? nonEmpty(tokenizer.encode(one.asText()), name) : mixed(one, name));
        }
        return prompts;
    }

    /** Ids with texts between them, as llama.cpp allows. */
    private int[] mixed(JsonNode parts, String name) {
        if (!parts.isArray()) {
            throw HttpProblem.badRequest(name + " must be a string or an array of token ids.", name);
        }
        int[] ids = new int[parts.size()];
        int count = 0;
        for (JsonNode part : parts) {
            int[] more = part.isTextual() ? tokenizer.encode(part.asText()) : new int[] {id(part)};
            if (count + more.length > ids.length) {
                ids = java.util.Arrays.copyOf(ids, Math.max(ids.length * 2, count + more.length));
            }
            System.arraycopy(more, 0, ids, count, more.length);
            count += more.length;
        }
        return nonEmpty(java.util.Arrays.copyOf(ids, count), name);
    }

    private static int[] nonEmpty(int[] ids, String name) {
        if (ids.length == 0) {
            throw HttpProblem.badRequest(name + " must be provided and non-empty.", name);
        }
        return ids;
    }

    /** The chat template: each message is start, role, newline, content, end, newline; then an open assistant message. */
    private int[] chatPrompt(JsonNode messages) {
        if (!messages.isArray() || messages.isEmpty()) {
            throw HttpProblem.badRequest("messages must be provided and non-empty.", "messages");
        }
        List<int[]> parts = new ArrayList<>();
        for (JsonNode message : messages) {
            parts.add(new int[] {SimTokenizer.MESSAGE_START});
            parts.add(tokenizer.encode(message.path("role").asText("user") + "\n"));
            parts.add(tokenizer.encode(contentText(message.path("content"))));
            parts.add(new int[] {SimTokenizer.MESSAGE_END, '\n'});
        }
        parts.add(new int[] {SimTokenizer.MESSAGE_START});
        parts.add(tokenizer.encode("assistant\n"));
        int[] ids = new int[parts.stream().mapToInt(p -> p.length).sum()];
        int at = 0;
        for (int[] part : parts) {
            System.arraycopy(part, 0, ids, at, part.length);
            at += part.length;
        }
        return ids;
    }

    private static String contentText(JsonNode content) {
        if (content.isTextual()) {
            return content.asText();
        }
        if (content.isNull() || content.isMissingNode()) {
            return "";
        }
        if (!content.isArray()) {
            throw HttpProblem.badRequest("A message's content must be a string or an array of parts.", "messages");
        }
        StringBuilder text = new StringBuilder();
        for (JsonNode part : content) {
            text.append(part.isTextual() ? part.asText() : part.path("text").asText(""));
        }
        return text.toString();
    }

    private static int logprobs(JsonNode root) {
        JsonNode value = root.path("logprobs");
        if (value.isBoolean()) {
            return value.asBoolean() ? root.path("top_logprobs").asInt(0) : -1;
        }
        return value.isIntegralNumber() ? value.asInt() : -1;
    }

    private static List<String> stops(JsonNode stop) {
        List<String> stops = new ArrayList<>();
        if (stop.isTextual()) {
            stops.add(stop.asText());
        }
        for (JsonNode one : stop) {
            stops.add(one.asText());
        }
        stops.removeIf(String::isEmpty);
        return stops;
    }

    private static boolean flag(JsonNode node, String name) {
        JsonNode value = node.path(name);
        if (value.isMissingNode() || value.isNull()) {
            return false;
        }
        if (!value.isBoolean()) {
            throw HttpProblem.badRequest(name + " must be true or false, not " + value + ".", name);
        }
        return value.asBoolean();
    }

    private static int integer(JsonNode node, String name, int absent, int least) {
        JsonNode value = node.path(name);
        if (value.isMissingNode() || value.isNull()) {
            return absent;
        }
        if (!value.isIntegralNumber() || !value.canConvertToInt() || value.asInt() < least) {
            throw HttpProblem.badRequest(
                    name + " must be a whole number of at least " + least + ", not " + value + ".", name);
        }
        return value.asInt();
    }
}
