package io.infermark.result;

import static org.assertj.core.api.Assertions.assertThat;

import io.infermark.metric.MetricContext;
import io.infermark.metric.Requests;
import io.infermark.metric.Validity;
import io.infermark.metric.WindowAnalysis;
import io.infermark.metric.Windows;
import io.infermark.model.SloSpec;
import io.infermark.model.SloSpec.Bound;
import io.infermark.model.SloSpec.Metric;
import io.infermark.record.RequestRecord;
import io.infermark.record.WindowMark;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TextTableTest {
    @Test
    void mixedRunAtFullWidth() {
        Golden.check("table-160.txt", TextTable.render(Samples.mixed(), 160));
    }

    @Test
    void mixedRunOnANarrowTerminal() {
        Golden.check("table-80.txt", TextTable.render(Samples.mixed(), 80));
    }

    @Test
    void simulatedRun() {
        Golden.check(
                "table-simulated.txt",
                TextTable.render(List.of(Samples.simulated(1, 1, 1), Samples.simulated(1, 4, 1.2)), 160));
    }

    @ParameterizedTest
    @ValueSource(ints = {160, 140, 120, 100, 80})
    void rowsFitTheTerminal(int columns) {
        String table = TextTable.render(Samples.mixed(), columns);
        List<String> rows = table.lines()
                .dropWhile(line -> !line.startsWith("verdict"))
                .limit(8)
                .toList();
        assertThat(rows).hasSize(8).allSatisfy(row -> assertThat(row.length()).isLessThanOrEqualTo(columns));
    }

    @Test
    void theVerdictStandsBeforeAnyNumberAndEveryPlannedPointHasARow() {
        String table = TextTable.render(Samples.mixed(), 160);
        assertThat(table.lines().filter(line -> line.startsWith("valid ") || line.startsWith("INVALID ")))
                .hasSize(5);
        assertThat(table).contains("INVALID Failures", "INVALID TrialFailed", "[ServerNotReady] vllm was not healthy");
    }

    @Test
    void mixedSourcesHaveAColumnAndAHeading() {
        String table = TextTable.render(List.of(Samples.good(4, 4, 1), Samples.simulated(4, 16, 1)), 160);
        assertThat(table).contains("Partly SIMULATED", "source");
        assertThat(table.lines().filter(line -> line.startsWith("valid") && line.contains("SIMULATED")))
                .hasSize(1);
    }

    @Test
    void aMarkOfManyPointsIsOneLine() {
        List<PointResult> marked = List.of(marked(4), marked(8), marked(16));
        String table = TextTable.render(marked, 160);
        assertThat(table).contains("valid* ShortWindow");
        assertThat(table.lines().filter(line -> line.contains("ShortWindow:")))
                .containsExactly("[tp=1,isl=128,osl=10,conc=4] and 2 more * ShortWindow: few");
    }

    private static PointResult marked(int conc) {
        PointResult good = Samples.good(1, conc, 1);
        return new PointResult(
                good.schema(),
                good.validity().with(Validity.Code.SHORT_WINDOW, "few"),
                good.provenance(),
                good.point(),
                good.subject(),
                good.settings(),
                null,
                good.summary(),
                good.trials(),
                good.environment());
    }

    @Test
    void aHeldShareBelowItsBoundIsNotRoundedUpToIt() {
        WindowMark full = Windows.waveMark(4, 10, 1);
        // 95 ms in flight of each 96 ms are 98.958 %.
        List<RequestRecord> records = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            records.add(Requests.at(i * 96)
                    .index(i)
                    .planned(128, 9)
                    .events(9, i * 96 + 10, 10, 1)
                    .done(i * 96 + 95)
                    .build());
        }
        PointResult below = Samples.measured(
                4,
                1,
                Samples.REAL,
                List.of(List.of(WindowAnalysis.of(records, Windows.closed(1, 0, 864, 959, 10), Windows.CONTEXT))));
        PointResult held = Samples.measured(
                4,
                4,
                Samples.REAL,
                List.of(List.of(WindowAnalysis.of(Windows.waves(4, 10, 1), full, Windows.CONTEXT))));
        TableColumn column = TableColumn.figures().get(12);
        assertThat(column.unit()).isEqualTo("deliv. %");
        assertThat(column.cell().apply(below)).isEqualTo("98.9");
        assertThat(column.cell().apply(held)).isEqualTo("99.7");
    }

    @Test
    void objectivesStandBelowTheTable() {
        SloSpec slo = new SloSpec(List.of(
                new Bound(Metric.TTFT, 50, Duration.ofMillis(120)),
                new Bound(Metric.E2EL, 99, Duration.ofMillis(120))));
        MetricContext context =
                new MetricContext(Windows.CONTEXT.workload(), 4, slo, null, Windows.CONTEXT.latenessBound(), 1);
        String table = TextTable.render(
                List.of(Samples.measured(
                        4,
                        4,
                        Samples.REAL,
                        List.of(List.of(
                                WindowAnalysis.of(Windows.waves(4, 10, 1), Windows.waveMark(4, 10, 1), context))))),
                160);
        assertThat(table)
                .contains("SLO MET: ttftP50 <= 120.0 ms, is 100.0 ms (over 40 attempts)")
                .contains("SLO UNDECIDED: e2elP99 <= 120.0 ms, 40 values, but this percentile needs 100");
    }

    @Test
    void noPointsGiveNoTable() {
        assertThat(TextTable.render(List.of(), 80)).isEmpty();
    }
}
