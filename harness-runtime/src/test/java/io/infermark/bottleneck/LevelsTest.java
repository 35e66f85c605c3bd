package io.infermark.bottleneck;

import static org.assertj.core.api.Assertions.assertThat;

import io.infermark.metric.Level;
import io.infermark.metric.WindowTelemetry;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class LevelsTest {
    private static WindowTelemetry window(Map<String, Level> gpu, Map<String, Level> engine) {
        return new WindowTelemetry(
                null,
                new TreeMap<>(gpu),
                new TreeMap<>(),
                new TreeMap<>(engine),
                new TreeMap<>(),
                null,
                new TreeMap<>(),
                new TreeMap<>());
    }

    @Test
    void meanIsOverTheWindowsThatHaveTheLevel() {
        List<WindowTelemetry> windows = List.of(
                window(Map.of("utilization_percent", new Level(40, 90, 10)), Map.of("waiting", new Level(3, 9, 10))),
                window(Map.of("utilization_percent", new Level(60, 90, 10)), Map.of()));
        assertThat(Levels.gpuUtilisationPercent(windows)).isEqualTo(50);
        assertThat(Levels.waitingRequests(windows)).isEqualTo(3);
    }

    @Test
    void roomIsJudgedByTheFullestWindow() {
        List<WindowTelemetry> windows = List.of(
                window(Map.of(), Map.of("running", new Level(79, 128, 19), "kv_usage", new Level(0.35, 0.59, 19))),
                window(Map.of(), Map.of("running", new Level(80, 120, 19), "kv_usage", new Level(0.36, 0.61, 19))));
        assertThat(Levels.runningRequests(windows)).isEqualTo(128);
        assertThat(Levels.kvUsage(windows)).isEqualTo(0.61);
        assertThat(Levels.kvUsage(List.of(window(Map.of(), Map.of())))).isNull();
    }

    @Test
    void nothingSampledIsNoLevelAndNotNought() {
        assertThat(Levels.gpuUtilisationPercent(List.of())).isNull();
        assertThat(Levels.waitingRequests(List.of(window(Map.of(), Map.of())))).isNull();
    }
}
