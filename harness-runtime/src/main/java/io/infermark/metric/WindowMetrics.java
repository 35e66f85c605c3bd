package io.infermark.metric;

import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The figures of one load window. Latencies are in milliseconds and over complete requests only; see {@link Counts} for the others.
 *
 * <p>A <em>token event</em> is a server-sent event with at least one token of any kind; see {@link io.infermark.record.RequestRecord}.
 *
 * @param ttftMs time to first token: first token event of any kind
 * @param ttfatMs time to first answer token: first token event that is no reasoning
 * @param firstVisibleMs first event with text that a user sees
 * @param tpotMs time per output token of a request: {@code (last − first token event) / (n − n_first)}, with n the request's output tokens and {@code n_first} those of its first
 *     event where they are known, else 1. Undefined, counted and left out if n is below {@code n_first + 1}
 * @param itlMs inter-token latency: gap between token events ÷ tokens of the later one, weighted by those tokens; only if every request has exact tokens per event
 * @param iclMs inter-chunk latency: gap between token events, whatever they hold; what a user sees
 * @param e2elMs end-to-end latency: last token event; neither a late usage line nor a late {@code [DONE]} is in it
 * @param streamCloseMs end of the answer: {@code [DONE]} or end of stream
 * @param clientDelayMs sent − intended
 * @param throughput over the window without the drain, the headline: from the first due request until the source had no next one
 * @param steady from the first full load until the source had no next request: without ramp and drain; null if there is no such stretch
 * @param wholeRun from the first due request until the last one ended, drain included
 * @param interactivity tokens a second and user: 1 ÷ median TPOT, not the mean of inverses
 * @param inputTokens ISL achieved, by the server's usage
 * @param outputTokens OSL achieved
 * @param slo one verdict a bound; empty if none is declared
 * @param connections what carried the requests
 * @param absent figures that could not be supported, by component name, with the reason
 * @param telemetry what GPUs, host and engine said of themselves; null for warm-up and pooled windows, and where nothing was asked
 */
public record WindowMetrics(
        Counts counts,
        StartLatency ttftMs,
        StartLatency ttfatMs,
        StartLatency firstVisibleMs,
        Distribution tpotMs,
        Distribution itlMs,
        Distribution iclMs,
        StartLatency e2elMs,
        StartLatency streamCloseMs,
        Distribution clientDelayMs,
        Throughput throughput,
        @Nullable Throughput steady,
        Throughput wholeRun,
        @Nullable Double interactivity,
        LoadDelivery load,
        TokenCounts tokens,
        Distribution inputTokens,
        Distribution outputTokens,
        @Nullable Goodput goodput,
        List<SloVerdict> slo,
        ConnectionFigures connections,
        SortedMap<String, String> absent,
        @Nullable WindowTelemetry telemetry) {
    public WindowMetrics {
        Objects.requireNonNull(counts, "a window without counts");
        slo = List.copyOf(slo);
        // Files of before this was kept do not have it.
        connections = Objects.requireNonNullElse(connections, ConnectionFigures.UNKNOWN);
        absent = Collections.unmodifiableSortedMap(new TreeMap<>(absent));
    }

    /** The same figures with telemetry beside them. */
    public WindowMetrics with(@Nullable WindowTelemetry beside) {
        return new WindowMetrics(
                counts,
                ttftMs,
                ttfatMs,
                firstVisibleMs,
                tpotMs,
                itlMs,
                iclMs,
                e2elMs,
                streamCloseMs,
                clientDelayMs,
                throughput,
                steady,
                wholeRun,
                interactivity,
                load,
                tokens,
                inputTokens,
                outputTokens,
                goodput,
                slo,
                connections,
                absent,
                beside);
    }

    /** The energy of the window; null unless it is sound. */
    public @Nullable GpuEnergy energy() {
        return telemetry == null ? null : telemetry.energy();
    }
}
