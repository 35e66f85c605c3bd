package io.infermark.server.recipe;

import static org.assertj.core.api.Assertions.assertThat;

import io.infermark.api.Accelerator;
import io.infermark.api.Launch;
import io.infermark.api.Precision;
import io.infermark.api.SpecDecoding;
import io.infermark.model.Parallelism;
import io.infermark.spi.StartPlan;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** Full command lines for every way in which the February 2026 sweep of InferenceX starts an engine. {@code -Dgoldens=update} rewrites the golden. */
class FebRecipesTest {
    private static final Path GOLDEN = Path.of("src/test/resources/io/infermark/server/recipe/feb-commands.txt");
    private static final Map<String, Class<? extends Accelerator>> HARDWARE = Map.of(
            "h100", io.infermark.api.hardware.H100.class,
            "h200", io.infermark.api.hardware.H200.class,
            "b200", io.infermark.api.hardware.B200.class,
            "mi300x", io.infermark.api.hardware.MI300X.class,
            "mi325x", io.infermark.api.hardware.MI325X.class,
            "mi355x", io.infermark.api.hardware.MI355X.class);

    @Test
    void everyStartOfTheSweepHasItsWholeCommandLine() throws IOException {
        List<String[]> points = points();
        StringBuilder commands = new StringBuilder();
        for (String[] columns : points) {
            commands.append("## ").append(String.join(" ", columns)).append('\n');
            for (Launch launch : List.of(Launch.CONTAINER, Launch.PROCESS)) {
                StartPlan plan = fixture(columns, launch).plan();
                commands.append(CommandText.of(plan)).append('\n');
                if (launch == Launch.CONTAINER) {
                    plan.files()
                            .forEach((name, content) -> commands.append("# file ")
                                    .append(name)
                                    .append('\n')
                                    .append(content.indent(2)));
                }
            }
        }
        if ("update".equals(System.getProperty("goldens"))) {
            Files.writeString(GOLDEN, commands);
        }
        assertThat(points).hasSizeGreaterThanOrEqualTo(60);
        assertThat(commands.toString()).isEqualTo(Files.readString(GOLDEN));
    }

    private static SpecFixture fixture(String[] columns, Launch launch) {
        SpecFixture fixture = SpecFixture.of(columns[0], Objects.requireNonNull(HARDWARE.get(columns[1])));
        fixture.launch = launch;
        fixture.model = columns[2];
        fixture.precision = Precision.of(columns[4]).orElseThrow();
        fixture.isl = Integer.parseInt(columns[5]);
        fixture.osl = Integer.parseInt(columns[6]);
        fixture.parallelism = new Parallelism(
                Integer.parseInt(columns[7]), 1, 1, 1, Integer.parseInt(columns[8]), Boolean.parseBoolean(columns[9]));
        fixture.specDecoding = columns[10].equals("mtp") ? SpecDecoding.MTP : SpecDecoding.NONE;
        fixture.maxModelLen = Integer.parseInt(columns[11]);
        fixture.image = columns[12];
        fixture.concurrency = Integer.parseInt(columns[13]);
        fixture.env = Map.of("HF_TOKEN", "env:HF_TOKEN");
        return fixture;
    }

    private static List<String[]> points() throws IOException {
        try (InputStream table = Objects.requireNonNull(FebRecipesTest.class.getResourceAsStream("feb-points.tsv"))) {
            return new String(table.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.startsWith("#"))
                    .map(line -> line.split("\t", -1))
                    .toList();
        }
    }
}
