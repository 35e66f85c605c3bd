package io.infermark.server.diagnosis;

import java.util.List;

/** What loading of weights, configuration and tokenizers prints. */
final class WeightFailures {
    private static final String HUB = "huggingface_hub, source";
    private static final String VLLM = "vLLM, source";

    static final List<KnownFailure> ALL = List.of(
            KnownFailure.documented(
                    "ModelGated",
                    "GatedRepoError|Access to model (\\S+) is restricted|You are trying to access a gated repo",
                    "the model is gated, and this account or token has no access.",
                    "accept its licence on its page, and pass a token with @Server(env = \"HF_TOKEN=env:HF_TOKEN\").",
                    HUB),
            KnownFailure.documented(
                    "TokenInvalid",
                    "Invalid user token|401 Client Error: Unauthorized for url",
                    "the hub refuses the token.",
                    "set a valid one in the variable that @Server(env = \"HF_TOKEN=env:HF_TOKEN\") names.",
                    HUB),
            KnownFailure.documented(
                    "ModelUnknown",
                    "RepositoryNotFoundError|is not a valid model identifier|Repository Not Found for url",
                    "there is no such model on the hub, or it is private.",
                    "correct @Model(id), or pass a token with @Server(env = \"HF_TOKEN=env:HF_TOKEN\").",
                    HUB),
            KnownFailure.documented(
                    "RevisionUnknown",
                    "RevisionNotFoundError|is not a valid git identifier",
                    "the model has no such revision.",
                    "correct @Model(revision).",
                    HUB),
            KnownFailure.seen(
                    "ModelMissing",
                    "LocalEntryNotFoundError|Cannot find an appropriate cached snapshot folder|couldn't connect to '?https://huggingface",
                    "the weights are not in the local cache, and the hub cannot be reached.",
                    "download them first (hf download), point HF_HUB_CACHE at them with the model cache option, or state a local folder in @Model(id).",
                    "vLLM 0.32.0 on CPU, run"),
            KnownFailure.seen(
                    "ModelMissing",
                    "HFValidationError: Repo id must be in the form .*: '([^']*)'",
                    "$1 is no folder of this host, and no name of the hub either.",
                    "correct the path in @Model(id); a relative one counts from the folder in which the harness was started.",
                    "vLLM 0.32.0 on CPU, run"),
            KnownFailure.documented(
                    "ModelMissing",
                    "Cannot find any model weights with|does not appear to have a file named|Incorrect path_or_model_id",
                    "the folder holds no weights that the engine can read.",
                    "state a complete model folder or name in @Model(id).",
                    VLLM),
            KnownFailure.documented(
                    "ModelMissing",
                    "No such file or directory: '?([^'\\s]*(?:config\\.json|\\.safetensors|\\.gguf|\\.bin|tokenizer[^'\\s]*))",
                    "the model's file $1 is not there: it was not downloaded, or not completely.",
                    "download it first (hf download MODEL), or state a complete folder in @Model(id).",
                    "Python, documentation"),
            KnownFailure.documented(
                    "WeightsDamaged",
                    "SafetensorError|Error while deserializing header|unexpected EOF, expected",
                    "a weight file is damaged or incomplete.",
                    "delete it from the cache and download it again.",
                    HUB),
            KnownFailure.documented(
                    "ModelArchitectureUnknown",
                    "Model architectures \\[?'?([\\w', ]+?)'?\\]? (?:are not supported|failed to be inspected)|The checkpoint you are trying to load has model type `([^`]*)`",
                    "the engine does not know the model's architecture.",
                    "use a newer engine in @Server(image), or --trust-remote-code in @Server(flags) if the model brings its code.",
                    VLLM),
            KnownFailure.documented(
                    "RemoteCode",
                    "trust_remote_code=True|requires you to execute the (?:configuration|model) file|contains custom code which must be executed",
                    "the model brings code that must be allowed to run.",
                    "add --trust-remote-code to @Server(flags) if you trust it.",
                    "transformers, source"),
            KnownFailure.documented(
                    "QuantizationUnsupported",
                    "quantization method (\\S+) is not supported|Quantization method specified in the model config .* does not match|is not supported for the current GPU. Minimum capability",
                    "this quantisation does not run on this GPU or engine.",
                    "choose another @Model(precision) with its checkpoint, or hardware that has it.",
                    VLLM),
            KnownFailure.documented(
                    "DtypeUnsupported",
                    "Bfloat16 is only supported on GPUs with compute capability",
                    "this GPU has no bfloat16.",
                    "use @Model(precision = FP16).",
                    VLLM),
            KnownFailure.seen(
                    "ContextTooLong",
                    "User-specified max_model_len \\((\\d+)\\) is greater than the derived max_model_len",
                    "the model does not go up to $1 tokens.",
                    "lower @Model(maxModelLen) or the lengths in @Workload.",
                    "vLLM 0.32.0 on CPU, run"),
            KnownFailure.documented(
                    "ContextTooLong",
                    "context_length \\((\\d+)\\) is greater than the derived context_length|User-specified context_length \\((\\d+)\\)",
                    "the context length is above the model's.",
                    "lower @Model(maxModelLen) or the lengths in @Workload.",
                    "SGLang, source"),
            KnownFailure.documented(
                    "ParallelismUnfit",
                    "Total number of attention heads \\((\\d+)\\) must be divisible by tensor parallel size \\((\\d+)\\)",
                    "$1 attention heads cannot be divided over $2 ranks.",
                    "remove $2 from @Sweep(tp), or exclude it for this model.",
                    VLLM),
            KnownFailure.documented(
                    "ParallelismUnfit",
                    "(?:must be|is not) divisible by (?:the )?(?:tensor|expert|tp|ep)",
                    "the model's sizes cannot be divided over so many ranks.",
                    "remove the value from @Sweep(tp, ep).",
                    "SGLang and TensorRT-LLM, source"),
            KnownFailure.documented(
                    "DiskFull",
                    "No space left on device|Errno 28",
                    "the disk with cache, logs or temporary files is full.",
                    "free space, or point the model cache and TMPDIR at another disk.",
                    "Linux errno"));

    private WeightFailures() {}
}
