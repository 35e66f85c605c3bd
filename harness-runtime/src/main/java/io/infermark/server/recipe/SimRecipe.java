package io.infermark.server.recipe;

import io.infermark.api.Launch;
import io.infermark.api.SpecDecoding;
import io.infermark.model.BenchmarkSpec;
import io.infermark.model.Point;
import io.infermark.spi.ServerRecipe;
import io.infermark.spi.StartContext;
import io.infermark.spi.StartPlan;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** The embedded engine in a JVM of its own: this harness's java and class path, or an image whose entry point is the harness. */
final class SimRecipe implements ServerRecipe {
    private static final String MAIN = "io.infermark.cli.Main";

    @Override
    public String engine() {
        return "sim";
    }

    @Override
    public String checkedAgainst() {
        return "this version, run";
    }

    @Override
    public StartPlan plan(BenchmarkSpec spec, Point point, StartContext context) {
        boolean container = spec.server().launch() == Launch.CONTAINER;
        Program program = container ? Program.of() : Program.of(context.java(), "-cp", context.classPath(), MAIN);
        PlanDraft draft = PlanDraft.begin(engine(), spec, point, context, program, Map.of());
        draft.plan.add("sim", "--host", draft.host(), "--port", draft.port());
        draft.plan.add("--model", draft.servedModel());
        draft.choose("--tp", draft.parallelism().tp());
        draft.choose("--max-model-len", spec.maxModelLen());
        draft.choose("--prefix-cache", spec.server().prefixCache());
        if (point.specDecoding() != SpecDecoding.NONE) {
            draft.choose("--speculative-tokens", draft.draftTokens(2));
        }
        draft.plan
                .servedModel(draft.servedModel())
                .grace(Duration.ofSeconds(15))
                .metrics(EngineMetricNames.VLLM)
                .version(new StartPlan.Version("/version", "version", List.of()))
                .prefixCacheOff(!spec.server().prefixCache(), spec.server().prefixCache() ? "" : "--prefix-cache false")
                .tokenIds(new StartPlan.TokenIds(true, "return_token_ids", "/tokenize"))
                .note("Simulated: nothing measured on it is a fact about hardware.");
        return draft.finish();
    }
}
