package io.infermark.endpoint;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Finds out which family a server is of, from the list of models and from routes that only some have. Only {@code GET}s of routes that change nothing, and none beyond the list of
 * models where that says who it is.
 */
final class DialectDetector {
    private final EndpointQuestions http;
    private final RequestUris uris;

    DialectDetector(EndpointQuestions http, RequestUris uris) {
        this.http = http;
        this.uris = uris;
    }

    /**
     * What the routes told.
     *
     * @param maxModelLen 0: nothing beyond the list of models
     */
    record Detected(Dialect dialect, String version, int slots, int maxModelLen, DeclaredProvenance provenance) {}

    Detected detect(EndpointQuestions.@Nullable Answer models, @Nullable Dialect forced) {
        String header = models == null ? "" : models.header(DeclaredProvenance.HEADER);
        DeclaredProvenance provenance =
                header.isEmpty() ? DeclaredProvenance.UNKNOWN : DeclaredProvenance.parse(header);
        Dialect dialect = forced != null ? forced : byList(models);
        if (dialect == null) {
            dialect = byRoutes();
        }
        if (dialect == null) {
            dialect = provenance.simulated() ? Dialect.SIM : Dialect.OPENAI;
        }
        return facts(dialect, provenance);
    }

    private static @Nullable Dialect byList(EndpointQuestions.@Nullable Answer models) {
        JsonNode json = models == null ? null : models.json();
        if (models == null || json == null) {
            return null;
        }
        JsonNode first = json.path("data").path(0);
        String owner = first.path("owned_by").asText("").toLowerCase(Locale.ROOT);
        return switch (owner) {
            case "vllm" -> Dialect.VLLM;
            case "sglang" -> Dialect.SGLANG;
            case "llamacpp" -> Dialect.LLAMA_CPP;
            case "tensorrt_llm" -> Dialect.TRTLLM;
            case "infermark" -> Dialect.SIM;
            case "nvidia" -> first.path("object").asText("").equals("object") ? Dialect.DYNAMO : null;
            default ->
                models.header("server").toLowerCase(Locale.ROOT).startsWith("llama.cpp") ? Dialect.LLAMA_CPP : null;
        };
    }

    private @Nullable Dialect byRoutes() {
        JsonNode info = json("info");
        if (info.has("model_id") && (info.has("max_total_tokens") || info.has("router"))) {
            return Dialect.TGI;
        }
        if (json("props").has("total_slots")) {
            return Dialect.LLAMA_CPP;
        }
        if (sglangInfo().has("version")) {
            return Dialect.SGLANG;
        }
        JsonNode health = json("health");
        if (health.has("endpoints") && health.has("instances")) {
            return Dialect.DYNAMO;
        }
        return http.get(uris.root("load_model")).status() == 405 ? Dialect.TRANSFORMERS : null;
    }

    private Detected facts(Dialect dialect, DeclaredProvenance provenance) {
        return switch (dialect) {
            case VLLM, TRTLLM, SIM ->
                new Detected(dialect, json("version").path("version").asText(""), 0, 0, provenance);
            case SGLANG -> new Detected(dialect, sglangInfo().path("version").asText(""), 0, 0, provenance);
            case LLAMA_CPP -> {
                JsonNode props = json("props");
                yield new Detected(
                        dialect,
                        props.path("build_info").asText(""),
                        props.path("total_slots").asInt(0),
                        props.path("default_generation_settings").path("n_ctx").asInt(0),
                        provenance);
            }
            case TGI -> {
                JsonNode info = json("info");
                yield new Detected(
                        dialect,
                        info.path("version").asText(""),
                        0,
                        info.path("max_total_tokens").asInt(0),
                        provenance);
            }
            case TRANSFORMERS, DYNAMO, OPENAI -> new Detected(dialect, "", 0, 0, provenance);
        };
    }

    private JsonNode sglangInfo() {
        JsonNode info = json("server_info");
        return info.has("version") ? info : json("get_server_info");
    }

    /** The route's JSON object, or a missing node where there is no such route. */
    private JsonNode json(String route) {
        EndpointQuestions.Answer answer = http.get(uris.root(route));
        JsonNode json = answer.ok() ? answer.json() : null;
        return json == null ? MissingNode.getInstance() : json;
    }
}
