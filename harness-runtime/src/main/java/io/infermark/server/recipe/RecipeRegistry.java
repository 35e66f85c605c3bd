package io.infermark.server.recipe;

import io.infermark.model.BenchmarkSpec;
import io.infermark.model.Point;
import io.infermark.model.Suggestion;
import io.infermark.spi.RecipeException;
import io.infermark.spi.ServerRecipe;
import io.infermark.spi.StartContext;
import io.infermark.spi.StartPlan;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;

/** The recipes by engine name. Immutable. */
public final class RecipeRegistry {
    private final Map<String, ServerRecipe> recipes;

    private RecipeRegistry(Map<String, ServerRecipe> recipes) {
        this.recipes = recipes;
    }

    /** Ours, and over them those that the class path offers as services. */
    public static RecipeRegistry standard() {
        List<ServerRecipe> all = new ArrayList<>(List.of(
                new SimRecipe(),
                new LlamaCppRecipe(),
                new VllmRecipe(),
                new SglangRecipe(),
                new TensorRtLlmRecipe(),
                new AtomRecipe(),
                new TgiRecipe(),
                new TransformersRecipe(),
                new DynamoRecipe(),
                new CustomRecipe()));
        ServiceLoader.load(ServerRecipe.class).forEach(all::add);
        return of(all);
    }

    /** These, a later one over an earlier one of the same name. */
    public static RecipeRegistry of(List<ServerRecipe> all) {
        Map<String, ServerRecipe> byName = new LinkedHashMap<>();
        all.forEach(recipe -> byName.put(recipe.engine(), recipe));
        return new RecipeRegistry(byName);
    }

    /** Engine names in a stable order. */
    public List<String> engines() {
        return List.copyOf(recipes.keySet());
    }

    /**
     * The recipe of an engine.
     *
     * @throws RecipeException {@code [RecipeUnknown]} if there is none
     */
    public ServerRecipe recipe(String engine) {
        ServerRecipe recipe = recipes.get(engine);
        if (recipe == null) {
            throw new RecipeException("[RecipeUnknown] no recipe starts the engine \"" + engine + "\"."
                    + Suggestion.sentence(engine, recipes.keySet())
                    + " A recipe of your own is a class that implements ServerRecipe and is named in"
                    + " META-INF/services/io.infermark.spi.ServerRecipe.");
        }
        return recipe;
    }

    /**
     * The plan for a point by the recipe of its engine.
     *
     * @throws RecipeException if there is no recipe, or the engine cannot do what the point asks
     */
    public StartPlan plan(BenchmarkSpec spec, Point point, StartContext context) {
        return recipe(spec.server().engine().name()).plan(spec, point, context);
    }
}
