package io.infermark.metric;

import org.jspecify.annotations.Nullable;

/**
 * Rates over a stretch of time. Only complete requests count: the tokens of a failed one were of no use to anybody.
 *
 * @param seconds length of the stretch
 * @param requests requests that completed in it, a second
 * @param inputTokens a second; a prompt counts at the request's first token, when its prefill is over; null without usage
 * @param outputTokens a second, by the arrival of their events; null if the tokens of some request are not known
 * @param totalTokens input and output
 * @param gpus GPUs that the per-GPU rates divide by; 0: not known
 */
public record Throughput(
        double seconds,
        @Nullable Double requests,
        @Nullable Double inputTokens,
        @Nullable Double outputTokens,
        @Nullable Double totalTokens,
        @Nullable Double inputTokensPerGpu,
        @Nullable Double outputTokensPerGpu,
        @Nullable Double totalTokensPerGpu,
        int gpus) {}
