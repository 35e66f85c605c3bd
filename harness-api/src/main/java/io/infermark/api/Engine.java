package io.infermark.api;

/**
 * A kind of inference engine. A type that implements it carries {@link EngineFacts}; it is never instantiated. Ours are in
 * {@code io.infermark.api.engine}; how one is started is told by the {@code ServerRecipe} of the same name.
 */
public interface Engine {}
