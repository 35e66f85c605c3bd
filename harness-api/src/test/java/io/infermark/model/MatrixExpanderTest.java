package io.infermark.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.infermark.api.Arrival;
import io.infermark.api.ConfigDialect;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class MatrixExpanderTest {
    private static List<String> ids(BenchmarkSpec spec) {
        return MatrixExpander.expand(spec).points().stream().map(Point::id).toList();
    }

    @Test
    void workloadsVarySlowestAndConcurrencyFastest() {
        BenchmarkSpec spec = Specs.of(
                List.of(WorkloadSpec.of(1024, 1024), WorkloadSpec.of(300, 50)),
                List.of(Specs.tp(List.of(8, 4), List.of(1, 2))),
                List.of());
        assertThat(ids(spec))
                .containsExactly(
                        "com.x.Bench[tp=8,isl=1024,osl=1024,conc=1]",
                        "com.x.Bench[tp=8,isl=1024,osl=1024,conc=2]",
                        "com.x.Bench[tp=4,isl=1024,osl=1024,conc=1]",
                        "com.x.Bench[tp=4,isl=1024,osl=1024,conc=2]",
                        "com.x.Bench[tp=8,isl=300,osl=50,conc=1]",
                        "com.x.Bench[tp=8,isl=300,osl=50,conc=2]",
                        "com.x.Bench[tp=4,isl=300,osl=50,conc=1]",
                        "com.x.Bench[tp=4,isl=300,osl=50,conc=2]");
    }

    @Test
    void undeclaredAxesStayOutOfIds() {
        assertThat(ids(Specs.of(SweepRow.ofConcurrency(List.of(3)))))
                .containsExactly("com.x.Bench[isl=1024,osl=1024,conc=3]");
    }

    @Test
    void ownAxesFollowTheBuiltInOnesAndMultiplyInTheOrderWritten() {
        AxisSpec one = new AxisSpec("b", List.of("y", "x"), AxisSpec.Carrier.FLAG, "--b");
        AxisSpec two = new AxisSpec("a", List.of("1", "2"), AxisSpec.Carrier.ENV, "A");
        assertThat(ids(Specs.of(Specs.row(List.of(1), RateSpec.NONE, List.of(4), List.of(one, two)))))
                .containsExactly(
                        "com.x.Bench[tp=1,b=y,a=1,isl=1024,osl=1024,conc=4]",
                        "com.x.Bench[tp=1,b=y,a=2,isl=1024,osl=1024,conc=4]",
                        "com.x.Bench[tp=1,b=x,a=1,isl=1024,osl=1024,conc=4]",
                        "com.x.Bench[tp=1,b=x,a=2,isl=1024,osl=1024,conc=4]");
    }

    @Test
    void ratesMultiplyWithCapsAndAreUncappedWithoutOne() {
        RateSpec rate = new RateSpec(List.of(2.5, 10.0), Arrival.POISSON, 1);
        assertThat(ids(Specs.of(
                        Specs.row(List.of(1), rate, List.of(), List.of()),
                        Specs.row(List.of(2), rate, List.of(8, 9), List.of()))))
                .containsExactly(
                        "com.x.Bench[tp=1,rate=2.5,isl=1024,osl=1024,conc=inf]",
                        "com.x.Bench[tp=1,rate=10,isl=1024,osl=1024,conc=inf]",
                        "com.x.Bench[tp=2,rate=2.5,isl=1024,osl=1024,conc=8]",
                        "com.x.Bench[tp=2,rate=2.5,isl=1024,osl=1024,conc=9]",
                        "com.x.Bench[tp=2,rate=10,isl=1024,osl=1024,conc=8]",
                        "com.x.Bench[tp=2,rate=10,isl=1024,osl=1024,conc=9]");
    }

    @Test
    void arrivalAndBurstinessAreShownWhereOpenRowsDifferInThem() {
        RateSpec poisson = new RateSpec(List.of(1.0), Arrival.POISSON, 1);
        RateSpec gamma = new RateSpec(List.of(1.0), Arrival.GAMMA, 0.5);
        assertThat(ids(Specs.of(
                        Specs.row(List.of(1), poisson, List.of(), List.of()),
                        Specs.row(List.of(1), gamma, List.of(), List.of()),
                        Specs.tp(List.of(1), List.of(4)))))
                .containsExactly(
                        "com.x.Bench[tp=1,rate=1,arrival=poisson,burstiness=1.0,isl=1024,osl=1024,conc=inf]",
                        "com.x.Bench[tp=1,rate=1,arrival=gamma,burstiness=0.5,isl=1024,osl=1024,conc=inf]",
                        "com.x.Bench[tp=1,isl=1024,osl=1024,conc=4]");
    }

    @Test
    void shapesAreShownWhereOpenRowsDifferInThemAndATraceWithoutItsDigest() {
        RateSpec even = new RateSpec(List.of(1.0), Arrival.POISSON, 1);
        RateSpec trace = new RateSpec(List.of(1.0), Arrival.TRACE, 1, "a.txt#sha256=0123456789abcdef");
        assertThat(ids(Specs.of(
                        Specs.row(List.of(1), even, List.of(), List.of()),
                        Specs.row(List.of(1), trace, List.of(), List.of()))))
                .containsExactly(
                        "com.x.Bench[tp=1,rate=1,arrival=poisson,isl=1024,osl=1024,conc=inf]",
                        "com.x.Bench[tp=1,rate=1,arrival=trace,shape=a.txt,isl=1024,osl=1024,conc=inf]");
    }

    @Test
    void workloadsOfEqualLengthsAreToldApartByName() {
        BenchmarkSpec spec = Specs.of(
                List.of(new WorkloadSpec("fixed", 8, 8, 1), new WorkloadSpec("random", 8, 8, 0.5)),
                List.of(SweepRow.ofConcurrency(List.of(1))),
                List.of());
        assertThat(ids(spec))
                .containsExactly(
                        "com.x.Bench[workload=fixed,isl=8,osl=8,conc=1]",
                        "com.x.Bench[workload=random,isl=8,osl=8,conc=1]");
    }

    @Test
    void anExclusionDropsThePointsThatMeetAllItsConditions() {
        BenchmarkSpec spec = Specs.of(
                List.of(WorkloadSpec.of(8, 8)),
                List.of(Specs.tp(List.of(4, 8), List.of(16, 100))),
                List.of(new Exclusion(List.of(Condition.parse("tp=4"), Condition.parse("conc>=64")), "")));
        assertThat(ids(spec)).hasSize(3).doesNotContain("com.x.Bench[tp=4,isl=8,osl=8,conc=100]");
        assertThat(MatrixExpander.count(spec)).isEqualTo(4);
    }

    @Test
    void countingSaturatesInsteadOfOverflowing() {
        List<String> values =
                IntStream.range(0, 1_000).mapToObj(Integer::toString).toList();
        List<AxisSpec> axes = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            axes.add(new AxisSpec("a" + i, values, AxisSpec.Carrier.ENV, "A" + i));
        }
        SweepRow row = Specs.row(List.of(1), RateSpec.NONE, List.of(1), axes);
        assertThat(MatrixExpander.count(Specs.of(row))).isEqualTo(Long.MAX_VALUE);
        assertThat(MatrixExpander.count(Specs.of(row, row))).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void visitingTellsTheRow() {
        List<Integer> rows = new ArrayList<>();
        MatrixExpander.forEachWithRow(
                Specs.of(Specs.tp(List.of(1), List.of(1, 2)), Specs.tp(List.of(2), List.of(1))),
                (point, row) -> rows.add(row));
        assertThat(rows).isEqualTo(List.of(0, 0, 1));
        assertThat(MatrixExpander.expand(Specs.of(Specs.tp(List.of(1), List.of())))
                        .points())
                .isEqualTo(Collections.emptyList());
    }

    @Test
    void compatibleDialectsNumberTheSamePointAgain() {
        SweepRow row = Specs.tp(List.of(8), List.of(16, 32));
        BenchmarkSpec plain = Specs.of(row, row);
        MasterSpec none = MasterSpec.NONE;
        MasterSpec head = new MasterSpec(
                "k", 0, ConfigDialect.HEAD, "", "", false, none.router(), "", List.of(), List.of(), List.of());
        BenchmarkSpec imported = new BenchmarkSpec(
                plain.benchmark(),
                "",
                plain.model(),
                plain.hardware(),
                plain.server(),
                plain.workloads(),
                plain.rows(),
                List.of(),
                plain.slo(),
                plain.run(),
                plain.maxPoints(),
                head);
        String id = "com.x.Bench[tp=8,isl=1024,osl=1024,conc=";
        assertThat(ids(imported)).containsExactly(id + "16]", id + "32]", id + "16]#2", id + "32]#2");
    }
}
