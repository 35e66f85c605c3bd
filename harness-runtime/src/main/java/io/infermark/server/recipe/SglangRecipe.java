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

/** SGLang. With DP attention the TP ranks also are the data-parallel ranks. CUDA graphs are captured up to the highest concurrency, 512 at most. */
final class SglangRecipe implements ServerRecipe {
    private static final Program PROGRAM = Program.of("python3", "-m", "sglang.launch_server")
            .withSubcommand(List.of("-m", "sglang.launch_server"), "sglang.launch_server", "serve");
    private static final Map<Vendor, String> IMAGES = Map.of(
            Vendor.NVIDIA, "lmsysorg/sglang:v0.5.8-cu130",
            Vendor.AMD, "lmsysorg/sglang:v0.5.8-rocm700-mi35x");
    private static final int MOST_GRAPHS = 512;

    @Override
    public String engine() {
        return "sglang";
    }

    @Override
    public String checkedAgainst() {
        return "0.5.8 and main of 2026, documented (docs/advanced_features/server_arguments.md)";
    }

    @Override
    public StartPlan plan(BenchmarkSpec spec, Point point, StartContext context) {
        PlanDraft draft = PlanDraft.begin(engine(), spec, point, context, PROGRAM, IMAGES);
        Parallelism p = draft.parallelism();
        draft.refuse(p.dcp() > 1 || p.pcp() > 1, "decode or prefill context parallelism", "Leave dcp and pcp at 1.");
        draft.plan.add("--model-path", spec.model().id(), "--served-model-name", draft.servedModel());
        draft.when(
                !spec.model().revision().isEmpty(), "--revision", spec.model().revision());
        draft.when(
                !spec.model().tokenizer().isEmpty(),
                "--tokenizer-path",
                spec.model().tokenizer());
        draft.plan.add("--host", draft.host(), "--port", draft.port());
        draft.plan.add("--tensor-parallel-size", Integer.toString(p.tp()));
        draft.when(p.pp() > 1, "--pipeline-parallel-size", p.pp());
        draft.when(p.ep() > 1, "--ep-size", p.ep());
        if (p.dpAttention()) {
            draft.plan.add("--data-parallel-size", Integer.toString(p.tp()), "--enable-dp-attention");
        }
        draft.plan.add("--context-length", Integer.toString(spec.maxModelLen()));
        if (context.maxConcurrency() > 0) {
            if (!draft.userStates("--disable-cuda-graph") && spec.hardware().vendor() != Vendor.CPU) {
                draft.choose("--cuda-graph-max-bs", Math.min(MOST_GRAPHS, context.maxConcurrency()));
            }
            draft.choose("--max-running-requests", context.maxConcurrency());
        }
        if (spec.hardware().vendor() == Vendor.CPU) {
            draft.plan.add("--device", "cpu");
        }
        speculation(draft);
        draft.choose("--enable-metrics");
        if (spec.server().prefixCache()) {
            draft.plan.prefixCacheOff(false, "");
        } else {
            draft.plan.add("--disable-radix-cache").prefixCacheOff(true, "--disable-radix-cache");
        }
        if (context.debug()) {
            draft.choose("--log-level", "debug");
        }
        draft.plan
                .servedModel(draft.servedModel())
                .metrics(EngineMetricNames.SGLANG)
                .version(new StartPlan.Version("/get_server_info", "version", List.of()))
                .tokenIds(new StartPlan.TokenIds(true, "", "/tokenize"))
                .fatal(FatalLines.TORCH);
        return draft.finish();
    }

    private static void speculation(PlanDraft draft) {
        SpecDecoding kind = draft.point.specDecoding();
        if (kind == SpecDecoding.NONE) {
            return;
        }
        int steps = draft.draftTokens(3);
        draft.plan.add("--speculative-algorithm", kind == SpecDecoding.MTP ? "EAGLE" : "STANDALONE");
        if (kind == SpecDecoding.DRAFT_MODEL) {
            draft.plan.add("--speculative-draft-model-path", draft.draftModel());
        }
        draft.choose("--speculative-num-steps", steps)
                .choose("--speculative-eagle-topk", 1)
                .choose("--speculative-num-draft-tokens", steps + 1);
    }
}
