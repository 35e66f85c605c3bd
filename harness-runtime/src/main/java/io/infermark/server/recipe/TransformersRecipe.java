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

/**
 * {@code transformers serve}. It has no metrics, refuses any body field that it does not know (so output lengths cannot be forced), lists no model reliably and knows
 * the model only under the name that it was started with.
 */
final class TransformersRecipe implements ServerRecipe {
    private static final Program PROGRAM =
            Program.of("transformers", "serve").withSubcommand(List.of("serve"), "serve");

    @Override
    public String engine() {
        return "transformers";
    }

    @Override
    public String checkedAgainst() {
        return "5.23.0, run";
    }

    @Override
    public StartPlan plan(BenchmarkSpec spec, Point point, StartContext context) {
        PlanDraft draft = PlanDraft.begin(engine(), spec, point, context, PROGRAM, Map.of());
        draft.refuse(
                !point.parallelism().equals(Parallelism.SINGLE), "parallelism", "Leave tp, pp, ep, dcp and pcp at 1.");
        draft.plan.add(spec.model().id(), "--host", draft.host(), "--port", draft.port());
        draft.choose("--device", spec.hardware().vendor() == Vendor.CPU ? "cpu" : "cuda");
        if (spec.model().precision() == Precision.BF16) {
            draft.choose("--dtype", "bfloat16");
        } else if (spec.model().precision() == Precision.FP16) {
            draft.choose("--dtype", "float16");
        } else if (spec.model().precision() == Precision.FP32) {
            draft.choose("--dtype", "float32");
        }
        draft.choose("--continuous-batching");
        if (context.debug()) {
            draft.choose("--log-level", "debug");
        }
        draft.plan
                .servedModel(spec.model().id())
                .readiness("/health", "", true)
                .metrics(StartPlan.Metrics.NONE)
                .version(new StartPlan.Version("", "", draft.inContainer ? List.of() : versionCommand(draft)))
                .prefixCacheOff(true, "continuous batching without a prefix cache")
                .tokenIds(StartPlan.TokenIds.UNKNOWN)
                .note("Output lengths cannot be forced: fields such as ignore_eos are refused with 422.")
                .fatal(FatalLines.TORCH);
        return draft.finish();
    }

    private static List<String> versionCommand(PlanDraft draft) {
        List<String> stated = draft.spec.server().command();
        return List.of(stated.isEmpty() ? "transformers" : stated.get(0), "version");
    }
}
