package io.infermark.calibration;

import static org.assertj.core.api.Assertions.assertThat;

import io.infermark.api.Arrival;
import io.infermark.model.Load;
import io.infermark.model.WindowBound;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LoadShapeTest {
    private static final WindowBound WINDOW = new WindowBound.Time(Duration.ofSeconds(20));

    @Test
    void theLastWindowTellsThePace() {
        // 8 streams for 2 s with 640 tokens: 25 ms from token to token of a stream.
        assertThat(LoadShape.of(new Load.Closed(8), WINDOW, Map.of("tokenEvents", 640.0, "windowMillis", 2000.0)))
                .isEqualTo(new LoadShape(8, 0, 25));
    }

    @Test
    void withoutAWindowItIsAHundredTokensASecond() {
        assertThat(LoadShape.of(new Load.Closed(8), WINDOW, Map.of())).isEqualTo(new LoadShape(8, 0, 10));
        assertThat(LoadShape.of(new Load.Closed(8), WINDOW, Map.of("tokenEvents", 0.0, "windowMillis", 5.0)))
                .isEqualTo(new LoadShape(8, 0, 10));
    }

    @Test
    void aRateThatChangesIsCalibratedAtTheMostThatTheWindowReaches() {
        Load.Open steps = new Load.Open(100, Arrival.STEPS, 1, 0, "0.5:10s,3:1s,1:60s");
        assertThat(LoadShape.of(steps, WINDOW, Map.of()).requestsPerSecond()).isBetween(299.0, 301.0);
        WindowBound before = new WindowBound.Time(Duration.ofSeconds(9));
        assertThat(LoadShape.of(steps, before, Map.of()).requestsPerSecond()).isBetween(49.0, 51.0);
    }

    @Test
    void paceAndSizeHaveBounds() {
        assertThat(LoadShape.of(new Load.Closed(1), WINDOW, Map.of("tokenEvents", 1e6, "windowMillis", 1.0))
                        .itlMillis())
                .isEqualTo(2);
        assertThat(LoadShape.of(new Load.Closed(1), WINDOW, Map.of("tokenEvents", 1.0, "windowMillis", 1e6))
                        .itlMillis())
                .isEqualTo(100);
        assertThat(LoadShape.of(new Load.Closed(20_000), WINDOW, Map.of()).streams())
                .isEqualTo(2000);
        assertThat(LoadShape.of(new Load.Open(70_000, Arrival.POISSON, 1, 0), WINDOW, Map.of()))
                .isEqualTo(new LoadShape(0, 5000, 10));
    }

    @Test
    void aCapHoldsACalibrationToWhatItLetsThrough() {
        Load.Open capped = new Load.Open(100_000, Arrival.POISSON, 1, 9);
        // An answer of a calibration takes 90 ms, so nine streams make a hundred requests a second.
        assertThat(LoadShape.of(capped, WINDOW, Map.of()).requestsPerSecond()).isEqualTo(100);
        assertThat(LoadShape.of(capped, WINDOW, Map.of("tokenEvents", 8000.0, "windowMillis", 2000.0))
                        .requestsPerSecond())
                .as("as many tokens a second as the last window had")
                .isEqualTo(500);
        assertThat(LoadShape.of(new Load.Open(20, Arrival.POISSON, 1, 9), WINDOW, Map.of())
                        .requestsPerSecond())
                .as("the cap does not hold")
                .isEqualTo(20);
    }
}
