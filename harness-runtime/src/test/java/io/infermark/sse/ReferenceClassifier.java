package io.infermark.sse;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.infermark.record.RequestRecord;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The slow opposite of the scanner, to check it by: whole text, lines by a regular expression, JSON trees, and the rules of counting written down a second time.
 */
final class ReferenceClassifier {
    /** Tokens and flags of one token event, and the number of the event with data that carried it, from 1. */
    record TokenEvent(int event, int tokens, int flags) {}

    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private final List<TokenEvent> tokenEvents = new ArrayList<>();
    private final Map<Integer, Integer> counted = new HashMap<>();
    private final Map<Integer, Boolean> uncounted = new HashMap<>();
    private final Map<Integer, Boolean> continuous = new HashMap<>();
    private final Set<Integer> finished = new HashSet<>();
    private boolean error;
    private boolean malformed;
    private int number;

    static ReferenceClassifier of(byte[] body) {
        ReferenceClassifier reference = new ReferenceClassifier();
        String text = new String(body, StandardCharsets.UTF_8);
        if (text.startsWith("\uFEFF")) {
            text = text.substring(1);
        }
        String name = "";
        StringBuilder data = new StringBuilder();
        boolean hasData = false;
        for (String line : (text + "\n\n").split("\r\n|\n|\r", -1)) {
            if (line.isEmpty()) {
                if (hasData && !reference.event(name, data.toString())) {
                    break;
                }
                reference.error |= !hasData && name.equals("error");
                name = "";
                data.setLength(0);
                hasData = false;
            } else if (line.startsWith("data:") || line.equals("data")) {
                data.append(hasData ? "\n" : "").append(value(line));
                hasData = true;
            } else if (line.startsWith("event:")) {
                name = value(line);
            } else if (line.startsWith("error:")) {
                reference.error = true;
            }
        }
        return reference;
    }

    List<TokenEvent> tokenEvents() {
        return tokenEvents;
    }

    boolean isError() {
        return error;
    }

    boolean isMalformed() {
        return malformed;
    }

    private static String value(String line) {
        String value =
                line.substring(Math.min(line.length(), line.indexOf(':') < 0 ? line.length() : line.indexOf(':') + 1));
        return value.startsWith(" ") ? value.substring(1) : value;
    }

    /** Whether the stream goes on. */
    private boolean event(String name, String data) {
        number++;
        String trimmed = data.strip();
        if (trimmed.equals("[DONE]")) {
            error |= name.equals("error");
            return false;
        }
        if (name.equals("error")) {
            error = true;
            return true;
        }
        if (trimmed.isEmpty()) {
            return true;
        }
        try {
            classify(JSON.readTree(trimmed));
        } catch (JsonProcessingException e) {
            malformed |= name.isEmpty() || name.equals("message");
        }
        return true;
    }

    private void classify(JsonNode root) {
        JsonNode stated = root.path("error");
        boolean none = stated.isMissingNode()
                || stated.isNull()
                || stated.equals(JSON.getNodeFactory().booleanNode(false));
        error |= !none && !(stated.isTextual() && stated.asText().isEmpty());
        error |= root.path("object").asText().equals("error");
        int running = count(root.at("/usage/completion_tokens"));
        running = running >= 0 ? running : count(root.at("/timings/predicted_n"));
        List<JsonNode> choices = new ArrayList<>();
        root.path("choices").forEach(choices::add);
        int tokens = 0;
        int flags = 0;
        boolean unknown = false;
        if (choices.isEmpty()) {
            Choice choice = nativeChoice(root);
            if (choice != null) {
                running = running >= 0 ? running : nativeCount(root);
                tokens = tokens(choice, running);
                flags = choice.flags();
            }
        }
        for (JsonNode node : choices) {
            Choice choice = choice(node);
            int own = tokens(choice, choices.size() == 1 ? running : -1);
            unknown |= own < 0;
            tokens += Math.max(0, own);
            flags |= choice.flags();
        }
        tokens = unknown ? -1 : tokens;
        if (tokens != 0) {
            tokenEvents.add(new TokenEvent(number, tokens, flags));
        }
    }

    private record Choice(int index, int flags, int ids, int entries, boolean finished) {
        boolean hasText() {
            return flags != 0;
        }
    }

