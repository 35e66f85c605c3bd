package io.infermark.spi;

import io.infermark.model.BenchmarkSpec;
import io.infermark.model.Point;

/**
 * How one engine is started. A recipe is a pure function: the same arguments give an equal plan; it reads no file, no clock and no environment, so that a dry run
 * shows exactly what a real run does.
 *
 * <p>Your own: implement this with a public no-argument constructor and name the class in {@code META-INF/services/io.infermark.spi.ServerRecipe}. A recipe with
 * the name of one of ours takes its place.
 */
public interface ServerRecipe {
    /** Name of the engine, equal to {@link io.infermark.api.EngineFacts#name()}. */
    String engine();

    /** The engine version against which the flags were checked, and how ({@code 0.24.0, run} or {@code 1.2, documented}). */
    String checkedAgainst();

    /**
     * What is to be started for a point, and for every other point that shares its start.
     *
     * @throws RecipeException if the engine cannot do what the point asks
     */
    StartPlan plan(BenchmarkSpec spec, Point point, StartContext context);
}
