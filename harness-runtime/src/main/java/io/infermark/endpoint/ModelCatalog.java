package io.infermark.endpoint;

import com.fasterxml.jackson.databind.JsonNode;
import io.infermark.model.Suggestion;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** What {@code /models} lists, in its order. */
public record ModelCatalog(List<ServedModel> models) {
    private static final List<String> LENGTH_FIELDS =
            List.of("max_model_len", "context_length", "context_window", "max_context_length");

    public ModelCatalog {
        models = List.copyOf(models);
    }

    static ModelCatalog read(JsonNode root) {
        List<ServedModel> models = new ArrayList<>();
        for (JsonNode entry : root.path("data")) {
            String id = entry.path("id").asText("");
            if (!id.isEmpty()) {
                List<String> aliases = new ArrayList<>();
                entry.path("aliases").forEach(alias -> aliases.add(alias.asText()));
                models.add(new ServedModel(
                        id,
                        aliases,
                        entry.path("owned_by").asText(""),
                        length(entry),
                        entry.path("meta")
                                .path("n_vocab")
                                .asInt(entry.path("vocab_size").asInt(0)),
                        entry.path("meta").path("n_params").asLong(0)));
            }
        }
        return new ModelCatalog(models);
    }

    private static int length(JsonNode entry) {
        for (String field : LENGTH_FIELDS) {
            if (entry.path(field).asInt(0) > 0) {
                return entry.path(field).asInt();
            }
        }
        return entry.path("meta").path("n_ctx").asInt(0);
    }

    /** Names, in order. */
    public List<String> names() {
        return models.stream().map(ServedModel::id).toList();
    }

    /**
     * The model that requests are for.
     *
     * @param asked its name; empty: the only one that is served
     * @param where the server, for messages
     * @throws EndpointException {@code [ModelNotServed]} if it is not served, {@code [ModelAmbiguous]} if none was asked for and several are, {@code [ModelNone]} if there is none at all
     */
    public ServedModel choose(String asked, String where) {
        if (!asked.isEmpty()) {
            return models.stream()
                    .filter(model -> model.named(asked))
                    .findFirst()
                    .orElseThrow(() -> EndpointException.endpoint(
                            "ModelNotServed",
                            where + " does not serve \"" + asked + "\"." + Suggestion.sentence(asked, names())
                                    + (models.isEmpty() ? " It serves nothing." : " It serves: " + listing() + ".")));
        }
        // A router may list a model once for each server that has it.
        if (names().stream().distinct().count() > 1) {
            throw EndpointException.endpoint(
                    "ModelAmbiguous",
                    where + " serves " + models.size() + " models: " + listing() + ". Name the one to measure.");
        }
        if (models.isEmpty()) {
            throw EndpointException.endpoint(
                    "ModelNone", where + " lists no model. Name the model, or wait until the server has loaded one.");
        }
        return models.get(0);
    }

    private String listing() {
        return names().stream().limit(20).collect(Collectors.joining(", ")) + (models.size() > 20 ? ", …" : "");
    }
}
