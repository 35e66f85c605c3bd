package io.infermark.bottleneck;

import io.infermark.metric.PointSummary;
import io.infermark.metric.Validity;
import io.infermark.metric.WindowMetrics;
import io.infermark.metric.WindowTelemetry;
import io.infermark.result.PointResult;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The figures of one point from which a bottleneck is read.
 *
 * @param ladder what it shares with the points that differ from it in concurrency alone
 * @param concurrency streams that were asked for
 * @param outputTokensPerSecond over all measured windows; null if unsupported
 * @param ttftMs median; null if unsupported
 * @param tpotMs median; null if unsupported
 * @param generatorFault what the load generator saw of its own lateness; empty: it was fit
 * @param gpuUtilisationPercent null: not sampled
 * @param waitingRequests inside the engine, mean; null: not sampled
 * @param runningRequests the most that ran at once inside the engine; null: not sampled
 * @param kvUsage the most of the KV cache that was in use, 0 to 1; null: not sampled
 */
record Evidence(
        String point,
        String ladder,
        int concurrency,
        @Nullable Double outputTokensPerSecond,
        @Nullable Double ttftMs,
        @Nullable Double tpotMs,
        String generatorFault,
        @Nullable Double gpuUtilisationPercent,
        @Nullable Double waitingRequests,
        @Nullable Double runningRequests,
        @Nullable Double kvUsage) {

    /** Empty for open loops, and for points without a measured window. */
    static Optional<Evidence> of(PointResult result) {
        PointSummary summary = result.summary();
        Integer concurrency = result.point().concurrency();
        if (summary == null || concurrency == null || result.point().requestsPerSecond() != null) {
            return Optional.empty();
        }
        WindowMetrics pooled = summary.pooled();
        List<WindowTelemetry> windows = Levels.windows(result);
        return Optional.of(new Evidence(
                result.point().id(),
                ladder(result),
                concurrency,
                pooled.throughput().outputTokens(),
                pooled.ttftMs().shown().p50(),
                pooled.tpotMs().p50(),
                result.validity().reasons().stream()
                        .filter(finding -> finding.code().equals(Validity.Code.GENERATOR_UNFIT.label()))
                        .map(Validity.Finding::message)
                        .distinct()
                        .collect(Collectors.joining("; ")),
                Levels.gpuUtilisationPercent(windows),
                Levels.waitingRequests(windows),
                Levels.runningRequests(windows),
                Levels.kvUsage(windows)));
    }

    private static String ladder(PointResult result) {
        Map<String, String> axes = new TreeMap<>(result.point().axes());
        axes.remove("conc");
        return result.point().benchmark() + axes + "#" + result.point().copy();
    }
}
