package com.x;

import io.infermark.api.Arrival;
import io.infermark.api.Launch;
import io.infermark.api.Precision;
import io.infermark.api.Protocol;
import io.infermark.api.SpecDecoding;
import io.infermark.api.Vendor;
import io.infermark.model.AxisSpec;
import io.infermark.model.BenchmarkSpec;
import io.infermark.model.ComponentSpec;
import io.infermark.model.Condition;
import io.infermark.model.EndpointSpec;
import io.infermark.model.EngineSpec;
import io.infermark.model.Exclusion;
import io.infermark.model.HardwareSpec;
import io.infermark.model.HeaderSpec;
import io.infermark.model.ModelSpec;
import io.infermark.model.RateSpec;
import io.infermark.model.RunSettings;
import io.infermark.model.ServerSpec;
import io.infermark.model.SloSpec;
import io.infermark.model.SweepRow;
import io.infermark.model.WindowBound;
import io.infermark.model.WorkloadSpec;
import io.infermark.spi.Endpoint;
import io.infermark.spi.Hooks;
import io.infermark.spi.MatrixProvider;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.annotation.processing.Generated;
import org.openjdk.jmh.annotations.Level;

/**
 * The matrix of {@code com.x.Outer$Inner}.
 */
@Generated("io.infermark.processor.BenchmarkProcessor")
public final class Outer$Inner_Matrix implements MatrixProvider {
  /**
   * Called by the runner.
   */
  public Outer$Inner_Matrix() {
  }

  @Override
  public BenchmarkSpec spec() {
    return new BenchmarkSpec(
          "com.x.Outer$Inner",
          "\u00b5-benchmark with \"quotes\", a \\ and a $",
          model(),
          hardware(),
          server(),
          List.of(
            new WorkloadSpec("1k1k", 1024, 1024, 1.0),
            new WorkloadSpec("short", 300, 50, 0.8)),
          List.of(
            row0(),
            row1(),
            row2()),
          List.of(
            new Exclusion(List.of(
              new Condition("ep", Condition.Operator.EQUAL, "4"),
              new Condition("tp", Condition.Operator.EQUAL, "8")), ""),
            new Exclusion(List.of(new Condition("rate", Condition.Operator.GREATER, "4")), "too fast")),
          slo(),
          run(),
          5000);
  }

  private static ModelSpec model() {
    return new ModelSpec(
          "org/model-70b",
          "m70",
          Precision.FP8,
          "m",
          "/models/m",
          "abc",
          70.6,
          80,
          8,
          128,
          10000);
  }

  private static HardwareSpec hardware() {
    return new HardwareSpec(
          "h200",
          Vendor.NVIDIA,
          8,
          140.4,
          List.of(Precision.MXFP4, Precision.FP8, Precision.INT8, Precision.INT4, Precision.BF16, Precision.FP16, Precision.FP32),
          2,
          "site-h200");
  }

  private static EngineSpec engine() {
    return new EngineSpec(
          "vllm",
          List.of(Vendor.NVIDIA, Vendor.AMD, Vendor.CPU, Vendor.INTEL),
          List.of("--max-num-seqs", "--max-num-batched-tokens", "--gpu-memory-utilization", "--kv-cache-dtype", "--block-size", "--enforce-eager", "--quantization", "--dtype", "--swap-space", "--attention-backend", "--compilation-config", "--cuda-graph-sizes", "--async-scheduling", "--trust-remote-code", "--load-format", "--seed", "--enable-chunked-prefill", "--no-enable-chunked-prefill", "--enable-eplb", "--all2all-backend", "--disable-log-stats", "--stream-interval", "--enable-prompt-tokens-details", "--cpu-offload-gb"),
          List.of("--model", "--served-model-name", "--host", "--port", "--tensor-parallel-size", "--pipeline-parallel-size", "--data-parallel-size", "--enable-expert-parallel", "--max-model-len", "--revision", "--tokenizer", "--decode-context-parallel-size", "--prefill-context-parallel-size", "--speculative-config", "--enable-prefix-caching", "--no-enable-prefix-caching"),
          List.of(SpecDecoding.NONE, SpecDecoding.MTP, SpecDecoding.DRAFT_MODEL),
          true,
          true,
          true,
          Launch.CONTAINER);
  }

  private static Map<String, String> map0() {
    Map<String, String> map = new LinkedHashMap<>();
    map.put("temperature", "0");
    map.put("stop", "[\"a\"]");
    return map;
  }

