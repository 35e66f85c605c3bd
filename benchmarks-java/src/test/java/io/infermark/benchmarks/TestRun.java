package io.infermark.benchmarks;

import io.infermark.plan.Benchmark;
import io.infermark.run.InfermarkRunner;
import io.infermark.run.OptionsBuilder;
import io.infermark.run.RunOutcome;
import io.infermark.spi.MatrixProvider;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A run from this JVM, for benchmarks that only a test has.
 *
 * @param printed everything on both streams
 */
record TestRun(int exitCode, String printed) {
    /** @param server null: the benchmark's own */
    static TestRun of(MatrixProvider benchmark, @Nullable URI server, Path out) {
        OptionsBuilder options = new OptionsBuilder().out(out);
        if (server != null) {
            options.server(server.toString());
        }
        return of(benchmark, options);
    }

    static TestRun of(MatrixProvider benchmark, OptionsBuilder options) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (PrintStream stream = new PrintStream(bytes, true, StandardCharsets.UTF_8)) {
            RunOutcome outcome =
                    new InfermarkRunner(options.build(), List.of(Benchmark.of(benchmark)), stream, stream).run();
            return new TestRun(outcome.exitCode(), bytes.toString(StandardCharsets.UTF_8));
        }
    }
}
