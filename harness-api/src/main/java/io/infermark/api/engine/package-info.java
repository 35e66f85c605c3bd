/**
 * Inference engines that we know. Each is a type that is never instantiated and carries {@link io.infermark.api.EngineFacts}; the recipe that starts it has the same name.
 */
@NullMarked
package io.infermark.api.engine;

import org.jspecify.annotations.NullMarked;
