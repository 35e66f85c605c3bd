package io.infermark.api.engine;

import io.infermark.api.Engine;
import io.infermark.api.EngineFacts;
import io.infermark.api.Launch;
import io.infermark.api.SpecDecoding;
import io.infermark.api.Vendor;

/** llama.cpp's llama-server. */
@EngineFacts(
        name = "llama.cpp",
        vendors = {Vendor.CPU, Vendor.NVIDIA, Vendor.AMD, Vendor.INTEL},
        flags = {
            "-t",
            "--threads",
            "-tb",
            "--threads-batch",
            "-b",
            "--batch-size",
            "-ub",
            "--ubatch-size",
            "-ngl",
            "--n-gpu-layers",
            "-fa",
            "--flash-attn",
            "-ctk",
            "--cache-type-k",
            "-ctv",
            "--cache-type-v",
            "--mlock",
            "--no-mmap",
            "--numa",
            "-sm",
            "--split-mode",
            "--slots",
            "--props",
            "--no-warmup",
            "--cont-batching",
            "--no-cont-batching",
            "--kv-unified",
            "--no-kv-unified",
            "-np",
            "--parallel",
            "--offline",
            "-v"
        },
        managedFlags = {
            "-m",
            "--model",
            "--alias",
            "--host",
            "--port",
            "-c",
            "--ctx-size",
            "--metrics",
            "-hf",
            "-md",
            "--draft-max",
            "--cache-ram",
            "--cache-prompt",
            "--no-cache-prompt"
        },
        specDecoding = {SpecDecoding.NONE, SpecDecoding.DRAFT_MODEL},
        defaultLaunch = Launch.PROCESS)
public interface LlamaCpp extends Engine {}
