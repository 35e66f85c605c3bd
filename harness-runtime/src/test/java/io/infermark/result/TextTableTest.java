package io.infermark.result;

import static org.assertj.core.api.Assertions.assertThat;

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
    void noPointsGiveNoTable() {
        assertThat(TextTable.render(List.of(), 80)).isEmpty();
    }
}
