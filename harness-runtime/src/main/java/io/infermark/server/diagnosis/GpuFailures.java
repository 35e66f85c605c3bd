package io.infermark.server.diagnosis;

import java.util.List;

/** What CUDA, ROCm, NCCL and the engines' memory checks print. */
final class GpuFailures {
    private static final String VLLM = "vLLM, source";
    private static final String SGLANG = "SGLang, source";
    private static final String TORCH = "PyTorch, source";
    private static final String CUDA = "CUDA runtime, documentation";
    private static final String NCCL = "NCCL, documentation";

    static final List<KnownFailure> ALL = List.of(
            KnownFailure.documented(
                    "GpuMemoryTaken",
                    "Free memory on device .*\\(([\\d.]+)/([\\d.]+) GiB\\) on startup is less than desired GPU memory utilization",
                    "only $1 of $2 GiB are free: another process holds GPU memory.",
                    "end it (nvidia-smi lists it; infermark reap ends servers of dead runs), or lower --gpu-memory-utilization in @Server(flags).",
                    VLLM),
            KnownFailure.seen(
                    "KvCacheTooSmall",
                    "(?:max seq len|maximum (?:model|sequence) length) \\(?(\\d+)\\)?.*(?:is )?(?:larger|greater) than the (?:maximum number of tokens|available KV cache)",
                    "a sequence of $1 tokens does not fit into the KV cache.",
                    "lower @Model(maxModelLen), raise --gpu-memory-utilization (on a CPU VLLM_CPU_KVCACHE_SPACE in @Server(env)), or choose more GPUs in @Sweep(tp).",
                    "vLLM 0.32.0 on CPU, run"),
            KnownFailure.documented(
                    "KvCacheTooSmall",
                    "No available memory for the cache blocks",
                    "nothing is left for the KV cache after the weights.",
                    "choose more GPUs in @Sweep(tp), a smaller precision in @Model(precision), or raise --gpu-memory-utilization.",
                    VLLM),
            KnownFailure.documented(
                    "KvCacheTooSmall",
                    "Not enough memory\\. Please try to increase --mem-fraction-static",
                    "nothing is left for the KV cache after the weights.",
                    "raise --mem-fraction-static in @Server(flags), or choose more GPUs in @Sweep(tp).",
                    SGLANG),
            KnownFailure.documented(
                    "GpuOutOfMemory",
                    "(?:CUDA|HIP) out of memory\\. Tried to allocate ([\\d.]+ [KMG]iB)",
                    "GPU memory ran out when $1 more were needed.",
                    "choose more GPUs in @Sweep(tp), lower @Model(maxModelLen) or the concurrency, or lower --gpu-memory-utilization (vLLM) or --mem-fraction-static (SGLang) so that activations fit.",
                    TORCH),
            KnownFailure.documented(
                    "GpuOutOfMemory",
                    "OutOfMemoryError|CUDA error: out of memory|hipErrorOutOfMemory|cudaErrorMemoryAllocation",
                    "GPU memory ran out.",
                    "choose more GPUs in @Sweep(tp), lower @Model(maxModelLen) or the concurrency, or use a smaller @Model(precision).",
                    TORCH),
            KnownFailure.documented(
                    "DriverTooOld",
                    "CUDA driver version is insufficient for CUDA runtime version|The NVIDIA driver on your system is too old",
                    "the NVIDIA driver is older than the engine's CUDA needs.",
                    "update the driver, or use an image for an older CUDA in @Server(image).",
                    CUDA),
            KnownFailure.documented(
                    "DriverMismatch",
                    "Driver/library version mismatch",
                    "the loaded NVIDIA kernel module and the user libraries have different versions.",
                    "reboot, or reload the nvidia modules.",
                    "NVML, documentation"),
            KnownFailure.documented(
                    "WrongArchitecture",
                    "no kernel image is available for execution on the device|is not compatible with the current PyTorch installation|invalid device function|hipErrorNoBinaryForGpu",
                    "the engine was built without kernels for this GPU.",
                    "use an image built for it in @Server(image), and check @Hardware.",
                    CUDA),
            KnownFailure.documented(
                    "GpuMissing",
                    "No CUDA GPUs are available|no CUDA-capable device is detected|No HIP GPUs are available|NVIDIA-SMI has failed",
                    "the engine sees no GPU.",
                    "check the driver (nvidia-smi), CUDA_VISIBLE_DEVICES in @Server(env), and that the container gets its devices.",
                    CUDA),
            KnownFailure.documented(
                    "GpuMissing",
                    "invalid device ordinal",
                    "the engine asks for a GPU that this host does not have.",
                    "lower @Sweep(tp, pp), or correct the GPUs given to the run.",
                    CUDA),
            KnownFailure.documented(
                    "GpuMissing",
                    "World size \\((\\d+)\\) is larger than the number of available GPUs \\((\\d+)\\)",
                    "$1 GPUs are needed, but only $2 are there.",
                    "lower @Sweep(tp, pp) or correct @Hardware.",
                    VLLM),
            KnownFailure.documented(
                    "GpuHardwareError",
                    "uncorrectable ECC error|Xid \\(|CUDA error: device-side assert|NVLink.*error",
                    "the GPU reports a hardware or kernel error.",
                    "look into dmesg for Xid messages, drain the host, and reset the GPU.",
                    CUDA),
            KnownFailure.documented(
                    "FabricManager",
                    "fabric ?manager|CUDA_ERROR_SYSTEM_NOT_READY|system not yet initialized",
                    "the NVSwitch fabric is not up.",
                    "start nvidia-fabricmanager in the driver's version.",
                    "NVIDIA data center documentation"),
            KnownFailure.documented(
                    "SharedMemoryTooSmall",
                    "Error while creating shared memory segment|unable to open shared memory object|No space left on device.*/dev/shm|/dev/shm.*No space left|insufficient shared memory|Bus error",
                    "/dev/shm is too small for the GPUs' processes to talk.",
                    "mount -o remount,size=16g /dev/shm for a process of this host; containers of ours get 16 GiB, so choose fewer GPUs in @Sweep(tp), or NCCL_SHM_DISABLE=1 in @Server(env).",
                    NCCL),
            KnownFailure.documented(
                    "NcclFailed",
                    "(?:ncclSystemError|ncclUnhandledCudaError|ncclInternalError|ncclRemoteError|NCCL error)",
                    "the GPUs could not set up their communication.",
                    "run with --debug (NCCL_DEBUG=INFO), check NVLink (nvidia-smi topo -m), and set NCCL_SOCKET_IFNAME in @Server(env).",
                    NCCL),
            KnownFailure.documented(
                    "DistributedTimeout",
                    "Timed out after \\d+ seconds waiting for clients|DistStoreError|Watchdog caught collective operation timeout",
                    "a rank did not come up or hangs.",
                    "look for the first error of another rank above, and check that all GPUs are free.",
                    TORCH),
            KnownFailure.documented(
                    "GpuFault",
                    "an illegal memory access was encountered|Memory access fault by GPU node|HSA_STATUS_ERROR",
                    "a kernel of the engine touched memory that is not its own.",
                    "run with --debug, add --enforce-eager (vLLM) or --disable-cuda-graph (SGLang) to @Server(flags) to see whether graphs are to blame, or use another version in @Server(image).",
                    CUDA),
            KnownFailure.documented(
                    "CudaGraphFailed",
                    "Capture cuda graph failed",
                    "memory ran out while CUDA graphs were captured.",
                    "lower --mem-fraction-static or --cuda-graph-max-bs in @Server(flags), or choose more GPUs in @Sweep(tp).",
                    SGLANG),
            KnownFailure.documented(
                    "EngineWithoutGpu",
                    "Torch not compiled with (?:CUDA|ROCm) enabled|Failed to infer device type",
                    "the engine that is installed has no support for GPUs.",
                    "install its build for this vendor, or use its image in @Server(image).",
                    TORCH),
            KnownFailure.documented(
                    "RocmDeviceForbidden",
                    "Unable to open /dev/kfd|/dev/kfd.*Permission denied|ROCk module is NOT loaded",
                    "the AMD GPU device cannot be opened.",
                    "load amdgpu, and add the user to the groups video and render.",
                    "ROCm documentation"));

    private GpuFailures() {}
}
