package io.infermark.compat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads an answer as the client does: a line at a time, only {@code data: } removed, everything else taken for JSON; every object with choices is an event, whatever it holds.
 *
 * <p>Not a parser of server-sent events, and meant not to be one. For whole lines after the run, not for the load path.
 */
public final class ClientStream {
    private final ClientBackend backend;
    private final List<Double> itl = new ArrayList<>();
    private final StringBuilder text = new StringBuilder();
    private JsonNode lastObject = MissingNode.getInstance();
    private boolean first = true;
    private double ttft;
    private double last;
    private @Nullable Integer outputTokens = 0;
    private @Nullable ClientException broken;

    /** A stream of a request that was answered with 200. */
    public ClientStream(ClientBackend backend) {
        this.backend = backend;
    }

    /** What the client keeps of an answer with another status: the reason phrase. */
    public static ClientAnswer refused(String reason) {
        return new ClientAnswer(false, 0, 0, 0, List.of(), "", reason);
    }

    /** One line, its line end included or not, at so many seconds after the start. */
    public void line(double seconds, String line) {
        String chunk = line.strip();
        if (broken != null || chunk.isEmpty() || (backend == ClientBackend.TGI && chunk.startsWith(":"))) {
            return;
        }
        boolean openAi = backend == ClientBackend.COMPLETIONS || backend == ClientBackend.CHAT;
        String prefix = openAi ? "data: " : "data:";
        String data = chunk.startsWith(prefix) ? chunk.substring(prefix.length()) : chunk;
        if (openAi && data.equals("[DONE]")) {
            // It is passed over, not obeyed: what comes after it counts.
            return;
        }
        try {
            object(seconds, PythonJson.parse(data));
        } catch (ClientException e) {
            broken = e;
        }
    }

    private void object(double seconds, JsonNode data) {
        switch (backend) {
            case COMPLETIONS -> completions(seconds, data);
            case CHAT -> chat(seconds, data);
            case TENSORRT_LLM -> {
                text.append(item(data, "text_output").asText());
                stamp(seconds, ttft == 0);
                last = seconds;
            }
            case TGI -> {
                lastObject = data;
                stamp(seconds, ttft == 0);
                last = seconds;
            }
            case DEEPSPEED_MII -> throw new IllegalStateException("deepspeed-mii does not stream");
        }
    }

    private void completions(double seconds, JsonNode data) {
        JsonNode choices = get(data, "choices");
        if (PythonText.truthy(choices)) {
            JsonNode piece = get(element(choices), "text");
            stamp(seconds, first);
            first = false;
            last = seconds;
            append(piece);
        } else {
            usage(data);
        }
    }

    private void chat(double seconds, JsonNode data) {
        JsonNode choices = get(data, "choices");
        if (PythonText.truthy(choices)) {
            JsonNode piece = get(item(element(choices), "delta"), "content");
            stamp(seconds, ttft == 0);
            append(piece);
        } else {
            usage(data);
        }
        last = seconds;
    }

    private void stamp(double seconds, boolean isFirst) {
        if (isFirst) {
            ttft = seconds;
        } else {
            itl.add(seconds - last);
        }
    }

    private void append(JsonNode piece) {
        if (PythonText.truthy(piece)) {
            if (!piece.isTextual()) {
                throw new ClientException(
                        "TypeError", "can only concatenate str (not \"" + PythonText.type(piece) + "\") to str");
            }
            text.append(piece.asText());
        }
    }

    private void usage(JsonNode data) {
        JsonNode usage = get(data, "usage");
        if (PythonText.truthy(usage)) {
            JsonNode tokens = get(usage, "completion_tokens");
            outputTokens = tokens.isNumber() ? tokens.asInt() : null;
        }
    }

    /** {@code value[0]}. */
    private static JsonNode element(JsonNode value) {
        if (value.isArray() && value.size() > 0) {
            return value.get(0);
        }
        if (value.isTextual() && !value.asText().isEmpty()) {
            String text = value.asText();
            return TextNode.valueOf(text.substring(0, text.offsetByCodePoints(0, 1)));
        }
        if (value.isArray() || value.isTextual()) {
            throw new ClientException("IndexError", (value.isArray() ? "list" : "string") + " index out of range");
        }
        throw value.isObject() ? new ClientException("KeyError", "0") : notSubscriptable(value);
    }

    private static ClientException notSubscriptable(JsonNode value) {
        return new ClientException("TypeError", "'" + PythonText.type(value) + "' object is not subscriptable");
    }

    private static JsonNode get(JsonNode data, String name) {
        if (!data.isObject()) {
            throw new ClientException(
                    "AttributeError", "'" + PythonText.type(data) + "' object has no attribute 'get'");
        }
        return data.path(name);
    }

    private static JsonNode item(JsonNode data, String name) {
        if (data.isObject() && !data.has(name)) {
            throw new ClientException("KeyError", "'" + name + "'");
        }
        if (data.isArray()) {
            throw new ClientException("TypeError", "list indices must be integers or slices, not str");
        }
        if (data.isTextual()) {
            throw new ClientException("TypeError", "string indices must be integers, not 'str'");
        }
        if (!data.isObject()) {
            throw notSubscriptable(data);
        }
        return data.path(name);
    }

    /** What is kept once the connection has ended. */
    public ClientAnswer end() {
        boolean tensorRt = backend == ClientBackend.TENSORRT_LLM;
        if (broken != null) {
            return failed(tensorRt ? text.toString() : "", 0, String.valueOf(broken.getMessage()));
        }
        if (backend == ClientBackend.COMPLETIONS && first) {
            return failed(
                    text.toString(),
                    last,
                    "Never received a valid chunk to calculate TTFT.This response will be marked as failed!");
        }
        if (backend == ClientBackend.TGI) {
            return tgiEnd();
        }
        return new ClientAnswer(true, last, outputTokens, ttft, List.copyOf(itl), text.toString(), "");
    }

    private ClientAnswer tgiEnd() {
        // Latency and success are set before the text is looked for, and only the success is taken back.
        try {
            if (lastObject.isMissingNode()) {
                throw new ClientException(
                        "UnboundLocalError",
                        "cannot access local variable 'data' where it is not associated with a value");
            }
            String generated = item(lastObject, "generated_text").asText();
            return new ClientAnswer(true, last, outputTokens, ttft, List.copyOf(itl), generated, "");
        } catch (ClientException e) {
            return failed("", last, String.valueOf(e.getMessage()));
        }
    }

    private ClientAnswer failed(String kept, double latency, String error) {
        return new ClientAnswer(false, latency, outputTokens, ttft, List.copyOf(itl), kept, error);
    }

    /** The answer of a backend that does not stream, whole at so many seconds. */
    public static ClientAnswer whole(double seconds, JsonNode body) {
        try {
            JsonNode texts = item(body, "text");
            return new ClientAnswer(
                    true, seconds, 0, 0, List.of(), element(texts).asText(), "");
        } catch (ClientException e) {
            return new ClientAnswer(false, seconds, 0, 0, List.of(), "", String.valueOf(e.getMessage()));
        }
    }
}
