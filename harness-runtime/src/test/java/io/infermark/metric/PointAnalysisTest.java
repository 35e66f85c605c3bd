package io.infermark.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PointAnalysisTest {
    private static final Figure SOME = Figure.ALL.get(0);

    @ParameterizedTest
    @CsvSource({
        // Student's t at 97.5 % and 99.95 % for n − 1 degrees of freedom, from tables.
        "3, 4.302653, 31.599055",
        "4, 3.182446, 12.923979",
        "5, 2.776445, 8.610302",
        "15, 2.144787, 4.140454"
    })
    void intervalsAreStudents(int n, double t95, double t999) {
        Double[] values = new Double[n];
        double mean = (n + 1) / 2.0;
        double squares = 0;
        for (int i = 0; i < n; i++) {
            values[i] = (double) (i + 1);
            squares += (i + 1 - mean) * (i + 1 - mean);
        }
        double sd = Math.sqrt(squares / (n - 1));
        Statistic s = PointAnalysis.statistic(SOME, List.of(Arrays.asList(values)), null);
        assertThat(s.mean()).isEqualTo(mean);
        assertThat(s.sd()).isEqualTo(sd, within(1e-12));
        assertThat(s.ci95()).isEqualTo(t95 * sd / Math.sqrt(n), within(1e-5));
        assertThat(s.ci999()).isEqualTo(t999 * sd / Math.sqrt(n), within(1e-4));
        assertThat(s.reason()).isNull();
    }

    @Test
    void twoWindowsHaveNoIntervalAndSaySo() {
        Statistic s = PointAnalysis.statistic(SOME, List.of(List.of(1.0), List.of(3.0)), null);
        assertThat(s.mean()).isEqualTo(2);
        assertThat(s.sd()).isEqualTo(Math.sqrt(2));
        assertThat(s.ci95()).isNull();
        assertThat(s.ci999()).isNull();
        assertThat(s.reason()).contains("2 windows");
    }

    @Test
    void aWindowWithoutTheFigureLeavesNoMean() {
        Statistic s = PointAnalysis.statistic(SOME, List.of(Arrays.asList(1.0, null, 3.0)), 2.5);
        assertThat(s.n()).isEqualTo(2);
        assertThat(s.mean()).isNull();
        assertThat(s.ci95()).isNull();
        assertThat(s.shown()).isEqualTo(2.5);
        assertThat(s.reason()).contains("only 2 of 3");
    }

    @Test
    void theScoreIsTheMeanOverWindowsAndThePooledValueStandsBeside() {
        PointSummary summary = Objects.requireNonNull(PointAnalysis.of(List.of(
                List.of(Windows.waveWindow(4, 10, 1), Windows.waveWindow(4, 10, 1)),
                List.of(Windows.waveWindow(4, 10, 1.3)))));
        assertThat(summary.forks()).isEqualTo(2);
        assertThat(summary.windows()).isEqualTo(3);
        Statistic ttft = summary.statistic("ttft_p50").orElseThrow();
        assertThat(ttft.perFork()).containsExactly(List.of(100.0, 100.0), List.of(130.0));
        assertThat(ttft.mean()).isEqualTo(110);
        assertThat(ttft.pooled()).isEqualTo(100);
        assertThat(ttft.n()).isEqualTo(3);
        // 40 requests support no p99, 120 do.
        Statistic p99 = summary.statistic("ttft_p99").orElseThrow();
        assertThat(p99.mean()).isNull();
        assertThat(p99.pooled()).isEqualTo(130);
        assertThat(p99.shown()).isEqualTo(130);
        assertThat(p99.reason()).contains("no window");
        assertThat(summary.pooled().counts().ok()).isEqualTo(120);
        assertThat(summary.pooled().load().heldConcurrency()).isEqualTo(3.99, within(1e-9));
        assertThat(summary.pooled().load().drainSeconds()).isEqualTo((0.1995 * 3.3) / 3, within(1e-9));
        assertThat(summary.statistic("output_throughput").orElseThrow().pooled())
                .isNull();
        assertThat(summary.upstream().completed()).isEqualTo(120);
        assertThat(summary.upstream().durationSeconds()).isEqualTo(1.9995 * 3.3, within(1e-9));
    }

    @Test
    void poolingOneWindowChangesNothing() {
        WindowAnalysis window = Windows.waveWindow(4, 10, 1);
        PointSummary summary = Objects.requireNonNull(PointAnalysis.of(List.of(List.of(window))));
        assertThat(summary.pooled()).isEqualTo(window.metrics());
    }

    @Test
    void withoutAWindowThereIsNoSummary() {
        assertThat(PointAnalysis.of(List.of())).isNull();
        assertThat(PointAnalysis.of(List.of(List.of()))).isNull();
    }

    @Test
    void figureNamesAreUnique() {
        assertThat(Figure.ALL).extracting(Figure::name).doesNotHaveDuplicates();
    }
}
