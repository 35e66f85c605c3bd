package io.infermark.samples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The first screen is the sample that its command runs. */
class ReadmeTest {
    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

    @Test
    void theClassOnTheFirstScreenIsTheSampleThatTheCommandRuns() throws IOException {
        String source = Files.readString(
                ROOT.resolve("benchmarks-java/src/main/java/io/infermark/samples/Sample_02_Sweeps.java"));
        String declaration = source.substring(
                source.indexOf("@ServingBenchmark\n"), source.indexOf("public class Sample_02_Sweeps"));
        assertThat(Files.readString(ROOT.resolve("README.md")))
                .contains("```java\n" + declaration + "public class Sample_02_Sweeps {}\n```");
        assertThat(Files.readString(ROOT.resolve("benchmarks-java/pom.xml")))
                .contains("<bench.include>Sample_02_Sweeps</bench.include>");
    }

    @Test
    void everyPageThatItNamesIsThere() throws IOException {
        java.util.regex.Matcher links = java.util.regex.Pattern.compile("\\]\\(([^)#:]+)\\)")
                .matcher(Files.readString(ROOT.resolve("README.md")));
        while (links.find()) {
            assertThat(ROOT.resolve(links.group(1))).exists();
        }
    }
}
