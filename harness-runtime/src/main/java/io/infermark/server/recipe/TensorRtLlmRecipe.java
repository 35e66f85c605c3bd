package io.infermark.server.recipe;

import io.infermark.api.SpecDecoding;
import io.infermark.api.Vendor;
import io.infermark.model.BenchmarkSpec;
import io.infermark.model.Parallelism;
import io.infermark.model.Point;
import io.infermark.spi.ServerRecipe;
import io.infermark.spi.StartContext;
import io.infermark.spi.StartPlan;
import java.util.List;
import java.util.Map;

/**
 * TensorRT-LLM by {@code trtllm-serve} with the PyTorch backend. What has no flag goes into a YAML file. Sizes as InferenceX's scripts compute them: the batch is the
 * concurrency (an eighth of it with DP attention), the tokens of a step {@code concurrency × (draft tokens + 1) + ISL + 64}, rounded up to 64.
 */
final class TensorRtLlmRecipe implements ServerRecipe {
    private static final String OPTIONS_FILE = "trtllm.yml";
    private static final Program PROGRAM =
            Program.of("mpirun", "-n", "1", "--oversubscribe", "--allow-run-as-root", "trtllm-serve");
    private static final Map<Vendor, String> IMAGES =
            Map.of(Vendor.NVIDIA, "nvcr.io/nvidia/tensorrt-llm/release:1.0.0");

    @Override
    public String engine() {
        return "trt";
    }

    @Override
    public String checkedAgainst() {
        return "tensorrt_llm/commands/serve.py at 00209af (2026), documented";
    }

    @Override
    public StartPlan plan(BenchmarkSpec spec, Point point, StartContext context) {
        PlanDraft draft = PlanDraft.begin(engine(), spec, point, context, PROGRAM, IMAGES);
        Parallelism p = draft.parallelism();
        draft.refuse(p.dcp() > 1 || p.pcp() > 1, "decode or prefill context parallelism", "Leave dcp and pcp at 1.");
        draft.plan.add(spec.model().id(), "--host", draft.host(), "--port", draft.port(), "--backend", "pytorch");
        draft.when(
                !spec.model().revision().isEmpty(), "--revision", spec.model().revision());
        draft.when(
                !spec.model().tokenizer().isEmpty(), "--tokenizer", spec.model().tokenizer());
        draft.plan.add("--tp_size", Integer.toString(p.tp()));
        draft.when(p.pp() > 1, "--pp_size", p.pp());
        draft.plan.add("--ep_size", Integer.toString(p.ep()));
        draft.plan.add("--max_seq_len", Integer.toString(spec.maxModelLen()));
        if (context.maxConcurrency() > 0) {
            draft.choose("--max_batch_size", batch(draft)).choose("--max_num_tokens", tokens(draft));
        }
        draft.choose("--kv_cache_free_gpu_memory_fraction", "0.8");
        if (context.debug()) {
            draft.choose("--log_level", "debug");
        }
        draft.plan
                .add("--extra_llm_api_options", StartPlan.FILES + "/" + OPTIONS_FILE)
                .file(OPTIONS_FILE, options(draft))
                .servedModel(spec.model().id())
                .metrics(EngineMetricNames.TRTLLM)
                .version(new StartPlan.Version("/version", "version", List.of()))
                .tokenIds(new StartPlan.TokenIds(true, "", ""))
                .note(
                        "Its Prometheus page has figures only with return_perf_metrics: true in its options, which costs the engine time.")
                .fatal(FatalLines.TORCH)
                .fatal(List.of("Failed to bind socket to", "MPI_ABORT was invoked"));
        draft.plan.prefixCacheOff(
                !spec.server().prefixCache(),
                spec.server().prefixCache() ? "" : "kv_cache_config.enable_block_reuse: false");
        return draft.finish();
    }

    private static int batch(PlanDraft draft) {
        int concurrency = draft.context.maxConcurrency();
        return draft.parallelism().dpAttention() ? Math.max(1, (concurrency + 7) / 8) : concurrency;
    }

    private static int tokens(PlanDraft draft) {
        int draftTokens = draft.point.specDecoding() == SpecDecoding.NONE ? 0 : draft.draftTokens(3);
        int needed = draft.context.maxConcurrency() * (draftTokens + 1) + draft.context.maxIsl() + 64;
        return (needed + 63) / 64 * 64;
    }

    private static String options(PlanDraft draft) {
        StringBuilder yaml = new StringBuilder();
        yaml.append("enable_attention_dp: ")
                .append(draft.parallelism().dpAttention())
                .append('\n');
        yaml.append("kv_cache_config:\n  enable_block_reuse: ")
                .append(draft.spec.server().prefixCache())
                .append('\n');
        if (draft.context.maxConcurrency() > 0) {
            yaml.append("cuda_graph_config:\n  enable_padding: true\n  max_batch_size: ")
                    .append(batch(draft))
                    .append('\n');
        }
        switch (draft.point.specDecoding()) {
            case NONE -> {}
            case MTP ->
                yaml.append("speculative_config:\n  decoding_type: MTP\n  num_nextn_predict_layers: ")
                        .append(draft.draftTokens(3))
                        .append('\n');
            case DRAFT_MODEL ->
                yaml.append("speculative_config:\n  decoding_type: Draft_Target\n  max_draft_len: ")
                        .append(draft.draftTokens(4))
                        .append("\n  speculative_model_dir: \"")
                        .append(draft.draftModel())
                        .append("\"\n");
        }
        return yaml.toString();
    }
}
