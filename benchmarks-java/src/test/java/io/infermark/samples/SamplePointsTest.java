package io.infermark.samples;

import static org.assertj.core.api.Assertions.assertThat;

import io.infermark.cli.Main;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which points each sample is. {@code -Dgoldens=update} rewrites the expected lists; refused where {@code CI} is set. */
class SamplePointsTest {
    private static final Path GOLDENS = Path.of("src/test/resources/goldens/points");

    private static List<String> points(String... arguments) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        int code = Main.run(arguments, new PrintStream(out, true, StandardCharsets.UTF_8), System.err);
        assertThat(code).isZero();
        return out.toString(StandardCharsets.UTF_8)
                .lines()
                .map(line -> line.replaceAll(" {2}~.*", ""))
                .toList();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Sample_01_HelloServer",
                "Sample_02_Sweeps",
                "Sample_03_OpenLoop",
                "Sample_04_Slo",
                "Sample_05_ExternalServer"
            })
    void aSampleIsThesePointsInThisOrder(String sample) throws IOException {
        List<String> points = points("io.infermark.samples." + sample + "\\[", "-lpoints");
        Path golden = GOLDENS.resolve(sample + ".txt");
        if ("update".equals(System.getProperty("goldens"))) {
            assertThat(System.getenv("CI"))
                    .as("goldens are not rewritten in CI")
                    .isNull();
            Files.createDirectories(GOLDENS);
            Files.write(golden, points);
        }
        assertThat(points).as("rewrite with -Dgoldens=update").isEqualTo(Files.readAllLines(golden));
    }

    @Test
    void everySampleHasAList() {
        assertThat(points("-l").stream().filter(name -> name.contains(".Sample_")))
                .allSatisfy(name -> assertThat(GOLDENS.resolve(name.substring(name.lastIndexOf('.') + 1) + ".txt"))
                        .exists());
    }

    @Test
    void theSampleSweepHasTwelvePointsOverTwoAxes() {
        List<String> points = points("Sample_02_Sweeps", "-lpoints");
        assertThat(points).hasSizeGreaterThanOrEqualTo(12);
        assertThat(points.stream()
                        .map(id -> id.replaceAll(".*tp=(\\d+).*", "$1"))
                        .distinct())
                .hasSize(2);
    }
}
