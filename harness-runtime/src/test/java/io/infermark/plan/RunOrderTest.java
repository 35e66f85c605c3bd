package io.infermark.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.infermark.api.Arrival;
import io.infermark.model.RateSpec;
import io.infermark.model.RunSettings;
import io.infermark.model.SweepRow;
import io.infermark.model.WindowBound;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class RunOrderTest {
    private static List<PlannedPoint> planned(String name, RunSettings settings, SweepRow... rows) {
        Benchmark benchmark = Declarations.benchmark(Declarations.embedded(name, List.of(rows), settings));
        return benchmark.matrix().points().stream()
                .map(point -> PlannedPoint.of(benchmark, benchmark.spec(), point))
                .toList();
    }

    private static List<String> axis(List<PlannedPoint> points, String name) {
        return points.stream()
                .map(point -> String.valueOf(point.point().axis(name)))
                .toList();
    }

    @Test
    void pointsThatShareAStartAreOneGroupAscendingByConcurrency() {
        List<PlannedPoint> points = planned(
                "com.x.A",
                Declarations.settings(1, 0, 1),
                Declarations.row(List.of(4, 1), List.of(8, 1)),
                Declarations.row(List.of(4), List.of(2)));

        RunOrder plan = RunOrder.of(points);

        assertThat(plan.groups()).hasSize(2);
        assertThat(axis(plan.groups().get(0).points(), "conc")).containsExactly("1", "2", "8");
        assertThat(axis(plan.groups().get(0).points(), "tp")).containsOnly("4");
        assertThat(axis(plan.groups().get(1).points(), "conc")).containsExactly("1", "8");
        assertThat(plan.points()).containsExactlyInAnyOrderElementsOf(points);
    }

    @Test
    void oneForkOfAllPointsEndsBeforeTheNextBegins() {
        RunOrder plan = RunOrder.of(
                planned("com.x.A", Declarations.settings(2, 1, 1), Declarations.row(List.of(1), List.of(2, 1))));

        assertThat(plan.trials().stream().map(Trial::fork)).containsExactly(0, 0, 1, 1, 2, 2);
        assertThat(axis(plan.trials().stream().map(Trial::planned).toList(), "conc"))
                .containsExactly("1", "2", "1", "2", "1", "2");
        assertThat(plan.trials().stream().map(Trial::discarded))
                .containsExactly(true, true, false, false, false, false);
        assertThat(plan.groups().get(0).starts()).isEqualTo(3);
    }

    @Test
    void pointsWithFewerForksDropOutOfLaterStarts() {
        SweepRow row = Declarations.row(List.of(1), List.of(1));
        SweepRow other = Declarations.row(List.of(1), List.of(2));
        List<PlannedPoint> points = Stream.concat(
                        planned("com.x.A", Declarations.settings(3, 0, 1), row).stream(),
                        planned("com.x.A", Declarations.settings(1, 0, 1), other).stream())
                .toList();

        ServerGroup group = new ServerGroup("same", points);

        assertThat(group.starts()).isEqualTo(3);
        assertThat(group.trialsOf(0)).hasSize(2);
        assertThat(group.trialsOf(1)).hasSize(1);
        assertThat(group.trialsOf(2)).hasSize(1);
        assertThat(group.trialsOf(3)).isEmpty();
    }

    @Test
    void noForkIsOneTrial() {
        PlannedPoint point = planned(
                        "com.x.A", Declarations.settings(0, 0, 1), Declarations.row(List.of(1), List.of(1)))
                .get(0);
        assertThat(point.trials()).isEqualTo(1);
        assertThat(RunOrder.of(List.of(point)).trials())
                .singleElement()
                .satisfies(trial -> assertThat(trial.key()).isEqualTo(point.id() + "@0"));
    }

    @Test
    void anEstimateCountsWindowsStartsAndForks() {
        RunSettings timed = new RunSettings(
                1,
                0,
                0,
                new WindowBound.Requests(1),
                3,
                new WindowBound.Time(Duration.ofSeconds(20)),
                Duration.ofMinutes(1),
                1,
                List.of());
        List<PlannedPoint> one = planned("com.x.A", timed, Declarations.row(List.of(1), List.of(1)));
        assertThat(Estimate.ofTrial(one.get(0)))
                .isGreaterThan(Duration.ofSeconds(60))
                .isLessThan(Duration.ofSeconds(70));

        List<PlannedPoint> two =
                planned("com.x.A", Declarations.settings(2, 0, 1), Declarations.row(List.of(1), List.of(1)));
        assertThat(Estimate.of(RunOrder.of(two)))
                .isEqualTo(Estimate.ofTrial(two.get(0))
                        .plus(Estimate.ofStart(two.get(0)))
                        .multipliedBy(2));
    }

    @Test
    void anOpenWindowTakesAsLongAsItsSchedule() {
        RunSettings settings = new RunSettings(
                1,
                0,
                0,
                new WindowBound.Requests(1),
                1,
                new WindowBound.Requests(100),
                Duration.ofMinutes(1),
                1,
                List.of());
        PlannedPoint point = planned(
                        "com.x.A",
                        settings,
                        Declarations.row(List.of(1), List.of(), new RateSpec(List.of(2.0), Arrival.POISSON, 1.0)))
                .get(0);
        assertThat(Estimate.ofTrial(point))
                .isGreaterThan(Duration.ofSeconds(50))
                .isLessThan(Duration.ofSeconds(60));
    }
}
