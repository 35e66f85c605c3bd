package io.infermark.api.engine;

import io.infermark.api.Engine;
import io.infermark.api.EngineFacts;
import io.infermark.api.Launch;
import io.infermark.api.SpecDecoding;
import io.infermark.api.Vendor;

/** vLLM. */
@EngineFacts(
        name = "vllm",
        vendors = {Vendor.NVIDIA, Vendor.AMD, Vendor.CPU, Vendor.INTEL},
        flags = {
            "--max-num-seqs",
            "--max-num-batched-tokens",
            "--gpu-memory-utilization",
            "--kv-cache-dtype",
            "--block-size",
            "--enforce-eager",
            "--quantization",
            "--dtype",
            "--swap-space",
            "--attention-backend",
            "--compilation-config",
            "--cuda-graph-sizes",
            "--async-scheduling",
            "--trust-remote-code",
            "--load-format",
            "--seed",
            "--enable-chunked-prefill",
            "--no-enable-chunked-prefill",
            "--enable-eplb",
            "--all2all-backend",
            "--disable-log-stats",
            "--stream-interval",
            "--enable-prompt-tokens-details",
            "--cpu-offload-gb"
        },
        managedFlags = {
            "--model",
            "--served-model-name",
            "--host",
            "--port",
            "--tensor-parallel-size",
            "--pipeline-parallel-size",
            "--data-parallel-size",
            "--enable-expert-parallel",
            "--max-model-len",
            "--revision",
            "--tokenizer",
            "--decode-context-parallel-size",
            "--prefill-context-parallel-size",
            "--speculative-config",
            "--enable-prefix-caching",
            "--no-enable-prefix-caching"
        },
        specDecoding = {SpecDecoding.NONE, SpecDecoding.MTP, SpecDecoding.DRAFT_MODEL},
        expertParallel = true,
        dpAttention = true,
        pipelineParallel = true,
        defaultLaunch = Launch.CONTAINER)
public interface Vllm extends Engine {}
