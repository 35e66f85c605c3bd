package io.infermark.bottleneck;

import io.infermark.metric.Level;
import io.infermark.metric.WindowMetrics;
import io.infermark.metric.WindowTelemetry;
import io.infermark.result.PointResult;
import java.util.List;
import java.util.Objects;
import java.util.OptionalDouble;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Levels that were sampled beside the load, over a point's measured windows: null where no window has them. */
final class Levels {
    private Levels() {}

    static List<WindowTelemetry> windows(PointResult point) {
        return point.trials().stream()
                .flatMap(trial -> trial.measured().stream())
                .map(iteration -> iteration.metrics())
                .map(WindowMetrics::telemetry)
                .filter(Objects::nonNull)
                .toList();
    }

    /** Mean utilisation of the point's GPUs, in percent. */
    static @Nullable Double gpuUtilisationPercent(List<WindowTelemetry> windows) {
        return mean(windows, window -> window.gpu().get("utilization_percent"));
    }

    /** Requests that waited inside the engine, mean. */
    static @Nullable Double waitingRequests(List<WindowTelemetry> windows) {
        return mean(windows, window -> window.engine().get("waiting"));
    }

    /** The most requests that ran at once inside the engine. */
    static @Nullable Double runningRequests(List<WindowTelemetry> windows) {
        return highest(windows, window -> window.engine().get("running"));
    }

    /** The most of the KV cache that was in use, 0 to 1. */
    static @Nullable Double kvUsage(List<WindowTelemetry> windows) {
        return highest(windows, window -> window.engine().get("kv_usage"));
    }

    private static @Nullable Double highest(
            List<WindowTelemetry> windows, Function<WindowTelemetry, @Nullable Level> level) {
        OptionalDouble highest = windows.stream()
                .map(level)
                .filter(Objects::nonNull)
                .mapToDouble(Level::max)
                .max();
        return highest.isPresent() ? Double.valueOf(highest.getAsDouble()) : null;
    }

    private static @Nullable Double mean(
            List<WindowTelemetry> windows, Function<WindowTelemetry, @Nullable Level> level) {
        OptionalDouble mean = windows.stream()
                .map(level)
                .filter(Objects::nonNull)
                .mapToDouble(Level::mean)
                .average();
        return mean.isPresent() ? Double.valueOf(mean.getAsDouble()) : null;
    }
}
