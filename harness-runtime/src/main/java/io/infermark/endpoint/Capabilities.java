package io.infermark.endpoint;

/**
 * What a server takes beyond the plainest request.
 *
 * @param tokenIdPrompts {@code prompt} of completions may be an array of token ids
 * @param includeUsage {@code stream_options.include_usage}
 * @param continuousUsage {@code stream_options.continuous_usage_stats}: each event carries the running count
 * @param returnTokenIds {@code return_token_ids}: each event carries the ids of its tokens
 * @param ignoreEos {@code ignore_eos}: outputs have the length asked for
 * @param minTokens {@code min_tokens}
 * @param cachePrompt {@code cache_prompt: false} keeps a request off the prefix cache
 * @param tokenize form of its tokenize endpoint
 */
public record Capabilities(
        boolean tokenIdPrompts,
        boolean includeUsage,
        boolean continuousUsage,
        boolean returnTokenIds,
        boolean ignoreEos,
        boolean minTokens,
        boolean cachePrompt,
        TokenizeShape tokenize) {
    /** What the OpenAI API itself has. */
    public static final Capabilities STANDARD =
            new Capabilities(true, true, false, false, false, false, false, TokenizeShape.NONE);

    /** Whether an output of a fixed length can be enforced. */
    public boolean fixedOutputLength() {
        return ignoreEos || minTokens;
    }

    Capabilities withTokenIdPrompts(boolean value) {
        return new Capabilities(
                value, includeUsage, continuousUsage, returnTokenIds, ignoreEos, minTokens, cachePrompt, tokenize);
    }

    Capabilities withIncludeUsage(boolean value) {
        return new Capabilities(
                tokenIdPrompts,
                value,
                continuousUsage && value,
                returnTokenIds,
                ignoreEos,
                minTokens,
                cachePrompt,
                tokenize);
    }

    Capabilities withContinuousUsage(boolean value) {
        return new Capabilities(
                tokenIdPrompts, includeUsage, value, returnTokenIds, ignoreEos, minTokens, cachePrompt, tokenize);
    }

    Capabilities withReturnTokenIds(boolean value) {
        return new Capabilities(
                tokenIdPrompts, includeUsage, continuousUsage, value, ignoreEos, minTokens, cachePrompt, tokenize);
    }

    Capabilities withIgnoreEos(boolean value) {
        return new Capabilities(
                tokenIdPrompts, includeUsage, continuousUsage, returnTokenIds, value, minTokens, cachePrompt, tokenize);
    }

    Capabilities withTokenize(TokenizeShape value) {
        return new Capabilities(
                tokenIdPrompts,
                includeUsage,
                continuousUsage,
                returnTokenIds,
                ignoreEos,
                minTokens,
                cachePrompt,
                value);
    }

    /** The same without anything that is not in the OpenAI API. */
    Capabilities standardOnly() {
        return new Capabilities(tokenIdPrompts, includeUsage, false, false, false, false, false, tokenize);
    }
}
