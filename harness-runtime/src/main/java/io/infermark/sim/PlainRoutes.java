package io.infermark.sim;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import org.jspecify.annotations.Nullable;

/** The routes without a stream, and the checks before any route; loop-confined. */
final class PlainRoutes {
    /** A whole answer. */
    record Answer(int status, String contentType, String body) {}

    static final String VERSION = "0.1.0-sim";
    private static final String JSON = "application/json";

    private final LoopState loop;
    private final Metrics metrics;
    private final Embeddings embeddings;
    private final long readyAtNanos;

    PlainRoutes(LoopState loop) {
        this.loop = loop;
        this.metrics = new Metrics(loop);
        this.embeddings = new Embeddings(loop);
        this.readyAtNanos =
                loop.startNanos + loop.config.listening().startupDelay().toNanos();
    }

    /** The {@code Server} header. */
    String serverName() {
        return switch (loop.config.serving().dialect()) {
            case LLAMACPP -> "llama.cpp";
            case VLLM, SGLANG, TRTLLM -> "uvicorn";
        };
    }

    void checkReady() {
        boolean neverReady = !loop.config.listening().startupFailure().isEmpty();
        if (neverReady || System.nanoTime() - readyAtNanos < 0) {
            throw new HttpProblem(503, "ServiceUnavailable", "Loading model", null);
        }
    }

    void checkKey(@Nullable String authorization) {
        if (loop.apiKey.isEmpty()) {
            return;
        }
        byte[] wanted = ("Bearer " + loop.apiKey).getBytes(StandardCharsets.UTF_8);
        byte[] given = authorization == null ? new byte[0] : authorization.getBytes(StandardCharsets.UTF_8);
        if (!MessageDigest.isEqual(wanted, given)) {
            throw new HttpProblem(401, "Unauthorized", "Invalid API Key", null);
        }
    }

    /** Checks that a model is served; llama.cpp accepts any name. */
    private void checkModel(@Nullable String model) {
        Serving serving = loop.config.serving();
        if (serving.dialect() == SimDialect.LLAMACPP
                || model == null
                || model.equals(serving.model())
                || serving.loras().contains(model)) {
            return;
        }
        StringBuilder aliases = new StringBuilder(serving.model());
        for (String lora : serving.loras()) {
            aliases.append(", ").append(lora);
        }
        throw new HttpProblem(
                404,
                "NotFoundError",
                "The model `" + model + "` does not exist. Valid aliases: " + aliases + ".",
                "model");
    }

    /** Checks model name and lengths of a generation. */
    void checkGeneration(GenerationRequest request) {
        Serving serving = loop.config.serving();
        boolean llama = serving.dialect() == SimDialect.LLAMACPP;
        checkModel(request.model());
        int most = serving.maxModelLen();
        for (int[] prompt : request.prompts()) {
            int output = Math.max(0, request.maxTokens());
            if (llama && prompt.length >= most) {
                throw HttpProblem.badRequest(
                        "request (" + prompt.length + " tokens) exceeds the available context size (" + most
                                + " tokens), try increasing it",
                        "input_tokens");
            }
            if (prompt.length >= most || (!llama && (long) prompt.length + output > most)) {
                throw HttpProblem.badRequest(
                        "This model's maximum context length is " + most + " tokens. However, you requested " + output
                                + " output tokens and your prompt contains " + prompt.length
                                + " input tokens, for a total of " + ((long) prompt.length + output)
                                + " tokens. Please reduce the length of the input prompt or the number of requested"
                                + " output tokens.",
                        "input_tokens");
            }
        }
    }

    Answer answer(String method, String path, byte[] body) {
        return switch (method + " " + path) {
            case "GET /health" ->
                new Answer(
                        200, JSON, loop.config.serving().dialect() == SimDialect.LLAMACPP ? "{\"status\":\"ok\"}" : "");
            case "GET /v1/models" -> new Answer(200, JSON, models());
            case "GET /version" ->
                new Answer(
                        200,
                        JSON,
                        "{\"version\":\"" + VERSION
                                + "\",\"provenance\":\"simulated\",\"simulator\":\"infermark-sim\",\"dialect\":\""
                                + loop.config.serving().dialect().optionName() + "\"}");
            case "GET /metrics" -> new Answer(200, "text/plain; version=0.0.4; charset=utf-8", metrics.text());
            case "POST /tokenize" -> new Answer(200, JSON, tokenize(body));
            case "POST /detokenize" -> new Answer(200, JSON, detokenize(body));
            case "POST /v1/embeddings" -> new Answer(200, JSON, embeddings(body));
            case "GET /v1/embeddings" ->
                throw new HttpProblem(405, "MethodNotAllowed", "Use POST for " + path + ".", null);
            case "GET /props" -> props(method, path);
            default -> throw notFound(method, path);
        };
    }

