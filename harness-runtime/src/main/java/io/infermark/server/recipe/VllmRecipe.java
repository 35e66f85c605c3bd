package io.infermark.server.recipe;

import io.infermark.api.Precision;
import io.infermark.api.SpecDecoding;
import io.infermark.api.Vendor;
import io.infermark.model.BenchmarkSpec;
import io.infermark.model.Parallelism;
import io.infermark.model.Point;
import io.infermark.spi.ServerRecipe;
import io.infermark.spi.StartContext;
import io.infermark.spi.StartPlan;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * vLLM. With DP attention every GPU of the point is a data-parallel rank of TP 1, as InferenceX's scripts do it. Quantised weights say their format themselves, so
 * only 16 and 32 bit formats are passed as {@code --dtype}.
 */
final class VllmRecipe implements ServerRecipe {
    private static final Program PROGRAM =
            Program.of("vllm", "serve").withSubcommand(List.of("serve"), "serve", "vllm.entrypoints.openai.api_server");
    private static final Map<Vendor, String> IMAGES = Map.of(
            Vendor.NVIDIA, "vllm/vllm-openai:v0.24.0",
            Vendor.AMD, "vllm/vllm-openai-rocm:v0.24.0");

    @Override
    public String engine() {
        return "vllm";
    }

    @Override
    public String checkedAgainst() {
        return "0.24.0 (GPU) and 0.32.0 (CPU), run; decode and prefill context parallelism documented";
    }

    @Override
    public StartPlan plan(BenchmarkSpec spec, Point point, StartContext context) {
        PlanDraft draft = PlanDraft.begin(engine(), spec, point, context, PROGRAM, IMAGES);
        draft.plan.add(spec.model().id(), "--host", draft.host(), "--port", draft.port());
        arguments(draft);
        if (spec.server().prefixCache()) {
            draft.plan.add("--enable-prefix-caching").prefixCacheOff(false, "");
        } else {
            draft.plan.add("--no-enable-prefix-caching").prefixCacheOff(true, "--no-enable-prefix-caching");
        }
        draft.plan
                .servedModel(draft.servedModel())
                .env("VLLM_NO_USAGE_STATS", "1")
                .env("DO_NOT_TRACK", "1")
                .metrics(EngineMetricNames.VLLM)
                .version(new StartPlan.Version("/version", "version", List.of()))
                .tokenIds(new StartPlan.TokenIds(true, "return_token_ids", "/tokenize"))
                .grace(Duration.ofSeconds(30))
                .fatal(FatalLines.TORCH);
        if (context.debug()) {
            draft.plan.env("VLLM_LOGGING_LEVEL", "DEBUG");
        }
        if (spec.hardware().vendor() == Vendor.CPU) {
            draft.plan.env("VLLM_CPU_OMP_THREADS_BIND", context.cores().isEmpty() ? "nobind" : context.cores());
        }
        return draft.finish();
    }

    /** Everything but address and prefix cache; Dynamo's worker takes the same. */
    static void arguments(PlanDraft draft) {
        BenchmarkSpec spec = draft.spec;
        Parallelism p = draft.parallelism();
        draft.plan.add("--served-model-name", draft.servedModel());
        draft.when(
                !spec.model().revision().isEmpty(), "--revision", spec.model().revision());
        draft.when(
                !spec.model().tokenizer().isEmpty(), "--tokenizer", spec.model().tokenizer());
        draft.plan.add(
                "--tensor-parallel-size",
                Integer.toString(p.dpAttention() ? 1 : p.tp()),
                "--data-parallel-size",
                Integer.toString(p.dpAttention() ? p.tp() : 1));
        draft.when(p.pp() > 1, "--pipeline-parallel-size", p.pp());
        draft.when(p.dcp() > 1, "--decode-context-parallel-size", p.dcp());
        draft.when(p.pcp() > 1, "--prefill-context-parallel-size", p.pcp());
        if (p.ep() > 1) {
            draft.plan.add("--enable-expert-parallel");
        }
        draft.plan.add("--max-model-len", Integer.toString(spec.maxModelLen()));
        if (draft.context.maxConcurrency() > 0) {
            draft.choose("--max-num-seqs", draft.context.maxConcurrency());
        }
        dtype(spec.model().precision(), draft);
        speculation(draft);
    }

    private static void dtype(Precision precision, PlanDraft draft) {
        switch (precision) {
            case BF16 -> draft.choose("--dtype", "bfloat16");
            case FP16 -> draft.choose("--dtype", "float16");
            case FP32 -> draft.choose("--dtype", "float32");
            case FP4, MXFP4, INT4, FP8, INT8, UNKNOWN ->
                draft.plan.note("The checkpoint states its format (" + precision.label() + ") itself.");
        }
    }

    private static void speculation(PlanDraft draft) {
        SpecDecoding kind = draft.point.specDecoding();
        if (kind == SpecDecoding.MTP) {
            draft.plan.add(
                    "--speculative-config",
                    "{\"method\":\"mtp\",\"num_speculative_tokens\":" + draft.draftTokens(2) + "}");
        } else if (kind == SpecDecoding.DRAFT_MODEL) {
            draft.plan.add(
                    "--speculative-config",
                    "{\"method\":\"draft_model\",\"model\":\"" + draft.draftModel() + "\",\"num_speculative_tokens\":"
                            + draft.draftTokens(4) + "}");
        }
    }
}
