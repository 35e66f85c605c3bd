package io.infermark.server.diagnosis;

import java.util.List;

/** What llama-server prints. */
final class LlamaCppFailures {
    private static final String RUN = "llama-server b11434, run";
    private static final String SOURCE = "llama.cpp b11434, source";

    static final List<KnownFailure> ALL = List.of(
            KnownFailure.seen(
                    "PortTaken",
                    "couldn't bind HTTP server socket.*port: (\\d+)",
                    "port $1 is in use.",
                    "end what listens there (ss -ltnp), or leave the port to the harness.",
                    RUN),
            KnownFailure.seen(
                    "UnknownFlag",
                    "error: invalid argument: (\\S+)",
                    "llama-server does not know the argument $1.",
                    "remove it from @Server(flags) or @Axis(flag); llama-server --help lists what this build knows.",
                    RUN),
            KnownFailure.documented(
                    "ModelArchitectureUnknown",
                    "unknown model architecture: '([^']*)'",
                    "this build of llama.cpp does not know the architecture $1.",
                    "use a newer build, or another model in @Model(id).",
                    SOURCE),
            KnownFailure.documented(
                    "GpuOutOfMemory",
                    "(?:cudaMalloc|hipMalloc) failed: out of memory",
                    "the weights or the KV cache do not fit into GPU memory.",
                    "offload fewer layers (@Server(flags = {\"-ngl\", \"…\"})), lower @Model(maxModelLen) or the slots (-np), or choose more GPUs in @Sweep(tp).",
                    SOURCE),
            KnownFailure.documented(
                    "KvCacheAllocation",
                    "failed to (?:allocate buffer for kv cache|initialize the context)",
                    "the KV cache of all slots does not fit into memory.",
                    "lower @Model(maxModelLen) or the slots (@Server(flags = {\"-np\", \"…\"})), or quantise the cache with -ctk/-ctv.",
                    SOURCE),
            KnownFailure.seen(
                    "ModelMissing",
                    "failed to load model, '([^']*)'",
                    "the model file $1 could not be loaded.",
                    "state a readable GGUF file with @Model(id = \"/path/model.gguf\").",
                    RUN));

    private LlamaCppFailures() {}
}
