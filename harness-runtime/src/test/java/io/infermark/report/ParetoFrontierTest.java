package io.infermark.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.infermark.result.PointResult;
import io.infermark.result.Samples;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ParetoFrontierTest {
    private static final PointResult GOOD = Samples.good(4, 4, 1);
    private static final PointResult BAD = Samples.failing(8, 16);

    private static ParetoPoint good(double interactivity, double throughput) {
        return new ParetoPoint(GOOD, interactivity, throughput);
    }

    @Test
    void beatenAndEqualPointsAreNotOnIt() {
        ParetoPoint fast = good(100, 10);
        ParetoPoint middle = good(50, 30);
        ParetoPoint wide = good(10, 90);
        assertThat(ParetoFrontier.of(List.of(middle, good(49, 29), wide, good(100, 9), fast, good(10, 80))))
                .containsExactly(wide, middle, fast);
        assertThat(ParetoFrontier.of(List.of(good(5, 5), good(5, 5)))).hasSize(1);
        assertThat(ParetoFrontier.of(List.of())).isEmpty();
    }

    @Test
    void anInvalidPointNeitherStandsOnItNorPushesOthersOff() {
        ParetoPoint best = new ParetoPoint(BAD, 1000, 1000);
        ParetoPoint rest = good(1, 1);
        assertThat(ParetoFrontier.of(List.of(best, rest))).containsExactly(rest);
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void agreesWithComparingAllPairsInAnyOrder(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        List<ParetoPoint> points = new ArrayList<>();
        for (int i = 0; i < 120; i++) {
            points.add(new ParetoPoint(random.nextInt(5) == 0 ? BAD : GOOD, random.nextInt(30), random.nextInt(30)));
        }
        List<ParetoPoint> front = ParetoFrontier.of(points);
        for (ParetoPoint point : points) {
            boolean beaten = points.stream()
                    .anyMatch(other -> other.usable()
                            && other.interactivity() >= point.interactivity()
                            && other.throughputPerGpu() >= point.throughputPerGpu()
                            && (other.interactivity() > point.interactivity()
                                    || other.throughputPerGpu() > point.throughputPerGpu()));
            boolean there = front.stream()
                    .anyMatch(f -> f.interactivity() == point.interactivity()
                            && f.throughputPerGpu() == point.throughputPerGpu());
            if (point.usable()) {
                assertThat(there).as("%s", point).isEqualTo(!beaten);
            }
        }
        Collections.shuffle(points, new Random(seed));
        assertThat(ParetoFrontier.of(points)).isEqualTo(front);
    }
}
