package io.infermark.cli.matrix;

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
import org.junit.jupiter.api.io.TempDir;

/** Options as upstream's argument parser reads them. */
class LastWinsTest {
    @TempDir
    private Path folder = Path.of("");

    @Test
    void theLastOfAnOptionCountsWithItsValues() {
        assertThat(LastWins.of(List.of("matrix", "x", "--a", "1", "2", "--b", "--a", "3")))
                .containsExactly("matrix", "x", "--b", "--a", "3");
        assertThat(LastWins.of(List.of("x", "--a=1", "--c", "-1", "--a", "2")))
                .containsExactly("x", "--c", "-1", "--a", "2");
    }

    @Test
    void theCommandLineFollows() throws IOException {
        Path configs = Files.writeString(
                folder.resolve("c.yaml"),
                "k: {image: i, model: m, model-prefix: p, precision: fp8, framework: vllm, runner: h200, multinode: false,"
                        + " scenarios: {fixed-seq-len: [{isl: 8192, osl: 1024, search-space: [{tp: 8, conc-list: [1, 2, 4]}]}]}}");
        Path runners = Files.writeString(folder.resolve("r.yaml"), "labels: {h200: [a]}\n");
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        int code = Main.run(
                new String[] {
                    "matrix",
                    "full-sweep",
                    "--config-files",
                    "none.yaml",
                    "--max-conc",
                    "4",
                    "--runner-conf",
                    runners.toString(),
                    "--max-conc",
                    "1",
                    "--config-files",
                    configs.toString()
                },
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8));
        assertThat(code).as(err.toString(StandardCharsets.UTF_8)).isZero();
        assertThat(out.toString(StandardCharsets.UTF_8)).contains("\"conc\":1,").doesNotContain("\"conc\":2,");
    }
}
