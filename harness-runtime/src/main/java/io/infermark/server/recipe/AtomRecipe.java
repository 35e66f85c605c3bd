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

/** AMD ATOM. Its prefix cache is on by default since 2026 and is turned off by {@code --no-enable_prefix_caching}; 0.1 has it off and refuses that flag, so the image's name decides. */
final class AtomRecipe implements ServerRecipe {
    private static final Program PROGRAM = Program.of("python3", "-m", "atom.entrypoints.openai_server")
            .withSubcommand(List.of("-m", "atom.entrypoints.openai_server"), "atom.entrypoints.openai_server");
    private static final Map<Vendor, String> IMAGES =
            Map.of(Vendor.AMD, "rocm/atom:rocm7.2.0-ubuntu24.04-pytorch2.9-atom0.1.1");

    @Override
    public String engine() {
        return "atom";
    }

    @Override
    public String checkedAgainst() {
        return "ROCm/ATOM at ffdf3bb (22 August 2026), documented";
    }

    @Override
    public StartPlan plan(BenchmarkSpec spec, Point point, StartContext context) {
        PlanDraft draft = PlanDraft.begin(engine(), spec, point, context, PROGRAM, IMAGES);
        Parallelism p = draft.parallelism();
        draft.refuse(
                point.specDecoding() == SpecDecoding.DRAFT_MODEL, "a draft model", "Use SpecDecoding.MTP or NONE.");
        draft.plan.add("--model", spec.model().id());
        draft.when(
                !spec.model().servedName().isEmpty(),
                "--served-model-name",
                spec.model().servedName());
        draft.plan.add("--host", draft.host(), "--server-port", draft.port());
        draft.plan.add("-tp", Integer.toString(p.tp()));
        draft.when(p.pp() > 1, "-pp", p.pp());
        draft.when(p.dcp() > 1, "-dcp", p.dcp());
        draft.when(p.pcp() > 1, "-pcp", p.pcp());
        if (p.ep() > 1) {
            draft.plan.add("--enable-expert-parallel");
        }
        if (p.dpAttention()) {
            draft.plan.add("--enable-dp-attention");
        }
        draft.plan.add("--max-model-len", Integer.toString(spec.maxModelLen()));
        if (context.maxConcurrency() > 0) {
            draft.choose("--max-num-seqs", context.maxConcurrency());
        }
        if (point.specDecoding() == SpecDecoding.MTP) {
            draft.plan.add("--method", "mtp", "--num-speculative-tokens", Integer.toString(draft.draftTokens(1)));
        }
        prefixCache(draft);
        draft.plan
                .servedModel(draft.servedModel())
                .metrics(new StartPlan.Metrics("/metrics", Map.of()))
                .version(new StartPlan.Version(
                        "",
                        "",
                        draft.inContainer
                                ? List.of()
                                : List.of("python3", "-c", "import atom; print(atom.__version__)")))
                .tokenIds(new StartPlan.TokenIds(false, "", ""))
                .fatal(FatalLines.TORCH);
        if (context.debug()) {
            draft.plan.note("No log level of ATOM's own is known; of several GPUs NCCL_DEBUG is raised.");
        }
        return draft.finish();
    }

    private static void prefixCache(PlanDraft draft) {
        boolean offByDefault = draft.image().contains("atom0.1.");
        if (draft.spec.server().prefixCache()) {
            draft.plan.add("--enable_prefix_caching").prefixCacheOff(false, "");
        } else if (offByDefault) {
            draft.plan.prefixCacheOff(true, "off by default in ATOM 0.1");
        } else {
            draft.plan.add("--no-enable_prefix_caching").prefixCacheOff(true, "--no-enable_prefix_caching");
        }
    }
}
