package io.infermark.api.engine;

import io.infermark.api.Engine;
import io.infermark.api.EngineFacts;
import io.infermark.api.Launch;
import io.infermark.api.SpecDecoding;
import io.infermark.api.Vendor;

/** NVIDIA TensorRT-LLM. */
@EngineFacts(
        name = "trt",
        vendors = {Vendor.NVIDIA},
        managedFlags = {
            "--host",
            "--port",
            "--tp_size",
            "--pp_size",
            "--ep_size",
            "--max_seq_len",
            "--backend",
            "--extra_llm_api_options",
            "--revision",
            "--tokenizer"
        },
        specDecoding = {SpecDecoding.NONE, SpecDecoding.MTP, SpecDecoding.DRAFT_MODEL},
        expertParallel = true,
        dpAttention = true,
        pipelineParallel = true,
        defaultLaunch = Launch.CONTAINER)
public interface TensorRtLlm extends Engine {}
