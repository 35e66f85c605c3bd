package io.infermark.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

final class GeneratorFitnessTest {
    @Test
    void aLoopThatWaitedForACoreIsUnfit() {
        assertThat(GeneratorFitness.faults(Map.of("windowMillis", 1000.0, "loopRunQueueMillis", 101.0)))
                .singleElement()
                .asString()
                .contains("10.1 %");
        assertThat(GeneratorFitness.faults(Map.of("windowMillis", 1000.0, "loopRunQueueMillis", 99.0)))
                .isEmpty();
    }

    @Test
    void aShortWindowIsNotJudgedByAShareOfNothing() {
        assertThat(GeneratorFitness.faults(Map.of("windowMillis", 100.0, "loopRunQueueMillis", 15.0)))
                .isEmpty();
    }

    @Test
    void aLoopThatRanLateIsUnfitByItsTailAndByItsWorst() {
        assertThat(GeneratorFitness.faults(Map.of("loopLagP99Micros", 11_000.0, "loopLagMaxMicros", 150_000.0)))
                .hasSize(2);
        assertThat(GeneratorFitness.faults(Map.of("loopLagP99Micros", 9_000.0, "loopLagMaxMicros", 90_000.0)))
                .isEmpty();
    }

    @Test
    void whatThePlatformDoesNotTellIsNotJudged() {
        assertThat(GeneratorFitness.faults(Map.of())).isEmpty();
    }
}
