package io.infermark.server.recipe;

import io.infermark.api.Precision;
import io.infermark.api.Vendor;
import io.infermark.model.BenchmarkSpec;
import io.infermark.model.Parallelism;
import io.infermark.model.Point;
import io.infermark.spi.ServerRecipe;
import io.infermark.spi.StartContext;
import io.infermark.spi.StartPlan;
import java.util.List;
import java.util.Map;

/** Hugging Face TGI. It always answers as the model id, and its prefix cache is governed by a variable. */
final class TgiRecipe implements ServerRecipe {
    private static final Program PROGRAM = Program.of("text-generation-launcher");
    private static final Map<Vendor, String> IMAGES = Map.of(
            Vendor.NVIDIA, "ghcr.io/huggingface/text-generation-inference:3.3.5",
            Vendor.AMD, "ghcr.io/huggingface/text-generation-inference:3.3.5-rocm",
            Vendor.INTEL, "ghcr.io/huggingface/text-generation-inference:3.3.5-intel-xpu",
            Vendor.CPU, "ghcr.io/huggingface/text-generation-inference:3.3.5-intel-cpu");

    @Override
    public String engine() {
        return "tgi";
    }

    @Override
    public String checkedAgainst() {
        return "3.3.6-dev0 at db931fc (8 January 2026), documented";
    }

    @Override
    public StartPlan plan(BenchmarkSpec spec, Point point, StartContext context) {
        PlanDraft draft = PlanDraft.begin(engine(), spec, point, context, PROGRAM, IMAGES);
        Parallelism p = draft.parallelism();
        draft.refuse(
                p.pp() > 1 || p.ep() > 1 || p.dcp() > 1 || p.pcp() > 1 || p.dpAttention(),
                "parallelism other than TP",
                "Sweep over tp only.");
        draft.plan.add("--model-id", spec.model().id());
        draft.when(
                !spec.model().revision().isEmpty(), "--revision", spec.model().revision());
        draft.plan.add("--hostname", draft.host(), "--port", draft.port());
        draft.plan.add("--num-shard", Integer.toString(p.tp()));
        draft.plan.add(
                "--max-input-tokens",
                Integer.toString(spec.maxModelLen() - 1),
                "--max-total-tokens",
                Integer.toString(spec.maxModelLen()));
        if (context.maxConcurrency() > 0) {
            // One above the load: readiness probes and telemetry must not be turned away.
            draft.choose("--max-concurrent-requests", Math.max(128, context.maxConcurrency() + 1));
        }
        if (spec.model().precision() == Precision.BF16) {
            draft.choose("--dtype", "bfloat16");
        } else if (spec.model().precision() == Precision.FP16) {
            draft.choose("--dtype", "float16");
        }
        draft.plan
                .env("PREFIX_CACHING", spec.server().prefixCache() ? "1" : "0")
                .prefixCacheOff(!spec.server().prefixCache(), spec.server().prefixCache() ? "" : "PREFIX_CACHING=0")
                .servedModel(spec.model().id())
                .metrics(EngineMetricNames.TGI)
                .version(new StartPlan.Version("/info", "version", List.of()))
                .tokenIds(new StartPlan.TokenIds(false, "", "/tokenize"))
                .fatal(List.of(
                        "Shard \\d+ (failed to start|crashed)", "Webserver Crashed", "Download encountered an error"));
        if (context.debug()) {
            draft.plan.env("LOG_LEVEL", "debug");
        }
        return draft.finish();
    }
}
