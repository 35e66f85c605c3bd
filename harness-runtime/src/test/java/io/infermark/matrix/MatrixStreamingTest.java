package io.infermark.matrix;

import static org.assertj.core.api.Assertions.assertThat;

import io.infermark.cli.Main;
import io.infermark.config.Value;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A million rows, checks and evaluations included, from a virtual machine whose heap could not hold a tenth of them. */
class MatrixStreamingTest {

    private static final int MACHINES = 1_000;
    private static final int CONCURRENCIES = 1_000;

    @TempDir
    private Path folder = Path.of("");

    @ParameterizedTest
    @ValueSource(strings = {"json", "github"})
    void aMillionRowsStreamThroughAHeapOfThirtyTwoMegabytes(String format) throws IOException, InterruptedException {
        String concs = numbers(CONCURRENCIES, "");
        Path master = Files.writeString(
                folder.resolve("master.yaml"),
                "k: {image: i, model: m, model-prefix: p, precision: fp8, framework: vllm, runner: h200,"
                        + " multinode: false, scenarios: {fixed-seq-len: [{isl: 8192, osl: 1024, search-space: [{tp: 8,"
                        + " conc-list: [" + concs + "]}]}]}}\n");
        Path runners = Files.writeString(
                folder.resolve("runners.yaml"), "labels: {h200: [" + numbers(MACHINES, "h200_") + "]}\n");
        Process child = new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx32m",
                        "-XX:+UseSerialGC",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Main.class.getName(),
                        "matrix",
                        "full-sweep",
                        "--config-files",
                        master.toString(),
                        "--runner-config",
                        runners.toString(),
                        "--runner-node-filter",
                        "h200",
                        "--format",
                        format))
                .redirectError(folder.resolve("errors").toFile())
                .start();
        long rows = 0;
        try (InputStream out = new BufferedInputStream(child.getInputStream(), 1 << 16)) {
            rows = runEvals(out);
        }
        assertThat(child.waitFor())
                .as(Files.readString(folder.resolve("errors")))
                .isZero();
        assertThat(rows).isEqualTo((long) MACHINES * CONCURRENCIES);
    }

    private static String numbers(int count, String prefix) {
        return IntStream.rangeClosed(1, count).mapToObj(i -> prefix + i).collect(Collectors.joining(","));
    }

    /** Each row has one {@code run-eval}. */
    private static long runEvals(InputStream out) throws IOException {
        long found = 0;
        int last = 0;
        for (int c = out.read(); c >= 0; c = out.read()) {
            last = last << 8 | c;
            if (last == ('-' << 24 | 'e' << 16 | 'v' << 8 | 'a')) {
                found++;
            }
        }
        return found;
    }

    @Test
    void distinctConcurrenciesAreOrderedWhateverTheirKind() {
        DistinctConcurrencies concs = new DistinctConcurrencies();
        for (long conc : new long[] {64, 100_000, 16, 64, 100_000, 65_535, 65_536}) {
            concs.add(Value.whole(conc));
        }
        assertThat(concs.ascending())
                .containsExactly(
                        Value.whole(16),
                        Value.whole(64),
                        Value.whole(65_535),
                        Value.whole(65_536),
                        Value.whole(100_000));
    }
}
