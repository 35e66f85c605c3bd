package io.infermark.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.infermark.api.Arrival;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class FingerprintTest {
    private final BenchmarkSpec spec = Specs.of(Specs.tp(List.of(4, 8), List.of(1, 2)));
    private final List<Point> points = MatrixExpander.expand(spec).points();

    @Test
    void pointsOfOneStartShareItAndDifferInThemselves() {
        assertThat(points.stream()
                        .map(point -> Fingerprint.ofStart(spec, point))
                        .distinct())
                .hasSize(2);
        assertThat(points.stream()
                        .map(point -> Fingerprint.ofPoint(spec, point))
                        .distinct())
                .hasSize(4);
    }

    @Test
    void manyAtOnceAreTheSameAsOneByOneInAnyOrder() {
        PointFingerprints many = new PointFingerprints(spec);
        for (int index : new int[] {3, 0, 2, 1, 1, 3}) {
            Point point = points.get(index);
            assertThat(many.point(point)).isEqualTo(Fingerprint.ofPoint(spec, point));
            assertThat(many.start(point)).isEqualTo(Fingerprint.ofStart(spec, point));
        }
    }

    @Test
    void theOrderOfASetChangesNothing() {
        SweepRow row = Specs.tp(List.of(1), List.of(1));
        String first = Fingerprint.ofSpec(Specs.of(withDeclared(row, Set.of("tp", "ep", "pp"))));
        assertThat(Fingerprint.ofSpec(Specs.of(withDeclared(row, Set.of("pp", "tp", "ep")))))
                .isEqualTo(first);
        assertThat(Fingerprint.ofSpec(Specs.of(withDeclared(row, Set.of("tp")))))
                .isNotEqualTo(first);
        assertThat(withDeclared(row, Set.of("tp", "ep")).toString()).contains("[ep, tp]");
    }

    @Test
    void aLoadWithoutAShapeHasTheFingerprintThatItHadBeforeThereWereShapes() {
        assertThat(ofLoad(new RateSpec(List.of(2.5), Arrival.GAMMA, 0.5))).isEqualTo("ebcf33ce85193f8a");
        assertThat(ofLoad(new RateSpec(List.of(2.5), Arrival.STEPS, 1, "1:1s")))
                .isNotEqualTo(ofLoad(new RateSpec(List.of(2.5), Arrival.STEPS, 1, "1:2s")));
    }

    private static String ofLoad(RateSpec rate) {
        BenchmarkSpec spec = Specs.of(Specs.row(List.of(1), rate, List.of(64), List.of()));
        return Fingerprint.ofPoint(spec, MatrixExpander.expand(spec).points().get(0));
    }

    private static SweepRow withDeclared(SweepRow row, Set<String> declared) {
        return new SweepRow(
                row.workload(),
                row.tp(),
                row.pp(),
                row.dcp(),
                row.pcp(),
                row.ep(),
                row.dpAttention(),
                row.specDecoding(),
                row.axes(),
                row.rate(),
                row.concurrency(),
                Map.of(),
                declared);
    }
}
