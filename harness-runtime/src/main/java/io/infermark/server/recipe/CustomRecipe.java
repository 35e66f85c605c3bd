package io.infermark.server.recipe;

import io.infermark.api.Launch;
import io.infermark.model.BenchmarkSpec;
import io.infermark.model.Point;
import io.infermark.spi.RecipeException;
import io.infermark.spi.ServerRecipe;
import io.infermark.spi.StartContext;
import io.infermark.spi.StartPlan;
import java.util.Map;

/**
 * Any engine, started by {@code @Server(command)} with placeholders: {@code {host} {port} {model} {servedName} {tp} {pp} {ep} {dcp} {pcp} {dpAttention}
 * {specDecoding} {precision} {maxModelLen} {concurrency} {isl} {gpus} {gpuCount} {cores} {image} {logDirectory} {files}} and the names of the user's axes.
 */
final class CustomRecipe implements ServerRecipe {
    @Override
    public String engine() {
        return "custom";
    }

    @Override
    public String checkedAgainst() {
        return "whatever the user states";
    }

    @Override
    public StartPlan plan(BenchmarkSpec spec, Point point, StartContext context) {
        if (spec.server().launch() == Launch.PROCESS && spec.server().command().isEmpty()) {
            throw new RecipeException("[CommandMissing] " + spec.benchmark()
                    + " uses the custom engine but states no command. Give one, as"
                    + " @Server(command = {\"my-server\", \"--port\", \"{port}\", \"--model\", \"{model}\"}).");
        }
        PlanDraft draft = PlanDraft.begin(engine(), spec, point, context, Program.of(), Map.of());
        draft.plan
                .servedModel(spec.model().servedName())
                .prefixCacheOff(false, "")
                .note("Whether it has a prefix cache is not known; turn it off by your command.");
        return draft.finish();
    }
}
