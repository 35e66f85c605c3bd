/**
 * What the runner calls and others implement: generated matrices, hooks, server recipes.
 *
 * <p>Implementations of {@link io.infermark.spi.MatrixProvider} are written by the processor; nobody writes them by hand. Everything here is called from the
 * host JVM's main thread, never from the load generator.
 */
@NullMarked
package io.infermark.spi;

import org.jspecify.annotations.NullMarked;
