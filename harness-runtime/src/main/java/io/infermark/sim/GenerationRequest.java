package io.infermark.sim;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A parsed body of {@code /v1/completions} or {@code /v1/chat/completions}.
 *
 * @param chat which of the two
 * @param model requested model, null if it did not say
 * @param stream whether events were asked for
 * @param prompts token ids of each prompt
 * @param maxTokens output tokens asked for, -1 if it did not say
 * @param minTokens output tokens before a natural end may come
 * @param ignoreEos whether a natural end is ignored
 * @param includeUsage {@code stream_options.include_usage}
 * @param continuousUsage {@code stream_options.continuous_usage_stats}
 * @param returnTokenIds whether events carry token ids
 * @param logprobs number of top log probabilities, -1 for none
 * @param n choices for each prompt
 * @param seed sampling seed, null if it did not say
 * @param stop stop strings
 * @param progress llama.cpp's {@code return_progress}
 * @param timings llama.cpp's {@code timings_per_token}
 */
record GenerationRequest(
        boolean chat,
        @Nullable String model,
        boolean stream,
        List<int[]> prompts,
        int maxTokens,
        int minTokens,
        boolean ignoreEos,
        boolean includeUsage,
        boolean continuousUsage,
        boolean returnTokenIds,
        int logprobs,
        int n,
        @Nullable Long seed,
        List<String> stop,
        boolean progress,
        boolean timings) {}
