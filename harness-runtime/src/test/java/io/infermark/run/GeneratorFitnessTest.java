package io.infermark.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

final class GeneratorFitnessTest {
    @Test
    void aLoopThatRunsLateOnAverageIsUnfit() {
        assertThat(GeneratorFitness.faults(Map.of("loopLagMeanMicros", 1100.0), null))
                .containsExactly("the generator's event loop ran 1.1 ms late (mean, at most 1.0 ms)");
        assertThat(GeneratorFitness.faults(Map.of("loopLagMeanMicros", 900.0), null))
                .isEmpty();
    }

    @Test
    void theMeanIsHeldAgainstTheTtft() {
        Map<String, Double> health = Map.of("loopLagMeanMicros", 3000.0);
        assertThat(GeneratorFitness.faults(health, 160.0)).isEmpty();
        assertThat(GeneratorFitness.faults(health, 140.0))
                .singleElement()
                .asString()
                .contains("at most 2.8 ms");
    }

    @Test
    void aLoopThatWaitedForHalfOfTheWindowInHarmlessSlicesIsFit() {
        Map<String, Double> health = Map.of(
                "windowMillis", 5000.0,
                "loopRunQueueMillis", 2500.0,
                "loopRunQueueShare", 0.5,
                "loopLagMeanMicros", 300.0,
                "loopLagP99Micros", 4000.0,
                "loopLagMaxMicros", 20_000.0);
        assertThat(GeneratorFitness.faults(health, 200.0)).isEmpty();
    }

    @Test
    void theShareStandsBesideAFault() {
        assertThat(GeneratorFitness.faults(Map.of("loopRunQueueShare", 0.482, "loopLagMeanMicros", 40_000.0), 300.0))
                .containsExactly(
                        "the generator's event loop ran 40.0 ms late (mean, at most 6.0 ms); it waited for a core for 48.2 % of the window");
    }

    @Test
    void aLoopThatRanLateIsUnfitByItsTailAndByItsWorst() {
        assertThat(GeneratorFitness.faults(
                        Map.of("loopTicks", 100.0, "loopLagP99Micros", 11_000.0, "loopLagMaxMicros", 150_000.0), 40.0))
                .hasSize(2);
        assertThat(GeneratorFitness.faults(
                        Map.of("loopTicks", 100.0, "loopLagP99Micros", 9_000.0, "loopLagMaxMicros", 90_000.0), null))
                .isEmpty();
    }

    @Test
    void theTailIsHeldAgainstTheTtftAndTheWorstIsNot() {
        Map<String, Double> health =
                Map.of("loopTicks", 100.0, "loopLagP99Micros", 39_000.0, "loopLagMaxMicros", 101_000.0);
        assertThat(GeneratorFitness.faults(health, 200.0))
                .singleElement()
                .asString()
                .contains("(max, at most 100.0 ms)");
        assertThat(GeneratorFitness.faults(health, 190.0)).hasSize(2);
    }

    @Test
    void aShortWindowIsNotJudgedByAPercentileThatItsTicksDoNotSupport() {
        assertThat(GeneratorFitness.faults(
                        Map.of("loopTicks", 99.0, "loopLagP99Micros", 11_000.0, "loopLagMaxMicros", 11_000.0), null))
                .isEmpty();
    }

    @Test
    void stealAndForeignProcessesAboveACleanRunAreSaidAndAreNoFault() {
        Map<String, Double> health = Map.of(
                "windowMillis", 5000.0,
                "hostStealShare", 0.01001,
                "loopCoreStealShare", 0.032,
                "loopForeignWaitShare", 0.12);
        assertThat(GeneratorFitness.faults(health, 40.0)).isEmpty();
        assertThat(GeneratorFitness.disturbances(health))
                .containsExactly(
                        "the hypervisor took 1.1 % of the time of this host's cores (a clean run: at most 1 %)",
                        "the hypervisor took 3.2 % of the time of the event loop's core (a clean run: at most 1 %)",
                        "the event loop waited for other processes for at least 12.0 % of the window (a clean run: at most 3 %)");
    }

    @Test
    void aCleanRunIsNotDisturbed() {
        assertThat(GeneratorFitness.disturbances(Map.of(
                        "windowMillis", 5000.0,
                        "hostStealShare", 0.01,
                        "loopCoreStealShare", 0.01,
                        "loopForeignWaitShare", 0.03,
                        "loopRunQueueShare", 0.60)))
                .isEmpty();
        assertThat(GeneratorFitness.disturbances(Map.of())).isEmpty();
    }

    @Test
    void aFewTicksOfTheCounterInAShortWindowAreNothingToJudgeBy() {
        assertThat(GeneratorFitness.disturbances(Map.of("windowMillis", 1000.0, "hostStealShare", 0.049)))
                .isEmpty();
        assertThat(GeneratorFitness.disturbances(Map.of("windowMillis", 1000.0, "hostStealShare", 0.051)))
                .hasSize(1);
    }

    @Test
    void whatThePlatformDoesNotTellIsNotJudged() {
        assertThat(GeneratorFitness.faults(Map.of(), null)).isEmpty();
    }
}
