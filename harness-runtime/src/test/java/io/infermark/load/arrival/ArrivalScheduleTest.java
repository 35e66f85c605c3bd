package io.infermark.load.arrival;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ArrivalScheduleTest {
    @TempDir
    Path folder;

    static Stream<ArrivalProcess> processes() {
        return Stream.of(
                new ArrivalProcess.Constant(333),
                new ArrivalProcess.Poisson(100),
                new ArrivalProcess.Gamma(100, 0.25),
                new ArrivalProcess.Gamma(100, 4),
                new ArrivalProcess.Ramp(0, 200, Duration.ofSeconds(2)),
                new ArrivalProcess.Ramp(200, 20, Duration.ofSeconds(2)),
                new ArrivalProcess.Steps(List.of(
                        new ArrivalProcess.Step(10, Duration.ofSeconds(1)),
                        new ArrivalProcess.Step(100, Duration.ofSeconds(1)))));
    }

    @ParameterizedTest
    @MethodSource("processes")
    void startsAtZeroAscendsAndRepeatsForItsSeed(ArrivalProcess process) {
        ArrivalSchedule schedule = ArrivalSchedule.ofRequests(process, 2000, 7);
        assertThat(schedule.size()).isEqualTo(2000);
        assertThat(schedule.offsetNanos(0)).isZero();
        for (int i = 1; i < schedule.size(); i++) {
            assertThat(schedule.offsetNanos(i)).isGreaterThanOrEqualTo(schedule.offsetNanos(i - 1));
        }
        assertThat(ArrivalSchedule.ofRequests(process, 2000, 7)).isEqualTo(schedule);
    }

    @ParameterizedTest
    @MethodSource("processes")
    void timeBoundIsAPrefixOfTheRequestBound(ArrivalProcess process) {
        ArrivalSchedule byTime = ArrivalSchedule.ofTime(process, Duration.ofSeconds(3), 11);
        ArrivalSchedule byRequests = ArrivalSchedule.ofRequests(process, byTime.size() + 1, 11);
        assertThat(ArrivalSchedule.ofRequests(process, byTime.size(), 11)).isEqualTo(byTime);
        assertThat(byTime.offsetNanos(byTime.size() - 1)).isLessThan(3_000_000_000L);
        assertThat(byRequests.offsetNanos(byTime.size())).isGreaterThanOrEqualTo(3_000_000_000L);
    }

    @ParameterizedTest
    @MethodSource("processes")
    void writtenAndReadAgainItIsTheSame(ArrivalProcess process) throws IOException {
        Path file = folder.resolve("trace");
        ArrivalSchedule schedule = ArrivalSchedule.ofRequests(process, 500, 3);
        schedule.write(file);
        assertThat(ArrivalSchedule.read(file)).isEqualTo(schedule);
    }

    @Test
    void seedsDiffer() {
        ArrivalProcess process = new ArrivalProcess.Poisson(100);
        assertThat(ArrivalSchedule.ofRequests(process, 10, 1)).isNotEqualTo(ArrivalSchedule.ofRequests(process, 10, 2));
    }

    /** Frozen: a change of these numbers means that results of the past can no longer be replayed. */
    @Test
    void scheduleOfASeedIsFrozen() {
        ArrivalSchedule poisson = ArrivalSchedule.ofRequests(new ArrivalProcess.Poisson(100), 5, 42);
        ArrivalSchedule gamma = ArrivalSchedule.ofRequests(new ArrivalProcess.Gamma(100, 0.5), 5, 42);
        assertThat(offsets(poisson)).containsExactly(FROZEN_POISSON);
        assertThat(offsets(gamma)).containsExactly(FROZEN_GAMMA);
    }

    private static final long[] FROZEN_POISSON = {0, 13531105, 15273573, 18539203, 22758056};
    private static final long[] FROZEN_GAMMA = {0, 694078, 32254201, 47906254, 54825313};

    private static long[] offsets(ArrivalSchedule schedule) {
        long[] offsets = new long[schedule.size()];
        for (int i = 0; i < offsets.length; i++) {
            offsets[i] = schedule.offsetNanos(i);
        }
        return offsets;
    }

    @Test
    void constantGapsAddUpWithoutDrift() {
        ArrivalSchedule schedule = ArrivalSchedule.ofRequests(new ArrivalProcess.Constant(3), 3_000_001, 0);
        assertThat(schedule.offsetNanos(3_000_000)).isEqualTo(1_000_000L * 1_000_000_000L);
        assertThat(schedule.realisedRate()).isCloseTo(3, within(1e-9));
    }

    @ParameterizedTest
    @ValueSource(doubles = {0.25, 0.5, 1, 2, 8})
    void gammaHasTheMeanAndSpreadOfItsShape(double shape) {
        int n = 200_000;
        ArrivalSchedule schedule = ArrivalSchedule.ofRequests(new ArrivalProcess.Gamma(50, shape), n, 5);
        double mean = schedule.offsetNanos(n - 1) / 1e9 / (n - 1);
        double squares = 0;
        for (int i = 1; i < n; i++) {
            double gap = (schedule.offsetNanos(i) - schedule.offsetNanos(i - 1)) / 1e9;
            squares += (gap - mean) * (gap - mean);
        }
        double variation = Math.sqrt(squares / (n - 1)) / mean;
        // Five standard errors of a mean of n gaps; the coefficient of variation of a gamma gap is 1/√shape.
        assertThat(mean).isCloseTo(0.02, within(5 * 0.02 / Math.sqrt(shape * n)));
        assertThat(variation).isCloseTo(1 / Math.sqrt(shape), within(0.05 / Math.sqrt(shape)));
    }

    @Test
    void poissonIsNotRescaledToItsRate() {
        int n = 400;
        double sum = 0;
        double squares = 0;
        for (int seed = 0; seed < 300; seed++) {
            double span = ArrivalSchedule.ofRequests(new ArrivalProcess.Poisson(100), n + 1, seed)
                            .offsetNanos(n)
                    / 1e9;
            sum += span;
            squares += span * span;
        }
        double mean = sum / 300;
        double deviation = Math.sqrt(squares / 300 - mean * mean);
        assertThat(mean).isCloseTo(4, within(0.06));
        // A sum of n exponential gaps spreads by mean/√n; a rescaled one would not spread at all.
        assertThat(deviation).isCloseTo(4 / Math.sqrt(n), within(0.04));
    }

    @Test
    void rampReachesItsRateAndKeepsIt() {
        ArrivalSchedule schedule = ArrivalSchedule.ofTime(
                new ArrivalProcess.Ramp(0, 100, Duration.ofSeconds(10)), Duration.ofSeconds(20), 0);
        // ∫ = 500 arrivals in the ramp and 1,000 after it.
        assertThat(schedule.size()).isBetween(1499, 1501);
        assertThat(schedule.offsetNanos(501) - schedule.offsetNanos(500)).isCloseTo(10_000_000L, within(2L));
        assertThat(schedule.offsetNanos(125)).isCloseTo(5_000_000_000L, within(2L));
    }

    @Test
    void stepsChangeTheRateAtTheirTime() {
        ArrivalSchedule schedule = ArrivalSchedule.ofTime(
                new ArrivalProcess.Steps(List.of(
                        new ArrivalProcess.Step(10, Duration.ofSeconds(1)),
                        new ArrivalProcess.Step(100, Duration.ofSeconds(1)),
                        new ArrivalProcess.Step(1, Duration.ofSeconds(1)))),
                Duration.ofSeconds(5),
                0);
        assertThat(schedule.size()).isEqualTo(113);
        assertThat(schedule.offsetNanos(10)).isEqualTo(1_000_000_000L);
        assertThat(schedule.offsetNanos(110)).isEqualTo(2_000_000_000L);
        assertThat(schedule.offsetNanos(112)).isEqualTo(4_000_000_000L);
    }

    @Test
    void traceIsRelativeToItsFirstInstantAndKnowsComments() throws IOException {
        Path file = folder.resolve("trace");
        Files.writeString(file, "# recorded\n10.5\n\n10.500000001 # twice\n12\n");
        ArrivalSchedule trace = ArrivalSchedule.read(file);
        assertThat(offsets(trace)).containsExactly(0, 1, 1_500_000_000L);
        ArrivalProcess process = new ArrivalProcess.Trace(trace);
        assertThat(ArrivalSchedule.ofRequests(process, 2, 0).size()).isEqualTo(2);
        assertThat(ArrivalSchedule.ofTime(process, Duration.ofSeconds(1), 0).size())
                .isEqualTo(2);
        assertThatThrownBy(() -> ArrivalSchedule.ofRequests(process, 4, 0)).hasMessageStartingWith("[TraceShort]");
    }

    @Test
    void badTracesNameTheLine() throws IOException {
        Path file = folder.resolve("trace");
        Files.writeString(file, "1\nsoon\n");
        assertThatThrownBy(() -> ArrivalSchedule.read(file))
                .hasMessageStartingWith("[TraceMalformed] line 2")
                .hasMessageContaining("soon");
        Files.writeString(file, "2\n1\n");
        assertThatThrownBy(() -> ArrivalSchedule.read(file)).hasMessageStartingWith("[TraceDescends] instant 2");
        Files.writeString(file, "# nothing\n");
        assertThatThrownBy(() -> ArrivalSchedule.read(file)).hasMessageStartingWith("[ScheduleEmpty]");
    }

    @Test
    void impossibleProcessesAreRefused() {
        assertThatThrownBy(() -> new ArrivalProcess.Constant(0)).hasMessageStartingWith("[RateNotPositive]");
        assertThatThrownBy(() -> new ArrivalProcess.Poisson(Double.NaN)).hasMessageStartingWith("[RateNotPositive]");
        assertThatThrownBy(() -> new ArrivalProcess.Gamma(1, 0)).hasMessageStartingWith("[BurstinessNotPositive]");
        assertThatThrownBy(() -> new ArrivalProcess.Ramp(1, 2, Duration.ZERO)).hasMessageStartingWith("[RampEmpty]");
        assertThatThrownBy(() -> new ArrivalProcess.Steps(List.of())).hasMessageStartingWith("[StepsEmpty]");
        assertThatThrownBy(() -> ArrivalSchedule.ofRequests(new ArrivalProcess.Constant(1), 0, 0))
                .hasMessageStartingWith("[ScheduleEmpty]");
    }
}
