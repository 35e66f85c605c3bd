package com.x;

import io.infermark.api.Arrival;
import io.infermark.api.Launch;
import io.infermark.api.Precision;
import io.infermark.api.Protocol;
import io.infermark.api.SpecDecoding;
import io.infermark.api.Vendor;
import io.infermark.model.BenchmarkSpec;
import io.infermark.model.EndpointSpec;
import io.infermark.model.EngineSpec;
import io.infermark.model.HardwareSpec;
import io.infermark.model.ModelSpec;
import io.infermark.model.RateSpec;
import io.infermark.model.RunSettings;
import io.infermark.model.ServerSpec;
import io.infermark.model.SloSpec;
import io.infermark.model.SweepRow;
import io.infermark.model.WindowBound;
import io.infermark.model.WorkloadSpec;
import io.infermark.spi.Hooks;
import io.infermark.spi.MatrixProvider;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.annotation.processing.Generated;

/**
 * The matrix of {@code com.x.Bench}.
 */
@Generated("io.infermark.processor.BenchmarkProcessor")
public final class Bench_Matrix implements MatrixProvider {
  /**
   * Called by the runner.
   */
  public Bench_Matrix() {
  }

  @Override
  public BenchmarkSpec spec() {
    return new BenchmarkSpec(
          "com.x.Bench",
          "",
          model(),
          hardware(),
          server(),
          List.of(new WorkloadSpec("1k1k", 1024, 1024, 1.0)),
          List.of(row0()),
          List.of(),
          slo(),
          run(),
          2000);
  }

  private static ModelSpec model() {
    return new ModelSpec(
          "org/model-7b",
          "model-7b",
          Precision.FP8,
          "",
          "",
          "",
          0.0,
          0,
          0,
          0,
          0);
  }

  private static HardwareSpec hardware() {
    return new HardwareSpec(
          "h100",
          Vendor.NVIDIA,
          8,
          79.6,
          List.of(Precision.MXFP4, Precision.FP8, Precision.INT8, Precision.INT4, Precision.BF16, Precision.FP16, Precision.FP32),
          1,
          "h100");
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

  private static EndpointSpec endpoint() {
    return new EndpointSpec(
          List.of(),
          Protocol.COMPLETIONS,
          "/v1",
          "",
          List.of(),
          Map.of(),
          List.of(),
          "",
          "");
  }

  private static ServerSpec server() {
    return new ServerSpec(
          engine(),
          "vllm:1",
          Launch.CONTAINER,
          List.of(),
          List.of(),
          Map.of(),
          Duration.ofNanos(2400000000000L),
          false,
          endpoint());
  }

  private static SloSpec slo() {
    return new SloSpec(
          List.of());
  }

  private static RunSettings run() {
    return new RunSettings(
          1,
          0,
          1,
          new WindowBound.PerConcurrency(2),
          3,
          new WindowBound.PerConcurrency(10),
          Duration.ofNanos(600000000000L),
          10,
          List.of());
  }

  private static SweepRow row0() {
    return new SweepRow(
          "",
          List.of(8),
          List.of(1),
          List.of(1),
          List.of(1),
          List.of(1),
          List.of(false),
          List.of(SpecDecoding.NONE),
          List.of(),
          new RateSpec(List.of(), Arrival.POISSON, 1.0, ""),
          List.of(4, 8),
          Map.of(),
          Set.of("tp"));
  }

  @Override
  public Hooks newHooks() {
    return Hooks.NONE;
  }
}
