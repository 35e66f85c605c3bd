package io.infermark.telemetry;

import java.util.List;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/**
 * What was read around and in a window while it went on.
 *
 * @param before the engine's page right before; null if there was none
 * @param during pages once a second, without {@code before} and {@code after}
 * @param after right after its last answer; null if the window did not end or there was none
 * @param cpuJoules by processor package
 */
record ObservedWindow(
        @Nullable EnginePage before,
        List<EnginePage> during,
        @Nullable EnginePage after,
        SortedMap<String, Double> cpuJoules) {
    ObservedWindow {
        during = List.copyOf(during);
    }
}
