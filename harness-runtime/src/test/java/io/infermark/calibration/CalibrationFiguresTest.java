package io.infermark.calibration;

import static org.assertj.core.api.Assertions.assertThat;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CalibrationFiguresTest {
    private static CalibrationFigures figures(int requests, double meanMicros, double p99Micros) {
        return figures(requests, 3, meanMicros, p99Micros);
    }

    private static CalibrationFigures figures(int requests, int failed, double meanMicros, double p99Micros) {
        return new CalibrationFigures(
                new LoadShape(4, 0, 10), requests, failed, meanMicros, p99Micros, p99Micros, 0, 0, 0, null, 700);
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
        assertThat(figures(1000, mean, p99).faults("before", medianTtftMillis)).hasSize(faults);
    }

    @ParameterizedTest
    @CsvSource({"before", "after"})
    void aCalibrationThatMeasuredNothingIsAFault(String when) {
        CalibrationFigures none = figures(0, 0, 0);
        assertThat(none.faults(when, 100.0)).singleElement().asString().contains(when, "3 failed");
        assertThat(none.badness()).isGreaterThan(figures(1, 0, 1e6, 1e6).badness());
        assertThat(none.named("x")).doesNotContainKey("xTtftErrorMeanMicros");
    }

    @Test
    void aCalibrationOfWhichRequestsFailedIsAFault() {
        CalibrationFigures most = figures(987, 1013, 10, 10);
        assertThat(most.faults("after", 1000.0))
                .containsExactly("1013 of 2000 requests of the calibration after the windows failed");
        assertThat(most.badness()).isGreaterThan(figures(1, 0, 1e6, 1e6).badness());
        assertThat(figures(990, 10, 10, 10).faults("after", 1000.0)).isEmpty();
    }
}
