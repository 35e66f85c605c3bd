package io.infermark.metric;

import org.jspecify.annotations.Nullable;

/**
 * Requests that met every bound, over attempts: a failed request is a miss.
 *
 * <p>The limit of one request is the loosest bound of the metric. Bounds are inclusive. A request for which a bounded metric is undefined (TPOT of a single token) cannot be
 * shown to meet it and is no good one. ITL of one request is its mean: the gap between first and last event ÷ tokens after the first event.
 *
 * @param good requests that met every bound
 * @param attempts requests that have a record
 * @param undecided requests that missed only because a bounded metric is undefined for them
 * @param share good ÷ attempts; null without attempts
 * @param requests good requests that completed within the window, a second; null if the window is too short for a rate
 */
public record Goodput(
        int good,
        int attempts,
        int undecided,
        @Nullable Double share,
        @Nullable Double requests) {}
