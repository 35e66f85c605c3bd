package io.infermark.matrix;

import static org.assertj.core.api.Assertions.assertThat;

import io.infermark.config.YamlReader;
import io.infermark.config.master.Dialect;
import io.infermark.config.master.MasterFile;
import io.infermark.config.master.MasterLoader;
import io.infermark.config.master.MasterLoader.Source;
import io.infermark.config.master.Runners;
import io.infermark.matrix.MatrixRequest.Bounds;
import io.infermark.matrix.MatrixRequest.FullSweep;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** A million rows in a virtual machine whose heap could not hold a tenth of them. */
class MatrixStreamingTest {

    private static final int ROWS = 1_000_000;

    @Test
    void aMillionRowsStreamThroughAHeapOfFortyEightMegabytes() throws IOException, InterruptedException {
        Process child = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx48m",
                        "-XX:+UseSerialGC",
                        "-cp",
                        System.getProperty("java.class.path"),
                        MillionRows.class.getName())
                .redirectErrorStream(true)
                .start();
        String said;
        try (BufferedReader out =
                new BufferedReader(new InputStreamReader(child.getInputStream(), StandardCharsets.UTF_8))) {
            said = String.join("\n", out.lines().toList());
        }
        assertThat(child.waitFor()).as(said).isZero();
        assertThat(said).contains("rows=" + ROWS);
    }

    /** The child: prints the rows' JSON to a counter, with evaluations marked, the mode with the most state. */
    static final class MillionRows {

        private MillionRows() {}

        public static void main(String[] arguments) throws IOException {
            String concs = String.join(
                    ",",
                    IntStream.rangeClosed(1, 1_000).mapToObj(Integer::toString).toList());
            String text = "k: {image: i, model: m, model-prefix: p, precision: fp8, framework: f, runner: r,"
                    + " multinode: false, scenarios: {fixed-seq-len: [{isl: 8192, osl: 1024, search-space: [{tp: 8,"
                    + " conc-list: [" + concs + "]}]}]}}";
            YamlReader reader = new YamlReader();
            MasterFile file = new MasterLoader(reader)
                    .of(List.of(new Source("f.yaml", reader.parse(text, "f.yaml"))), Dialect.HEAD);
            List<String> machines =
                    IntStream.range(0, ROWS / 1_000).mapToObj(i -> "m" + i).toList();
            Runners runners = new Runners("r.yaml", Map.of("r", machines), Map.of());
            FullSweep sweep = new FullSweep(
                    List.of(), List.of(), List.of(), List.of(), List.of(), List.of(), Bounds.NONE, "m", true, true);
            long[] rows = {0};
            try (MatrixWriter out = MatrixFormat.JSON.writer(Writer.nullWriter())) {
                new MatrixGenerator(file, runners).generate(sweep, EvalMode.MARK, row -> {
                    rows[0]++;
                    try {
                        out.write(row);
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                });
            }
            System.out.println("rows=" + rows[0]);
        }
    }
}
