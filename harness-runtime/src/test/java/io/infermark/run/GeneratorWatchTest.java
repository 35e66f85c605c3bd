package io.infermark.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.infermark.fork.FromGenerator;
import io.infermark.platform.HostView;
import java.lang.reflect.Proxy;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Queue;
import org.junit.jupiter.api.Test;

final class GeneratorWatchTest {
    private static final Map<String, Double> HEALTH =
            Map.of("windowMillis", 1000.0, "loopRunQueueMillis", 400.0, "loopCpuMillis", 300.0, "loopCore", 1.0);

    /** A host whose counters of cores are these, one after the other. */
    private static HostView host(String... looks) {
        Queue<String> left = new ArrayDeque<>(List.of(looks));
        return (HostView) Proxy.newProxyInstance(
                HostView.class.getClassLoader(),
                new Class<?>[] {HostView.class},
                (self, method, arguments) -> Optional.ofNullable(left.poll()));
    }

    private static FromGenerator.WindowEnded ended(boolean warmup) {
        return new FromGenerator.WindowEnded(warmup, 0, false, HEALTH);
    }

    @Test
    void aLoopWaitsForItsOwnProcessNoLongerThanThatRuns() {
        assertThat(GeneratorWatch.foreignWait(HEALTH, 1, 300.0)).hasValue(0.4);
        assertThat(GeneratorWatch.foreignWait(HEALTH, 1, 450.0).orElseThrow()).isCloseTo(0.25, within(1e-12));
        assertThat(GeneratorWatch.foreignWait(HEALTH, 1, 900.0)).hasValue(0);
        // Each of two loops can wait for the other one and for everything else of the process: 2 * 450 - 300 ms of the
        // 400 ms.
        assertThat(GeneratorWatch.foreignWait(HEALTH, 2, 450.0)).hasValue(0);
        assertThat(GeneratorWatch.foreignWait(HEALTH, 2, 300.0).orElseThrow()).isCloseTo(0.05, within(1e-12));
        assertThat(GeneratorWatch.foreignWait(HEALTH, 1, null)).isEmpty();
        assertThat(GeneratorWatch.foreignWait(Map.of("windowMillis", 1000.0), 1, 300.0))
                .isEmpty();
    }

    @Test
    void aWindowGetsTheStealOfTheHostAndOfTheLoopsCore() {
        HostView host = host(
                "cpu  0 0 0 100 0 0 0 0 0 0\ncpu0 0 0 0 50 0 0 0 0 0 0\ncpu1 0 0 0 50 0 0 0 0 0 0",
                "cpu  0 0 0 290 0 0 0 10 0 0\ncpu0 0 0 0 150 0 0 0 0 0 0\ncpu1 0 0 0 140 0 0 0 10 0 0");
        GeneratorWatch watch = new GeneratorWatch(OptionalLong.empty(), host, 1);
        assertThat(watch.window(() -> ended(false)).health())
                .containsAllEntriesOf(HEALTH)
                .containsEntry("hostStealShare", 0.05)
                .containsEntry("loopCoreStealShare", 0.1)
                .doesNotContainKey("loopForeignWaitShare");
        assertThat(watch.cost()).isEmpty();
    }

    @Test
    void aHostThatDoesNotCountLeavesTheWindowAsItIs() {
        GeneratorWatch watch = new GeneratorWatch(OptionalLong.empty(), host(), 1);
        assertThat(watch.window(() -> ended(false))).isEqualTo(ended(false));
    }

    @Test
    void whatEachPartTookIsAddedUpApart() {
        GeneratorWatch watch =
                new GeneratorWatch(OptionalLong.of(ProcessHandle.current().pid()), host(), 1);
        watch.opened(
                new FromGenerator.Opened("m", Map.of(), "ids", List.of(), Map.of("millis", 600.0, "cpuMillis", 0.0)));
        watch.calibration("CalibrationBefore", () -> burn(60));
        watch.window(() -> ended(true));
        watch.window(() -> {
            burn(120);
            return ended(false);
        });
        double first = watch.cost().getOrDefault("costWindowsCpuMillis", 0.0);
        watch.window(() -> {
            burn(120);
            return ended(false);
        });
        Map<String, Double> cost = watch.cost();
        assertThat(cost).containsEntry("costSelfWarmUpMillis", 600.0).containsKey("costStartCpuMillis");
        assertThat(cost.get("costCalibrationBeforeMillis")).isBetween(60.0, 5000.0);
        // The process may do more than this thread; its clock goes in steps of 10 ms.
        assertThat(cost.get("costCalibrationBeforeCpuMillis")).isGreaterThanOrEqualTo(40.0);
        assertThat(first).isGreaterThanOrEqualTo(100.0);
        assertThat(cost.get("costWindowsCpuMillis")).isGreaterThanOrEqualTo(first + 100);
        assertThat(cost.get("costWindowsMillis")).isGreaterThanOrEqualTo(240.0);
    }

    /** Processor time of this thread, so that a crowded machine does not matter. */
    private static void burn(long cpuMillis) {
        var threads = java.lang.management.ManagementFactory.getThreadMXBean();
        long end = threads.getCurrentThreadCpuTime() + cpuMillis * 1_000_000;
        while (threads.getCurrentThreadCpuTime() < end) {
            Thread.onSpinWait();
        }
    }
}
