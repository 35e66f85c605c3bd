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
import io.infermark.api.hardware.H100;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Timeout;

/**
 * What must not pass for a measurement: {@link Llama8bVllmH100}'s server with its prefix cache left on, and prompts that repeat. Run it with {@code -compat inferencex}, whose data set is the same in
 * every window: the cache answers from the second on, and TTFT looks excellent. No hit rate is declared, and the engine's own counters say that there was one, so every point must come out INVALID
 * ({@code PrefixCache}).
 *
 * <pre>
 * $ java -jar benchmarks.jar Llama8bPrefixCacheH100 -compat inferencex -out honesty
 * </pre>
 */
@ServingBenchmark
@Model(id = "llama-3.1-8b-random", prefix = "llama8b", precision = Precision.BF16, servedName = "llama8b")
@Hardware(H100.class)
@Server(
        engine = Vllm.class,
        launch = Launch.PROCESS,
        prefixCache = true,
        flags = {"--load-format", "dummy", "--enforce-eager"},
        env = {"HF_HUB_OFFLINE=1", "VLLM_USE_FLASHINFER_SAMPLER=0"},
        startTimeout = "10 min")
@Workload(isl = 1024, osl = 32)
@Sweep(tp = 1, concurrency = @Concurrency({2, 8}))
@Window(requestsPerConcurrency = 5)
@Measurement(iterations = 2)
@Timeout(time = 5, timeUnit = TimeUnit.MINUTES)
public class Llama8bPrefixCacheH100 {}
