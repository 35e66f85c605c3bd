package io.infermark.processor;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.io.TempDir;

/** The exact text of what is generated. {@code -Dgoldens=update} rewrites the expected files; refused where {@code CI=true}. */
class GoldenTest {
    private static final Path GOLDENS = Path.of("src/test/resources/goldens/GoldenTest");

    @TempDir
    Path folder;

    @Test
    void smallest(TestInfo test) throws IOException {
        compare(
                test,
                new Project(folder).put("com.x.Bench", BenchmarkSource.valid().text()));
    }

    @Test
    void everything(TestInfo test) throws IOException {
        compare(test, new Project(folder).put("com.x.Outer", Sources.EVERYTHING));
    }

    private static void compare(TestInfo test, Project project) throws IOException {
        assertThat(project.compile("-Xlint:all", "-Werror"))
                .satisfies(result ->
                        assertThat(result.success()).as(result.toString()).isTrue());
        Path goldens = GOLDENS.resolve(test.getTestMethod().orElseThrow().getName());
        Map<String, String> generated = project.generated();
        if ("update".equals(System.getProperty("goldens"))) {
            assertThat(System.getenv("CI"))
                    .as("goldens are not rewritten in CI")
                    .isNotEqualTo("true");
            for (Map.Entry<String, String> file : generated.entrySet()) {
                Path golden = goldens.resolve(file.getKey());
                Files.createDirectories(golden.getParent());
                Files.writeString(golden, file.getValue());
            }
        }
        assertThat(generated).as("rewrite with -Dgoldens=update").isEqualTo(read(goldens));
    }

    private static Map<String, String> read(Path goldens) throws IOException {
        Map<String, String> contents = new TreeMap<>();
        if (Files.exists(goldens)) {
            try (Stream<Path> paths = Files.walk(goldens)) {
                for (Path path : paths.filter(Files::isRegularFile).toList()) {
                    contents.put(goldens.relativize(path).toString().replace('\\', '/'), Files.readString(path));
                }
            }
        }
        return contents;
    }
}
