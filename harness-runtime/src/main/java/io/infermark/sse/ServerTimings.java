package io.infermark.sse;

/**
 * What the server says of its own work on the request ({@code timings} of llama.cpp). Neither time includes queueing. With several choices: of the last one to finish.
 *
 * @param promptTokens prompt tokens that were computed, cached ones excluded; -1 if not said
 * @param promptNanos time of the prefill; -1 if not said
 * @param predictedTokens generated tokens; -1 if not said
 * @param predictedNanos time from the first token to the last; -1 if not said
 */
public record ServerTimings(int promptTokens, long promptNanos, int predictedTokens, long predictedNanos) {}
