package io.infermark.benchmarks;

import io.infermark.api.Concurrency;
import io.infermark.api.Hardware;
import io.infermark.api.Launch;
import io.infermark.api.Model;
import io.infermark.api.Precision;
import io.infermark.api.Server;
import io.infermark.api.ServingBenchmark;
import io.infermark.api.Sweep;
import io.infermark.api.Workload;
import io.infermark.api.engine.Vllm;
import io.infermark.api.hardware.H100;
import io.infermark.run.InfermarkRunner;
import io.infermark.run.OptionsBuilder;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Timeout;
import org.openjdk.jmh.annotations.Warmup;

/**
 * A model of Llama-3.1-8B's shape with random weights on vLLM 0.24.0 and one H100: 16 points that share one start of the server. Random weights say nothing of a model's answers, but the engine does
 * the same work for them, so the speed is real; every result is labelled {@code random-weights}. At 128 streams of 4,352 tokens the KV cache overflows and requests wait inside the
 * engine, which is meant: the model's facts are not stated, since with them the compiler would refuse that point ({@code MemoryTight}).
 *
 * <p>The working folder must hold the model's folder {@code llama-3.1-8b-random} ({@code config.json} and a tokenizer; no weights are read), and {@code vllm} must be on the
 * {@code PATH}. A run with its results is in {@code docs/examples/h100}.
 *
 * <pre>
 * $ java -jar benchmarks.jar Llama8bVllmH100 -out h100
 * </pre>
 */
@ServingBenchmark
@Model(id = "llama-3.1-8b-random", prefix = "llama8b", precision = Precision.BF16, servedName = "llama8b")
@Hardware(H100.class)
@Server(
        engine = Vllm.class,
        launch = Launch.PROCESS,
        flags = {"--load-format", "dummy"},
        env = {"HF_HUB_OFFLINE=1", "VLLM_USE_FLASHINFER_SAMPLER=0"},
        startTimeout = "10 min")
@Workload(isl = 1024, osl = 128)
@Workload(isl = 4096, osl = 256)
@Sweep(tp = 1, concurrency = @Concurrency(from = 1, to = 128))
@Warmup(iterations = 1)
@Measurement(iterations = 2, time = 15, timeUnit = TimeUnit.SECONDS)
@Timeout(time = 5, timeUnit = TimeUnit.MINUTES)
public class Llama8bVllmH100 {
    /** Runs it from an IDE, under the conditions above. */
    public static void main(String[] args) {
        System.exit(new InfermarkRunner(
                        new OptionsBuilder().include(Llama8bVllmH100.class).build())
                .run()
                .exitCode());
    }
}
