/** Tests of {@code io.infermark.cli.matrix}. */
@NullMarked
package io.infermark.cli.matrix;

import org.jspecify.annotations.NullMarked;
