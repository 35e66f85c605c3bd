package io.infermark.server.recipe;

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
 * llama.cpp's llama-server. Slots ({@code -np}) are the highest concurrency unless the user states them; the context is for all slots together, so it is slots ×
 * {@link BenchmarkSpec#maxModelLen()}. A model that ends with {@code .gguf} is a file, anything else a repository.
 */
final class LlamaCppRecipe implements ServerRecipe {
    private static final Program PROGRAM = Program.of("llama-server");
    private static final Map<Vendor, String> IMAGES = Map.of(
            Vendor.CPU, "ghcr.io/ggml-org/llama.cpp:server",
            Vendor.NVIDIA, "ghcr.io/ggml-org/llama.cpp:server-cuda",
            Vendor.AMD, "ghcr.io/ggml-org/llama.cpp:server-rocm",
            Vendor.INTEL, "ghcr.io/ggml-org/llama.cpp:server-intel");
    private static final int ALL_LAYERS = 999;

    @Override
    public String engine() {
        return "llama.cpp";
    }

    @Override
    public String checkedAgainst() {
        return "b11434, run on CPU; GPU flags documented";
    }

    @Override
    public StartPlan plan(BenchmarkSpec spec, Point point, StartContext context) {
        boolean container = spec.server().launch() == io.infermark.api.Launch.CONTAINER;
        // Its images' entry point is the server itself, at a path that differs between images.
        Program program = container ? Program.of() : PROGRAM;
        PlanDraft draft = PlanDraft.begin(engine(), spec, point, context, program, IMAGES);
        Parallelism p = draft.parallelism();
        boolean gpu = spec.hardware().vendor() != Vendor.CPU;
        draft.refuse(
                p.pp() > 1 || p.ep() > 1 || p.dcp() > 1 || p.pcp() > 1 || p.dpAttention() || (p.tp() > 1 && !gpu),
                "parallelism that is not TP over GPUs",
                "Leave it at 1; use -t for processor threads.");
        draft.refuse(point.specDecoding() == SpecDecoding.MTP, "MTP", "Use SpecDecoding.DRAFT_MODEL or NONE.");
        String alias = spec.model().servedName().isEmpty()
                ? spec.model().prefix()
                : spec.model().servedName();
        draft.plan.add(
                spec.model().id().endsWith(".gguf") ? "-m" : "-hf", spec.model().id());
        draft.plan.add("--alias", alias, "--host", draft.host(), "--port", draft.port());
        int slots = slots(draft);
        if (!draft.userStates("-np", "--parallel")) {
            draft.plan.add("-np", Integer.toString(slots));
        }
        draft.plan.add("-c", Integer.toString(slots * spec.maxModelLen()));
        if (gpu && !draft.userStates("-ngl", "--n-gpu-layers")) {
            draft.plan.add("-ngl", Integer.toString(ALL_LAYERS));
        }
        if (p.tp() > 1 && !draft.userStates("-sm", "--split-mode")) {
            draft.plan.add("-sm", "row");
        }
        if (!context.cores().isEmpty() && !draft.userStates("-t", "--threads")) {
            draft.plan.add("-t", Integer.toString(CoreList.count(context.cores())));
        }
        if (point.specDecoding() == SpecDecoding.DRAFT_MODEL) {
            draft.plan.add("-md", draft.draftModel(), "--draft-max", Integer.toString(draft.draftTokens(4)));
        }
        draft.plan.add("--metrics");
        draft.choose("--slots").choose("--props").choose("--offline");
        if (spec.server().prefixCache()) {
            draft.plan.add("--cache-prompt").prefixCacheOff(false, "");
        } else {
            draft.plan
                    .add("--no-cache-prompt", "--cache-ram", "0")
                    .prefixCacheOff(true, "--no-cache-prompt --cache-ram 0");
        }
        if (context.debug()) {
            draft.choose("-v");
        }
        draft.plan
                .servedModel(alias)
                .grace(Duration.ofSeconds(15))
                .metrics(EngineMetricNames.LLAMACPP)
                .version(new StartPlan.Version("/props", "build_info", List.of()))
                .tokenIds(new StartPlan.TokenIds(true, "", "/tokenize"))
                .fatal(List.of("exiting due to (model loading|HTTP server) error", "error: invalid argument:"));
        return draft.finish();
    }

    private static int slots(PlanDraft draft) {
        String stated = draft.userValue("-np").isEmpty() ? draft.userValue("--parallel") : draft.userValue("-np");
        if (stated.matches("[1-9]\\d{0,5}")) {
            return Integer.parseInt(stated);
        }
        return Math.max(1, draft.context.maxConcurrency());
    }
}
