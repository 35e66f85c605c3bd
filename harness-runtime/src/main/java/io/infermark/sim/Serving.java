package io.infermark.sim;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is served.
 *
 * @param model served model name
 * @param loras names of further models, adapters of the served one
 * @param dialect whose shapes and names are spoken
 * @param seed seed of everything random
 * @param maxModelLen longest prompt plus output, tokens
 * @param vocabulary number of token ids
 * @param defaultMaxTokens output tokens when a request does not say
 * @param embeddingSize length of an embedding's vector
 */
public record Serving(
        String model,
        List<String> loras,
        SimDialect dialect,
        long seed,
        int maxModelLen,
        int vocabulary,
        int defaultMaxTokens,
        int embeddingSize) {
    public Serving {
        loras = List.copyOf(loras);
    }

    static Serving read(OptionReader reader) {
        String model = reader.text(SimOption.MODEL);
        SimDialect dialect = reader.choice(SimOption.DIALECT, SimDialect.class);
        List<String> loras = reader.names(SimOption.LORA);
        if (loras.contains(model)) {
            throw reader.bad(SimOption.LORA, SimOption.MODEL, "names other than that of the served model");
        }
        if (dialect == SimDialect.LLAMACPP && !loras.isEmpty()) {
            throw reader.bad(
                    SimOption.LORA,
                    SimOption.DIALECT,
                    "empty with dialect=llamacpp, whose server has no models by the name of an adapter");
        }
        return new Serving(
                model,
                loras,
                dialect,
                reader.longInteger(SimOption.SEED),
                reader.integer(SimOption.MAX_MODEL_LEN, 2, 1 << 24),
                reader.integer(SimOption.VOCABULARY, SimTokenizer.LEAST_VOCABULARY, SimTokenizer.MOST_VOCABULARY),
                reader.integer(SimOption.DEFAULT_MAX_TOKENS, 1, 1 << 24),
                reader.integer(SimOption.EMBEDDING_SIZE, 1, 1 << 16));
    }

    /** The model that answers as: the adapter that was asked for, else the served model. */
    String answering(@Nullable String asked) {
        return asked != null && loras.contains(asked) ? asked : model;
    }
}
