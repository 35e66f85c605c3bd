package io.infermark.api.engine;

import io.infermark.api.Engine;
import io.infermark.api.EngineFacts;
import io.infermark.api.Launch;
import io.infermark.api.SpecDecoding;
import io.infermark.api.Vendor;

/** SGLang. */
@EngineFacts(
        name = "sglang",
        vendors = {Vendor.NVIDIA, Vendor.AMD, Vendor.CPU, Vendor.INTEL},
        flags = {
            "--mem-fraction-static",
            "--max-running-requests",
            "--chunked-prefill-size",
            "--max-prefill-tokens",
            "--kv-cache-dtype",
            "--quantization",
            "--attention-backend",
            "--cuda-graph-max-bs",
            "--disable-cuda-graph",
            "--schedule-conservativeness",
            "--schedule-policy",
            "--trust-remote-code",
            "--load-format",
            "--random-seed",
            "--stream-interval",
            "--num-continuous-decode-steps",
            "--enable-torch-compile",
            "--moe-runner-backend",
            "--moe-a2a-backend",
            "--moe-dense-tp-size",
            "--page-size",
            "--scheduler-recv-interval",
            "--enable-metrics",
            "--speculative-num-steps",
            "--speculative-eagle-topk",
            "--speculative-num-draft-tokens",
            "--log-level"
        },
        managedFlags = {
            "--model-path",
            "--served-model-name",
            "--host",
            "--port",
            "--tensor-parallel-size",
            "--tp-size",
            "--pipeline-parallel-size",
            "--pp-size",
            "--data-parallel-size",
            "--dp-size",
            "--expert-parallel-size",
            "--ep-size",
            "--enable-dp-attention",
            "--context-length",
            "--revision",
            "--tokenizer-path",
            "--device",
            "--speculative-algorithm",
            "--speculative-draft-model-path",
            "--disable-radix-cache"
        },
        specDecoding = {SpecDecoding.NONE, SpecDecoding.MTP, SpecDecoding.DRAFT_MODEL},
        expertParallel = true,
        dpAttention = true,
        pipelineParallel = true,
        defaultLaunch = Launch.CONTAINER)
public interface Sglang extends Engine {}
