package io.infermark.load.arrival;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.infermark.api.Arrival;
import io.infermark.model.ArrivalShape;
import io.infermark.model.Load;
import io.infermark.model.WindowBound;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
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
                ArrivalProcess.of(load(200, Arrival.RAMP, "0:2s")),
                ArrivalProcess.of(load(20, Arrival.RAMP, "10:2s")),
                ArrivalProcess.of(load(100, Arrival.STEPS, "0.1:1s,1:1s")));
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

    /** Frozen as well; the hash is that of 100,000 offsets. */
    @ParameterizedTest
    @CsvSource({
        "RAMP, 37.3, '0.1:3.7s', 1129460688, 28474651475, 476316727",
        "RAMP, 30, '1:7s', 333333333, 33333333333, 1086856468",
        "RAMP, 11, '2.5:9s', 368154283, 84159090909, 915376691",
        "RAMP, 0.7, '0:1min', 41403933561, 1458571428571, 2006833504",
        "STEPS, 37.3, '0.5:333ms,2:1s,0.1:7s,1.3:1s', 383798257, 26750808827, 1835070364",
        "STEPS, 3, '1:1s', 3333333333, 333333333333, -1232910085",
        "STEPS, 100000, '0.01:1s,7:3s', 10000000, 1000000000, -1001053744"
    })
    void scheduleOfAShapeIsFrozen(Arrival arrival, double rate, String shape, long tenth, long thousandth, int all) {
        ArrivalProcess process = ArrivalProcess.of(load(rate, arrival, shape));
        ArrivalSchedule schedule = ArrivalSchedule.ofRequests(process, 100_000, 42);
        assertThat(schedule.offsetNanos(10)).isEqualTo(tenth);
        assertThat(schedule.offsetNanos(1000)).isEqualTo(thousandth);
        assertThat(schedule.hashCode()).isEqualTo(all);
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
        ArrivalSchedule schedule =
                ArrivalSchedule.ofTime(ArrivalProcess.of(load(100, Arrival.RAMP, "0:10s")), Duration.ofSeconds(20), 0);
        // ∫ = 500 arrivals in the ramp and 1,000 after it.
        assertThat(schedule.size()).isBetween(1499, 1501);
        assertThat(schedule.offsetNanos(501) - schedule.offsetNanos(500)).isCloseTo(10_000_000L, within(2L));
        assertThat(schedule.offsetNanos(125)).isCloseTo(5_000_000_000L, within(2L));
    }

    @Test
    void stepsChangeTheRateAtTheirTime() {
        ArrivalSchedule schedule = ArrivalSchedule.ofTime(
                ArrivalProcess.of(load(100, Arrival.STEPS, "0.1:1s,1:1s,0.01:1s")), Duration.ofSeconds(5), 0);
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

    private static Load.Open load(double rate, Arrival arrival, String shape) {
        return new Load.Open(rate, arrival, 1, 0, shape);
    }

    @Test
    void aLoadNamesItsShape() {
        assertThat(ArrivalProcess.of(load(20, Arrival.RAMP, "0.1:60s")))
                .isEqualTo(new ArrivalProcess.Shaped(
                        new ArrivalShape(List.of(new ArrivalShape.Part(2, 20, Duration.ofMinutes(1))), 20)));
        assertThat(ArrivalProcess.of(load(20, Arrival.STEPS, "0.5:30s,2:1s")))
                .isEqualTo(new ArrivalProcess.Shaped(
                        new ArrivalShape(List.of(new ArrivalShape.Part(10, 10, Duration.ofSeconds(30))), 40)));
        assertThatThrownBy(() -> ArrivalProcess.of(load(20, Arrival.RAMP, "60s")))
                .hasMessageStartingWith("[ShapeMalformed]");
    }

    @Test
    void aWindowsScheduleAndTheEstimateOfItsLengthAgree() {
        for (Load.Open load : List.of(load(50, Arrival.RAMP, "0:8s"), load(50, Arrival.STEPS, "0.5:4s,2:1s,1:1s"))) {
            WindowBound time = new WindowBound.Time(Duration.ofSeconds(7));
            ArrivalSchedule schedule = ArrivalSchedule.of(load, time, 0);
            assertThat(load.requestsWithin(7)).isCloseTo(schedule.size(), within(1.0));
            ArrivalSchedule longer = ArrivalSchedule.of(load, new WindowBound.Requests(500), 0);
            assertThat(load.secondsFor(499)).isCloseTo(longer.offsetNanos(499) / 1e9, within(1e-6));
        }
    }

    @Test
    void theMostInASecondIsThatOfTheBusiestSecond() {
        assertThat(ArrivalSchedule.ofInstants(0, 999_999_999L, 1_000_000_000L, 1_100_000_000L, 5_000_000_000L)
                        .mostInASecond())
                .isEqualTo(3);
        assertThat(ArrivalSchedule.ofInstants(0, 0, 0).mostInASecond()).isEqualTo(3);
    }

    @Test
    void aTraceIsTakenAsItIsAtItsOwnRateAndStretchedToAnother() throws IOException {
        Path file = folder.resolve("trace");
        Files.writeString(file, "3\n3.1\n3.1\n4.5\n");
        ArrivalTrace trace = ArrivalTrace.read(file.toString());
        assertThat(offsets(trace.at(2))).containsExactly(0, 100_000_000L, 100_000_000L, 1_500_000_000L);
        assertThat(trace.at(2.0001)).isEqualTo(trace.at(2));
        assertThat(offsets(trace.at(4))).containsExactly(0, 50_000_000L, 50_000_000L, 750_000_000L);
        assertThat(ArrivalProcess.of(load(4, Arrival.TRACE, trace.shape())))
                .isEqualTo(new ArrivalProcess.Trace(trace.at(4)));
    }

    @Test
    void aTraceOfOtherContentIsRefused() throws IOException {
        Path file = folder.resolve("trace");
        Files.writeString(file, "1\n2\n");
        String shape = ArrivalTrace.read(file.toString()).shape();
        assertThat(shape).startsWith(file + "#sha256=").hasSize(file.toString().length() + 8 + 16);
        assertThat(ArrivalTrace.read(shape).instants().size()).isEqualTo(2);
        Files.writeString(file, "1\n3\n");
        assertThatThrownBy(() -> ArrivalTrace.read(shape)).hasMessageStartingWith("[TraceChanged] " + file);
        Files.writeString(file, "1\n1\n");
        assertThatThrownBy(() -> ArrivalTrace.read(file.toString())).hasMessageStartingWith("[TraceWithoutRate]");
        Files.write(file, new byte[] {'1', '\n', (byte) 0xff});
        assertThatThrownBy(() -> ArrivalTrace.read(file.toString())).hasMessageStartingWith("[TraceMalformed]");
        assertThatThrownBy(() -> ArrivalTrace.read(folder.resolve("none").toString()))
                .hasMessageStartingWith("[TraceUnreadable]");
    }

    @Test
    @Timeout(10)
    void numbersBeyondAllMeasureAreMalformed() throws IOException {
        for (String number : List.of("1e999999999", "1e-999999999", "1e30")) {
            Path file = Files.writeString(folder.resolve("trace"), "0\n" + number + "\n");
            assertThatThrownBy(() -> ArrivalSchedule.read(file)).hasMessageStartingWith("[TraceMalformed] line 2");
        }
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
        assertThatThrownBy(() -> ArrivalProcess.of(load(1e6, Arrival.STEPS, "1:1s,1e4:1s,1:1s")))
                .hasMessageStartingWith("[RateNotPositive] a rate of 1.0E10 ");
        assertThatThrownBy(() -> ArrivalProcess.of(load(1e6, Arrival.STEPS, "1:1s,1e4:1s")))
                .hasMessageStartingWith("[RateNotPositive] a rate of 1.0E10 ");
        assertThatThrownBy(() -> ArrivalSchedule.ofRequests(new ArrivalProcess.Constant(1), 0, 0))
                .hasMessageStartingWith("[ScheduleEmpty]");
    }
}
