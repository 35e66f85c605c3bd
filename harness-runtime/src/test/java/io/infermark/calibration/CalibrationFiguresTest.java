package io.infermark.calibration;

import static org.assertj.core.api.Assertions.assertThat;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CalibrationFiguresTest {
    private static CalibrationFigures figures(int requests, double meanMicros, double p99Micros) {
        return new CalibrationFigures(
                new LoadShape(4, 0, 10), requests, 3, meanMicros, p99Micros, p99Micros, 0, 0, 0, null, 700);
    }

    @ParameterizedTest
    @CsvSource({
        "1000, 10000, , 0",
        "1001, 10000, , 1",
        "1000, 10001, , 1",
        "5000, 50000, , 2",
        // 2 % of 250 ms are 5 ms, 20 % are 50.
        "5000, 50000, 250, 0",
        "5001, 50001, 250, 2",
        "1001, 1, 5, 1",
    })
    void anErrorIsJudgedAgainstTheTtft(double mean, double p99, @Nullable Double medianTtftMillis, int faults) {
        assertThat(figures(100, mean, p99).faults("before", medianTtftMillis)).hasSize(faults);
    }

    @ParameterizedTest
    @CsvSource({"before", "after"})
    void aCalibrationThatMeasuredNothingIsAFault(String when) {
        CalibrationFigures none = figures(0, 0, 0);
        assertThat(none.faults(when, 100.0)).singleElement().asString().contains(when, "3 failed");
        assertThat(none.badness()).isGreaterThan(figures(1, 1e6, 1e6).badness());
        assertThat(none.named("x")).doesNotContainKey("xTtftErrorMeanMicros");
    }
}
