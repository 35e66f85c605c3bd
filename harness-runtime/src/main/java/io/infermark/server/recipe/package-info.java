/**
 * From a point to a start plan, one class an engine.
 *
 * <p><b>Purpose.</b> {@link io.infermark.server.recipe.RecipeRegistry} finds the recipe of an engine by its name, a user's own before ours. What all engines share
 * (environment, devices, container, the user's flags and axes) is in {@code PlanDraft}; a recipe states what is peculiar to its engine.
 * {@link io.infermark.server.recipe.CommandText} prints a plan as a shell command that can be pasted.
 *
 * <p><b>Order of words.</b> launcher, program, the recipe's arguments, {@code @Server(flags)}, axes in the order of the point. A recipe's own choice gives way to a
 * flag that the user states. Environment: the recipe's, then the server's, the row's, the axes'; later ones win.
 *
 * <p><b>Rules.</b> Pure functions; no file, clock or environment is read. Flags were checked against the versions that each recipe's
 * {@link io.infermark.spi.ServerRecipe#checkedAgainst} names.
 */
@NullMarked
package io.infermark.server.recipe;

import org.jspecify.annotations.NullMarked;
