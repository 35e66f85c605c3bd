/** Tests of {@code io.infermark.matrix}. */
@NullMarked
package io.infermark.matrix;

import org.jspecify.annotations.NullMarked;
