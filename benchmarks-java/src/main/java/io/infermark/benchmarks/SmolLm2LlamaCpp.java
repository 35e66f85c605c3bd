package io.infermark.benchmarks;

import io.infermark.api.Concurrency;
import io.infermark.api.Hardware;
import io.infermark.api.Launch;
import io.infermark.api.Model;
import io.infermark.api.Precision;
import io.infermark.api.Server;
import io.infermark.api.ServingBenchmark;
import io.infermark.api.Sweep;
import io.infermark.api.Window;
import io.infermark.api.Workload;
import io.infermark.api.engine.LlamaCpp;
import io.infermark.api.hardware.HostCpu;
import io.infermark.run.InfermarkRunner;
import io.infermark.run.OptionsBuilder;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Timeout;

/**
 * SmolLM2-135M-Instruct on llama.cpp's {@code llama-server}, on one core of this machine: the smallest real transformer behind a real engine. Four slots, so the points with eight
 * streams show what queueing does: it belongs in TTFT, not in TPOT.
 *
 * <p>To run it, {@code llama-server} must be on the {@code PATH} and the working folder must hold the weights; this builds the one and fetches the other, once:
 *
 * <pre>
 * $ cd "$(harness-runtime/src/test/scripts/llamacpp.sh)"
 * $ PATH=$PWD:$PATH java -jar …/benchmarks-java/target/benchmarks.jar SmolLm2LlamaCpp -out ~/smollm2
 * </pre>
 *
 * <p>Against a server that already runs, from any folder:
 *
 * <pre>
 * $ java -jar benchmarks-java/target/benchmarks.jar SmolLm2LlamaCpp -server http://127.0.0.1:8080
 * </pre>
 *
 * <p>llama.cpp states no token count for each event, so inter-token latency is absent and every point is marked for it; TTFT, TPOT and E2EL rest on its usage and are exact.
 */
@ServingBenchmark
@Model(
        id = "SmolLM2-135M-Instruct.Q4_1.gguf",
        prefix = "smollm2",
        precision = Precision.INT4,
        servedName = "smollm2-135m")
@Hardware(HostCpu.class)
@Server(
        engine = LlamaCpp.class,
        launch = Launch.PROCESS,
        flags = {"-np", "4", "-t", "1"},
        startTimeout = "2 min")
@Workload(isl = 32, osl = 32)
@Workload(isl = 64, osl = 64)
@Sweep(concurrency = @Concurrency(from = 1, to = 8))
@Window(requests = 12, warmupRequestsPerConcurrency = 1)
@Measurement(iterations = 2)
@Timeout(time = 5, timeUnit = TimeUnit.MINUTES)
public class SmolLm2LlamaCpp {
    /** Runs it from an IDE, under the conditions above. */
    public static void main(String[] args) {
        System.exit(new InfermarkRunner(
                        new OptionsBuilder().include(SmolLm2LlamaCpp.class).build())
                .run()
                .exitCode());
    }
}
