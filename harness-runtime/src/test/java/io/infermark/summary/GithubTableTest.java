package io.infermark.summary;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Against tables that Python's tabulate 0.10.0 printed. */
class GithubTableTest {
    private static String table(List<String> headers, String... rows) throws IOException {
        GithubTable table = new GithubTable(headers);
        for (String row : rows) {
            List<JsonNode> cells = new ArrayList<>();
            new ObjectMapper().readTree(row).forEach(cells::add);
            table.row(cells);
        }
        return table.render();
    }

    @Test
    void everyKindOfColumn() throws IOException {
        assertThat(table(
                        List.of("A", "B", "C", "D", "E", "F", "G", "H"),
                        "[\"a\", 1, 2.5, \"12.3000\", \"\", true, null, \"1e3\"]",
                        "[\"bb\", \"7\", 10, \"N/A\", 3, false, \"x\", 1e-7]",
                        "[\"c\", 3, 1234567.891, \"4.5\", \"\", true, 2, \"5\"]"))
                .isEqualTo("""
                        | A   |   B |            C | D       |   E | F     | G   |        H |
                        |-----|-----|--------------|---------|-----|-------|-----|----------|
                        | a   |   1 |  2.5         | 12.3000 |     | True  |     | 1000     |
                        | bb  |   7 | 10           | N/A     |   3 | False | x   |    1e-07 |
                        | c   |   3 |  1.23457e+06 | 4.5     |     | True  | 2   |    5     |""");
    }

    @Test
    void pointsStandBelowEachOther() throws IOException {
        assertThat(table(List.of("x", "y", "z"), "[\"1.50\", \"2.0\", \"nan\"]", "[\"22.125\", \"3\", \"1.5\"]"))
                .isEqualTo("""
                        |      x |   y |     z |
                        |--------|-----|-------|
                        |  1.5   |   2 | nan   |
                        | 22.125 |   3 |   1.5 |""");
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0",
        "1234567.5, 1.23457e+06",
        "999999.5, 1e+06",
        "999999.4, 999999",
        "0.0001, 0.0001",
        "0.00001234567, 1.23457e-05",
        "-2.50, -2.5",
        "2949.56, 2949.56"
    })
    void sixSignificantDigits(double number, String text) {
        assertThat(GithubTable.general(number)).isEqualTo(text);
    }
}
