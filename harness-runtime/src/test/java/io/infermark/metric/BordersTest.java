package io.infermark.metric;

import static io.infermark.metric.Windows.CONTEXT;
import static org.assertj.core.api.Assertions.assertThat;

import io.infermark.metric.SloVerdict.Verdict;
import io.infermark.model.SloSpec;
import io.infermark.model.SloSpec.Bound;
import io.infermark.model.SloSpec.Metric;
import io.infermark.record.RequestRecord;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** Figures and verdicts exactly at their bounds, and of records that hardly say anything. */
class BordersTest {
    private static MetricContext bounded(Bound... bounds) {
        return new MetricContext(CONTEXT.workload(), 4, new SloSpec(List.of(bounds)), null, CONTEXT.latenessBound(), 1);
    }

    /** All gaps are 10 ms, and a bucket of the histogram ends above that. */
    @Test
    void itlAtItsBoundIsMetAndNoPercentileIsAboveTheLargestGap() {
        MetricContext context = bounded(new Bound(Metric.ITL, 99, Duration.ofMillis(10)));
        WindowAnalysis a = Windows.analyse(Windows.waves(4, 10, 1), Windows.waveMark(4, 10, 1), context);
        SloVerdict verdict = a.metrics().slo().get(0);
        assertThat(verdict.valueMs()).isEqualTo(10);
        assertThat(verdict.verdict()).isEqualTo(Verdict.MET);
        PointSummary point = Objects.requireNonNull(PointAnalysis.of(List.of(List.of(a))));
        assertThat(point.upstream().itl().median()).isEqualTo(10);
        assertThat(point.upstream().itl().percentiles()).allMatch(p -> p.value() == 10);
    }

    /** What was never sent has no latency from its sending, and cannot have met a bound. */
    @Test
    void anAnswerToWhatWasNeverSentGivesNoFigure() {
        List<RequestRecord> records = new ArrayList<>(Windows.waves(1, 10, 1));
        records.set(
                3,
                Requests.at(600)
                        .neverSent()
                        .planned(128, 10)
                        .events(10, 700, 10, 1)
                        .done(799.5)
                        .build());
        MetricContext context = bounded(new Bound(Metric.TTFT, 50, Duration.ofMillis(200)));
        WindowAnalysis a = Windows.analyse(records, Windows.waveMark(1, 10, 1), context);
        assertThat(a.validity().summary()).contains("DisorderedRecords");
        assertThat(a.metrics().ttftMs().fromSent().n()).isEqualTo(9);
        assertThat(a.metrics().ttftMs().fromSent().min()).isEqualTo(100);
        assertThat(a.metrics().e2elMs().fromSent().max()).isEqualTo(190);
        Goodput goodput = Objects.requireNonNull(a.metrics().goodput());
        assertThat(goodput.good()).isEqualTo(9);
        assertThat(goodput.undecided()).isEqualTo(1);
        PointSummary point = Objects.requireNonNull(PointAnalysis.of(List.of(List.of(a))));
        assertThat(point.upstream().ttft().mean()).isEqualTo(100);
    }

    @Test
    void declaredCacheHitsAreNoSurprise() {
        List<RequestRecord> records = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            records.add(Requests.at(i * 200)
                    .index(i)
                    .planned(128, 10)
                    .cached(64)
                    .events(10, i * 200 + 100, 10, 1)
                    .done(i * 200 + 199.5)
                    .build());
        }
        for (double declared : new double[] {0, 0.45, 0.5, 1}) {
            MetricContext context = new MetricContext(
                    CONTEXT.workload(),
                    4,
                    SloSpec.NONE,
                    null,
                    CONTEXT.latenessBound(),
                    1,
                    declared,
                    ClientRules.NATIVE);
            boolean marked = Windows.analyse(records, Windows.waveMark(1, 10, 1), context).validity().marks().stream()
                    .anyMatch(finding -> finding.code().equals("CacheHits"));
            assertThat(marked).as("declared %s, 0.5 came", declared).isEqualTo(declared < 0.49);
        }
    }

    @Test
    void anOpenLoopHasNoFullLoadToExplainItselfBy() {
        WindowAnalysis a = Windows.analyse(Windows.waves(1, 10, 1), Windows.open(5, 0, 1800, 2000, 10), CONTEXT);
        assertThat(a.metrics().steady()).isNull();
        assertThat(a.metrics().absent().get("steady")).contains("open loop");
    }

    @Test
    void aShareBelowItsBoundIsNotPrintedAsTheBound() {
        // 98.97 % of the time in flight.
        List<RequestRecord> records = List.of(
                Requests.at(0)
                        .planned(128, 10)
                        .events(10, 100, 10, 1)
                        .done(494.85)
                        .build(),
                Requests.at(500)
                        .planned(128, 10)
                        .events(10, 600, 10, 1)
                        .done(994.85)
                        .build(),
                Requests.at(1000)
                        .planned(128, 10)
                        .events(10, 1100, 10, 1)
                        .done(1190)
                        .build());
        WindowAnalysis a = Windows.analyse(records, Windows.closed(1, 0, 1000, 1190, 3), CONTEXT);
        assertThat(a.validity().reasons()).hasSize(1);
        assertThat(a.validity().reasons().get(0).message()).contains("(98.9 %, at least 99 % is needed)");
    }
}
