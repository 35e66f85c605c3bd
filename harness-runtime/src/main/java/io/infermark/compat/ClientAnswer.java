package io.infermark.compat;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the client keeps of a request; times in seconds from its start.
 *
 * @param latency 0 for a failed one
 * @param outputTokens what a usage object without choices said: 0 if there was none, null if it held no count
 * @param ttft 0 if no event counted as the first; what was seen before a failure stays
 * @param itl gaps between events, not between tokens
 * @param error last line of the error; empty for a success
 */
public record ClientAnswer(
        boolean success,
        double latency,
        @Nullable Integer outputTokens,
        double ttft,
        List<Double> itl,
        String text,
        String error) {}
