package io.infermark.run;

import io.infermark.plan.Benchmark;
import io.infermark.sim.SimServer;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/** Runs in this JVM, and what they printed. */
record Runs(RunOutcome outcome, String out, String err) {
    /** One window in this JVM. */
    static OptionsBuilder options(SimServer sim, Path out) {
        return new OptionsBuilder()
                .server(sim.uri().toString())
                .forks(0)
                .measurementIterations(1)
                .out(out);
    }

    static Runs of(OptionsBuilder options, Benchmark... benchmarks) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        RunOutcome outcome = new InfermarkRunner(
                        options.build(),
                        List.of(benchmarks),
                        new PrintStream(out, true, StandardCharsets.UTF_8),
                        new PrintStream(err, true, StandardCharsets.UTF_8))
                .run();
        return new Runs(outcome, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }

    @Override
    public String toString() {
        return "exit code " + outcome.exitCode() + "\n--- out\n" + out + "\n--- err\n" + err;
    }
}