  private static EndpointSpec endpoint() {
    return new EndpointSpec(
          List.of(),
          Protocol.CHAT,
          "/api/v1",
          "env:KEY",
          List.of(
            new HeaderSpec("X-Team", "perf"),
            new HeaderSpec("Authorization", "file:/run/secret")),
          map0(),
          List.of("ignore_eos"),
          "/ca.pem",
          "c.pem,k.pem");
  }

  private static Map<String, String> map1() {
    Map<String, String> map = new LinkedHashMap<>();
    map.put("B", "2");
    map.put("A", "1");
    return map;
  }

  private static ServerSpec server() {
    return new ServerSpec(
          engine(),
          "vllm/vllm-openai@sha256:0123",
          Launch.CONTAINER,
          List.of("vllm", "serve"),
          List.of("--max-num-seqs", "256"),
          map1(),
          Duration.ofNanos(5400000000000L),
          true,
          endpoint(),
          0.25);
  }

  private static SloSpec slo() {
    return new SloSpec(
          List.of(
            new SloSpec.Bound(SloSpec.Metric.TTFT, 50.0, Duration.ofNanos(1000000000L)),
            new SloSpec.Bound(SloSpec.Metric.TTFT, 99.0, Duration.ofNanos(2000000000L)),
            new SloSpec.Bound(SloSpec.Metric.TPOT, 50.0, Duration.ofNanos(30000000L)),
            new SloSpec.Bound(SloSpec.Metric.ITL, 99.0, Duration.ofNanos(250000L)),
            new SloSpec.Bound(SloSpec.Metric.E2EL, 90.0, Duration.ofNanos(90000000000L))));
  }

  private static RunSettings run() {
    return new RunSettings(
          2,
          1,
          2,
          new WindowBound.Requests(16),
          5,
          new WindowBound.PerConcurrency(20),
          Duration.ofNanos(1200000000000L),
          12,
          List.of("-Xmx1g", "-Da=b"));
  }

  private static SweepRow row0() {
    return new SweepRow(
          "",
          List.of(16),
          List.of(1),
          List.of(1),
          List.of(1),
          List.of(1),
          List.of(false),
          List.of(SpecDecoding.NONE),
          List.of(),
          new RateSpec(List.of(), Arrival.POISSON, 1.0, ""),
          List.of(4, 8, 16, 32, 64, 100),
          Map.of(),
          Set.of("tp"),
          true,
          ComponentSpec.NONE);
  }

  private static Map<String, String> map2() {
    Map<String, String> map = new LinkedHashMap<>();
    map.put("ROW", "2");
    return map;
  }

  private static SweepRow row1() {
    return new SweepRow(
          "short",
          List.of(4, 8),
          List.of(1, 2),
          List.of(2),
          List.of(1),
          List.of(1, 4),
          List.of(false, true),
          List.of(SpecDecoding.NONE, SpecDecoding.MTP),
          List.of(
            new AxisSpec("block-size", List.of("16", "32"), AxisSpec.Carrier.FLAG, "--block-size"),
            new AxisSpec("backend", List.of("", "FLASH_ATTN"), AxisSpec.Carrier.ENV, "VLLM_ATTENTION_BACKEND"),
            new AxisSpec("eager", List.of("true"), AxisSpec.Carrier.FLAG, "--enforce-eager")),
          new RateSpec(List.of(2.0, 4.5), Arrival.GAMMA, 0.7, ""),
          List.of(200),
          map2(),
          Set.of("dcp", "dpAttention", "ep", "pcp", "pp", "specDecoding", "tp"));
  }

  private static SweepRow row2() {
    return new SweepRow(
          "short",
          List.of(4),
          List.of(1),
          List.of(1),
          List.of(1),
          List.of(1),
          List.of(false),
          List.of(SpecDecoding.NONE),
          List.of(),
          new RateSpec(List.of(3.0), Arrival.STEPS, 1.0, "0.5:30s,2:30s"),
          List.of(),
          Map.of(),
          Set.of("tp"));
  }

  @Override
  public Hooks newHooks() {
    return new BenchmarkHooks();
  }

  private static final class BenchmarkHooks implements Hooks {
    private final Outer.Inner benchmark = new Outer.Inner();

    @Override
    public void setUp(Level level, Endpoint endpoint) throws Exception {
      if (level == Level.Trial) {
        benchmark.before();
      }
      if (level == Level.Iteration) {
        benchmark.beforeEach(endpoint);
      }
    }

    @Override
    public void tearDown(Level level, Endpoint endpoint) throws Exception {
      if (level == Level.Trial) {
        benchmark.after(endpoint);
      }
      if (level == Level.Iteration) {
        benchmark.afterEach();
      }
    }
  }
}
