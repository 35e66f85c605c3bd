package io.infermark.agentic;

import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;

/**
 * One finished request of a session. What the client did not state is null.
 *
 * @param itlMillis mean gap between the tokens of the answer
 * @param fullResponseItlMillis the same with reasoning and tool calls counted as tokens of the answer
 */
public record SessionRequest(
        @Nullable Long startNanos,
        @Nullable Long endNanos,
        @Nullable Double ttftMillis,
        @Nullable Double latencyMillis,
        @Nullable Double itlMillis,
        @Nullable Double fullResponseItlMillis,
        @Nullable Long inputTokens,
        @Nullable Long outputTokens) {

    /** Reads a record of the client's export. */
    public static SessionRequest of(JsonNode entry) {
        return new SessionRequest(
                stamp(entry, "request_start_ns"),
                stamp(entry, "request_end_ns"),
                metric(entry, "time_to_first_token"),
                metric(entry, "request_latency"),
                metric(entry, "inter_token_latency"),
                metric(entry, "full_response_inter_token_latency"),
                tokens(entry, "input_sequence_length"),
                tokens(entry, "output_sequence_length"));
    }

    /** A stamp of 0 counts as absent, as it does upstream. */
    private static @Nullable Long stamp(JsonNode entry, String name) {
        long nanos = entry.path("metadata").path(name).asLong(0);
        return nanos == 0 ? null : nanos;
    }

    private static @Nullable Double metric(JsonNode entry, String name) {
        JsonNode metric = entry.path("metrics").path(name);
        JsonNode value = metric.isObject() ? metric.path("value") : metric;
        return value.isNumber() && Double.isFinite(value.doubleValue()) ? value.doubleValue() : null;
    }

    private static @Nullable Long tokens(JsonNode entry, String name) {
        Double value = metric(entry, name);
        return value == null ? null : value.longValue();
    }
}
