package io.infermark.server.diagnosis;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DiagnosisTableTest {
    private static final DiagnosisTable TABLE = DiagnosisTable.standard();

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "0.00.012 E srv start: couldn't bind HTTP server socket, hostname: 127.0.0.1, port: 8080|PortTaken|8080",
                "error: invalid argument: --nope|UnknownFlag|--nope",
                "srv load_model: failed to load model, 'nope.gguf'|ModelMissing|nope.gguf",
                "llama_model_load: error loading model: unknown model architecture: 'foo'|ModelArchitectureUnknown|foo",
                "main.py: error: unrecognized arguments: --no-such-flag|UnknownFlag|--no-such-flag",
                "vllm: error: unrecognized arguments: --nope|UnknownFlag|--nope",
                "huggingface_hub.errors.LocalEntryNotFoundError: Cannot find an appropriate cached snapshot folder|ModelMissing|@Model(id)",
                "importlib.metadata.PackageNotFoundError: No package metadata was found for vllm|EngineMetadataMissing|vllm",
                "ModuleNotFoundError: No module named 'sgl_kernel'|ModuleMissing|sgl_kernel",
                "torch.OutOfMemoryError: CUDA out of memory. Tried to allocate 2.00 GiB. GPU 0 has a total capacity of 79.1 GiB|GpuOutOfMemory|2.00 GiB",
                "ValueError: Free memory on device cuda:0 (10.5/79.1 GiB) on startup is less than desired GPU memory utilization (0.9, 71.2 GiB).|GpuMemoryTaken|10.5 of 79.1",
                "OSError: [Errno 98] Address already in use|PortTaken|ss -ltnp",
                "Cannot access gated repo: GatedRepoError|ModelGated|HF_TOKEN",
                "RuntimeError: CUDA error: no kernel image is available for execution on the device|WrongArchitecture|@Hardware",
                "RuntimeError: The NVIDIA driver on your system is too old (found version 11040)|DriverTooOld|driver",
                "torch.distributed.DistBackendError: NCCL error in: ProcessGroupNCCL.cpp|NcclFailed|nvidia-smi topo",
                "RuntimeError: unable to open shared memory object </torch_123> in read-write mode: No space left on device (28)|SharedMemoryTooSmall|shared memory",
                "ValueError: Total number of attention heads (32) must be divisible by tensor parallel size (6).|ParallelismUnfit|remove 6",
                "docker: Error response from daemon: could not select device driver \"\" with capabilities: [[gpu]]|GpuRuntimeMissing|nvidia-ctk",
                "No such image: nosuch/engine:1|ImageMissing|docker pull nosuch/engine:1",
                "OSError: [Errno 28] No space left on device|DiskFull|free space",
                "Error: No such option: --foo|UnknownFlag|@Axis(flag)",
                "ValueError: User-specified max_model_len (999999) is greater than the derived max_model_len (max_position_embeddings=8192)|ContextTooLong|999999",
                "ValueError: To serve at least one request with the model's max seq len (65536), (1.41 GiB KV cache is needed, which is larger than the available KV cache memory (1.0 GiB).|KvCacheTooSmall|65536",
                "huggingface_hub.errors.HFValidationError: Repo id must be in the form 'repo_name' or 'namespace/repo_name': '/no/such/model'. Use `repo_type` argument if needed.|ModelMissing|/no/such/model",
                "vllm.v1.engine.exceptions.EngineDeadError: EngineCore encountered an issue. See stack trace (above) for the root cause.|WorkerDied|first error",
                "OSError: [Errno 24] Too many open files|TooManyFiles|ulimit -n",
                "error setting rlimits for ready process: error setting rlimit type 8: operation not permitted: unknown|UlimitRefused|number 8",
                "docker: Error response from daemon: pull access denied for acme/engine, repository does not exist or may require 'docker login'|ImagePullDenied|docker login",
                "manifest for vllm/vllm-openai:v9 not found: manifest unknown: manifest unknown|ImageUnknown|@Server(image)",
                "Error response from daemon: toomanyrequests: You have reached your pull rate limit|PullLimited|-pull",
                "proxyconnect tcp: dial tcp 127.0.0.1:9: connect: connection refused|RegistryUnreachable|docker load",
                "driver failed programming external connectivity on endpoint x: Bind for 127.0.0.1:8000 failed: port is already allocated|PortTaken|infermark reap",
                "exec: \"/run.sh\": permission denied: unknown|EntryPointForbidden|chmod +x",
                "exec /usr/bin/vllm: exec format error|WrongImageArchitecture|@Server(image)",
                "Memory access fault by GPU node-1 (Agent handle: 0x1) on address 0x2.|GpuFault|--enforce-eager",
                "Exception: Capture cuda graph failed: CUDA graph capture|CudaGraphFailed|--mem-fraction-static",
                "AssertionError: Torch not compiled with CUDA enabled|EngineWithoutGpu|@Server(image)",
                "hipErrorNoBinaryForGpu: Unable to find code object for all current devices!|WrongArchitecture|@Hardware",
                "FileNotFoundError: [Errno 2] No such file or directory: '/models/llama/config.json'|ModelMissing|hf download",
                "FileNotFoundError: [Errno 2] No such file or directory: 'numactl'|FileMissing|@Server(command)",
                "/bin/sh: 1: ./launch.sh: Permission denied|PermissionDenied|chmod +x",
                "torch.OutOfMemoryError: HIP out of memory. Tried to allocate 512.00 MiB|GpuOutOfMemory|@Sweep(tp)",
                "RuntimeError: Not enough memory. Please try to increase --mem-fraction-static.|KvCacheTooSmall|--mem-fraction-static",
                "ValueError: Model architectures ['FooForCausalLM'] are not supported for now.|ModelArchitectureUnknown|FooForCausalLM",
                "safetensors_rust.SafetensorError: Error while deserializing header: HeaderTooLarge|WeightsDamaged|download it again",
                "ValueError: Bfloat16 is only supported on GPUs with compute capability of at least 8.0.|DtypeUnsupported|FP16",
                "RuntimeError: can't start new thread|TooManyThreads|ulimit -u",
                "OSError: [Errno 24] Too many open files|TooManyFiles|ulimit -n",
                "ImportError: libcudart.so.12: cannot open shared object file: No such file or directory|LibraryMissing|libcudart.so.12",
            })
    void realMessagesAreExplained(String line, String code, String said) {
        Diagnosis diagnosis = TABLE.diagnose(List.of("INFO before", line, "and after"), Optional.of(1), false)
                .orElseThrow();
        assertThat(diagnosis.code()).isEqualTo(code);
        assertThat(diagnosis.text()).contains(said).contains("[" + code + "]");
        assertThat(diagnosis.evidence()).isEqualTo(line);
    }

    @Test
    void hasAtLeastFortyEntriesOfWhichEachNamesItsSourceAndAFix() {
        assertThat(TABLE.size()).isGreaterThanOrEqualTo(40);
        assertThat(TABLE.entries()).allSatisfy(entry -> {
            assertThat(entry.code()).matches("[A-Z][A-Za-z]+");
            assertThat(entry.source()).isNotBlank();
            assertThat(entry.cause()).endsWith(".");
            assertThat(entry.fix()).endsWith(".");
            assertThat(entry.source().endsWith(", run")).isEqualTo(!entry.documented());
        });
    }

    /** The table of the documentation, as the code has it. */
    private static String page() {
        StringBuilder rows = new StringBuilder("| Code | Cause | Fix | Known from |\n|---|---|---|---|");
        for (DiagnosisTable.Entry entry : TABLE.entries()) {
            rows.append("\n| `")
                    .append(entry.code())
                    .append("` | ")
                    .append(readable(entry.cause()))
                    .append(" | ")
                    .append(readable(entry.fix()))
                    .append(" | ")
                    .append(entry.source())
                    .append(" |");
        }
        return rows.toString();
    }

    private static String readable(String text) {
        return text.replaceAll("\\$\\d", "…").replace("|", "\\|");
    }

    @Test
    void theDocumentationHasEveryEntry() throws java.io.IOException {
        java.nio.file.Path file = java.nio.file.Path.of("../docs/troubleshooting.md");
        String text = java.nio.file.Files.readString(file);
        String begin = "<!-- table: begin -->\n";
        int from = text.indexOf(begin) + begin.length();
        int to = text.indexOf("\n<!-- table: end -->");
        if ("update".equals(System.getProperty("goldens")) && System.getenv("CI") == null) {
            java.nio.file.Files.writeString(file, text.substring(0, from) + page() + text.substring(to));
            return;
        }
        assertThat(text.substring(from, to)).isEqualTo(page());
    }

    @Test
    void aWarningThatVllmPrintsAtEachStartExplainsNothing() {
        String warning =
                "WARNING [system_utils.py:255] Found ulimit of 20000 and failed to automatically increase with error current limit exceeds maximum limit."
                        + " This can cause fd limit errors like `OSError: [Errno 24] Too many open files`. Consider increasing with ulimit -n";
        assertThat(TABLE.diagnose(List.of(warning), Optional.of(1), false)).isEmpty();
    }

    @Test
    void everyPlaceholderHasItsGroup() {
        assertThat(TABLE.entries()).allSatisfy(entry -> {
            int groups =
                    java.util.regex.Pattern.compile(entry.pattern()).matcher("").groupCount();
            for (int i = groups + 1; i < 10; i++) {
                assertThat(entry.cause() + entry.fix()).doesNotContain("$" + i);
            }
        });
    }

    @Test
    void theExitCodeTellsWhenNoLineDoes() {
        assertThat(TABLE.diagnose(List.of("nothing"), Optional.of(132), false)
                        .orElseThrow()
                        .code())
                .isEqualTo("IllegalInstruction");
        assertThat(TABLE.diagnose(List.of("nothing"), Optional.of(1), false)).isEmpty();
        assertThat(TABLE.diagnose(List.of("nothing"), Optional.empty(), false)).isEmpty();
    }

    @Test
    void theKernelsOwnWordGoesFirst() {
        assertThat(TABLE.diagnose(List.of("error: invalid argument: --nope"), Optional.of(137), true)
                        .orElseThrow()
                        .code())
                .isEqualTo("HostOutOfMemory");
    }
}