    private Answer props(String method, String path) {
        if (loop.config.serving().dialect() != SimDialect.LLAMACPP) {
            throw notFound(method, path);
        }
        ByteSink out = new ByteSink(256);
        out.ascii("{\"total_slots\":").number(loop.config.engine().maxNumSeqs());
        out.ascii(",\"model_path\":").jsonString(loop.config.serving().model());
        out.ascii(",\"default_generation_settings\":{\"n_ctx\":")
                .number(loop.config.serving().maxModelLen());
        out.ascii("},\"build_info\":\"" + StreamFormat.FINGERPRINT + "\",\"provenance\":\"simulated\"}");
        return new Answer(200, JSON, out.toString());
    }

    private static HttpProblem notFound(String method, String path) {
        return new HttpProblem(404, "NotFoundError", "No route " + method + " " + path + ".", null);
    }

    private String models() {
        Serving serving = loop.config.serving();
        ByteSink out = new ByteSink(512);
        out.ascii("{\"object\":\"list\",\"data\":[{\"id\":").jsonString(serving.model());
        out.ascii(",\"object\":\"model\",\"created\":").number(System.currentTimeMillis() / 1000);
        out.ascii(",\"owned_by\":\"infermark-sim (simulated)\",\"root\":").jsonString(serving.model());
        out.ascii(",\"parent\":null,\"max_model_len\":").number(serving.maxModelLen());
        out.ascii(",\"meta\":{\"n_vocab\":").number(serving.vocabulary());
        out.ascii(",\"n_ctx\":").number(serving.maxModelLen());
        out.ascii("},\"provenance\":\"simulated\"}");
        for (String lora : serving.loras()) {
            // As vLLM lists an adapter: with its base model, and without a length of its own. Its root is a path there.
            out.ascii(",{\"id\":").jsonString(lora);
            out.ascii(",\"object\":\"model\",\"created\":").number(System.currentTimeMillis() / 1000);
            out.ascii(",\"owned_by\":\"infermark-sim (simulated)\",\"root\":").jsonString(lora);
            out.ascii(",\"parent\":").jsonString(serving.model());
            out.ascii(",\"max_model_len\":null,\"provenance\":\"simulated\"}");
        }
        return out.ascii("]}").toString();
    }

    private String embeddings(byte[] body) {
        JsonNode root = loop.parser.json(body);
        String model = root.path("model").isTextual() ? root.path("model").asText() : null;
        checkModel(model);
        return embeddings.answer(root, loop.config.serving().answering(model));
    }

    private String tokenize(byte[] body) {
        int[] ids = loop.parser.toTokenize(loop.parser.json(body));
        ByteSink out = new ByteSink(ids.length * 6 + 64);
        if (loop.config.serving().dialect() == SimDialect.LLAMACPP) {
            out.ascii("{\"tokens\":");
            StreamFormat.putIds(ids, out);
        } else {
            out.ascii("{\"count\":").number(ids.length);
            out.ascii(",\"max_model_len\":").number(loop.config.serving().maxModelLen());
            out.ascii(",\"tokens\":");
            StreamFormat.putIds(ids, out);
        }
        return out.put('}').toString();
    }

    private String detokenize(byte[] body) {
        JsonNode root = loop.parser.json(body);
        String text = loop.tokenizer.decode(loop.parser.ids(root.path("tokens")));
        boolean llama = loop.config.serving().dialect() == SimDialect.LLAMACPP;
        ByteSink out = new ByteSink(text.length() * 2 + 32);
        out.ascii(llama ? "{\"content\":" : "{\"prompt\":").jsonString(text);
        return out.put('}').toString();
    }
}
