package io.infermark.endpoint;

import io.infermark.api.Protocol;
import io.infermark.model.EndpointSpec;
import io.infermark.model.WorkloadSpec;
import io.infermark.prompt.InferencexPrompts;
import io.infermark.prompt.LocalTokenizer;
import io.infermark.prompt.PromptException;
import io.infermark.prompt.PromptSource;
import io.infermark.prompt.TokenIdPrompts;
import io.infermark.prompt.WordPrompts;
import io.infermark.spi.Endpoint;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The best prompts that an endpoint allows.
 *
 * @param source to be used for all windows
 * @param notes why it is not a better one, a sentence each
 */
public record EndpointPrompts(PromptSource source, List<String> notes) {
    public EndpointPrompts {
        notes = List.copyOf(notes);
    }

    /**
     * Chooses, in this order: token ids where completions take them; text counted by {@code tokenizer}; text counted by the server; text of an estimated length, with a note.
     *
     * <p>Asks the server up to about a thousand short questions where its tokenizer is used, none otherwise. Nothing is asked later.
     *
     * @param tokenizer path of a {@code tokenizer.json} or of its folder; null: none
     * @param nativeCache where the tokenizer library's native part is unpacked
     * @throws PromptException if the local tokenizer cannot be used
     */
    public static EndpointPrompts open(
            Endpoint endpoint,
            EndpointFacts facts,
            SecretStore secrets,
            ProbeOptions options,
            @Nullable Path tokenizer,
            Path nativeCache) {
        boolean completions = endpoint.options().protocol() == Protocol.COMPLETIONS;
        if (completions && facts.capabilities().tokenIdPrompts()) {
            return new EndpointPrompts(ids(facts, tokenizer, nativeCache), List.of());
        }
        if (tokenizer != null) {
            try (LocalTokenizer local = LocalTokenizer.open(tokenizer, nativeCache)) {
                return new EndpointPrompts(WordPrompts.exact(local, completions), List.of());
            }
        }
        TokenizeShape shape = facts.capabilities().tokenize();
        if (shape == TokenizeShape.NONE) {
            return new EndpointPrompts(
                    WordPrompts.estimate(),
                    List.of("the server takes no token ids and has no tokenize endpoint, and no tokenizer is named:"
                            + " the lengths of prompts are estimates"));
        }
        EndpointSpec spec = endpoint.options();
        EndpointQuestions http =
                new EndpointQuestions(EndpointTls.of(spec), RequestHeaders.of(spec, secrets), secrets, options);
        RequestUris uris = new RequestUris(endpoint.urls().get(0), spec.basePath(), secrets);
        try {
            return new EndpointPrompts(
                    WordPrompts.exact(new ServerTokenizer(http, uris, shape, facts.model()), completions), List.of());
        } catch (PromptException e) {
            return new EndpointPrompts(
                    WordPrompts.estimate(), List.of("the lengths of prompts are estimates: " + e.getMessage()));
        }
    }

    /**
     * The prompts of InferenceX's client: texts where a tokenizer is named, else ids where completions take them.
     *
     * @param prompts of a measured window
     * @param tokenizer path of a {@code tokenizer.json} or of its folder; null: none
     * @throws PromptException {@code [CompatTokenizer]} if there is neither
     */
    public static EndpointPrompts inferencex(
            Endpoint endpoint,
            EndpointFacts facts,
            WorkloadSpec workload,
            int prompts,
            @Nullable Path tokenizer,
            Path nativeCache) {
        if (tokenizer != null) {
            LocalTokenizer local = LocalTokenizer.open(tokenizer, nativeCache);
            return new EndpointPrompts(
                    InferencexPrompts.ofTexts(prompts, workload.isl(), workload.osl(), workload.rangeRatio(), local),
                    List.of());
        }
        if (endpoint.options().protocol() == Protocol.COMPLETIONS
                && facts.capabilities().tokenIdPrompts()) {
            int vocabulary = facts.tokenIdRange().get(1);
            return new EndpointPrompts(
                    InferencexPrompts.ofIds(prompts, workload.isl(), workload.osl(), workload.rangeRatio(), vocabulary),
                    List.of("compatible mode without a tokenizer: prompts are ids below " + vocabulary
                            + " and not the texts that the client would have made of them"));
        }
        throw new PromptException(
                "CompatTokenizer",
                "-compat inferencex sends texts that only the model's tokenizer makes, and none is named"
                        + (endpoint.options().protocol() == Protocol.CHAT
                                ? "."
                                : "; the server takes no token ids in their place.")
                        + " Name its tokenizer.json with @Model(tokenizer = …), or with -tokenizer where there is no class.");
    }

    private static TokenIdPrompts ids(EndpointFacts facts, @Nullable Path tokenizer, Path nativeCache) {
        int first = facts.tokenIdRange().get(0);
        int end = facts.tokenIdRange().get(1);
        if (tokenizer != null) {
            try (LocalTokenizer local = LocalTokenizer.open(tokenizer, nativeCache)) {
                TokenIdPrompts ordinary = local.tokenIdPrompts();
                return TokenIdPrompts.inRange(Math.max(first, ordinary.first()), Math.min(end, ordinary.end()));
            }
        }
        return TokenIdPrompts.inRange(first, end);
    }
}
