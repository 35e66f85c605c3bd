package io.infermark.sim;

/**
 * What is served.
 *
 * @param model served model name
 * @param dialect whose shapes and names are spoken
 * @param seed seed of everything random
 * @param maxModelLen longest prompt plus output, tokens
 * @param vocabulary number of token ids
 * @param defaultMaxTokens output tokens when a request does not say
 */
public record Serving(
        String model, SimDialect dialect, long seed, int maxModelLen, int vocabulary, int defaultMaxTokens) {
    static Serving read(OptionReader reader) {
        return new Serving(
                reader.text(SimOption.MODEL),
                reader.choice(SimOption.DIALECT, SimDialect.class),
                reader.longInteger(SimOption.SEED),
                reader.integer(SimOption.MAX_MODEL_LEN, 2, 1 << 24),
                reader.integer(SimOption.VOCABULARY, SimTokenizer.LEAST_VOCABULARY, SimTokenizer.MOST_VOCABULARY),
                reader.integer(SimOption.DEFAULT_MAX_TOKENS, 1, 1 << 24));
    }
}