    private int tokens(Choice choice, int running) {
        int before = counted.getOrDefault(choice.index(), 0);
        if (running >= 0 && !choice.finished()) {
            continuous.put(choice.index(), true);
        }
        boolean counts = running >= 0
                && !finished.contains(choice.index())
                && !uncounted.getOrDefault(choice.index(), false)
                && (continuous.getOrDefault(choice.index(), false) || choice.hasText());
        int exact = Math.max(choice.ids(), counts ? Math.max(0, running - before) : -1);
        if (choice.finished()) {
            finished.add(choice.index());
        }
        int tokens;
        if (exact > 0) {
            tokens = exact;
        } else if (exact == 0 && (before > 0 || !choice.hasText())) {
            tokens = 0;
        } else if (choice.entries() > 0) {
            tokens = choice.entries();
        } else {
            tokens = choice.hasText() ? -1 : 0;
        }
        if (tokens < 0) {
            uncounted.put(choice.index(), true);
        } else {
            counted.put(choice.index(), before + tokens);
        }
        return tokens;
    }

    private static Choice choice(JsonNode node) {
        JsonNode delta = node.path("delta");
        int flags = 0;
        if (hasText(node.path("text")) || hasText(delta.path("content")) || hasText(delta.path("refusal"))) {
            flags |= RequestRecord.VISIBLE;
        }
        if (hasText(delta.path("reasoning_content")) || hasText(delta.path("reasoning"))) {
            flags |= RequestRecord.VISIBLE | RequestRecord.REASONING;
        }
        List<JsonNode> functions =
                new ArrayList<>(List.of(delta.path("function_call"), delta.at("/tool_calls/function")));
        delta.path("tool_calls").forEach(call -> functions.add(call.path("function")));
        for (JsonNode function : functions) {
            if (hasText(function.path("name")) || hasText(function.path("arguments"))) {
                flags |= RequestRecord.TOOL;
            }
        }
        int entries = Math.max(
                length(node.path("logprobs").path("content")),
                length(node.path("logprobs").path("tokens")));
        return new Choice(
                node.has("index") ? count(node.path("index")) : 0,
                flags,
                length(node.path("token_ids")),
                entries,
                hasText(node.path("finish_reason")));
    }

    private static @Nullable Choice nativeChoice(JsonNode root) {
        JsonNode token = root.path("token");
        if (token.isObject()) {
            boolean visible =
                    hasText(token.path("text")) && !token.path("special").asBoolean();
            boolean finished = root.path("generated_text").isTextual()
                    || root.path("details").isObject();
            return new Choice(
                    0, visible ? RequestRecord.VISIBLE : 0, count(token.path("id")) >= 0 ? 1 : -1, -1, finished);
        }
        int index = root.has("index") ? count(root.path("index")) : 0;
        if (root.path("content").isTextual()) {
            return new Choice(
                    index,
                    hasText(root.path("content")) ? RequestRecord.VISIBLE : 0,
                    length(root.path("tokens")),
                    -1,
                    root.path("stop").asBoolean());
        }
        if (root.path("meta_info").isObject()) {
            JsonNode reason = root.at("/meta_info/finish_reason");
            return new Choice(
                    index,
                    hasText(root.path("text")) ? RequestRecord.VISIBLE : 0,
                    -1,
                    -1,
                    reason.isObject() || hasText(reason));
        }
        return null;
    }

    private static int nativeCount(JsonNode root) {
        int tokens = Math.max(count(root.path("tokens_predicted")), count(root.at("/meta_info/completion_tokens")));
        return Math.max(tokens, count(root.at("/details/generated_tokens")));
    }

    private static boolean hasText(JsonNode node) {
        return node.isTextual() ? !node.asText().isEmpty() : node.isArray() && !node.isEmpty();
    }

    private static int length(JsonNode node) {
        return node.isArray() ? node.size() : -1;
    }

    private static int count(JsonNode node) {
        return node.isNumber()
                        && node.asDouble() >= 0
                        && node.asDouble() <= 1 << 30
                        && node.asDouble() == Math.rint(node.asDouble())
                ? node.asInt()
                : -1;
    }
}
