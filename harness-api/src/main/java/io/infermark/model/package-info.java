/**
 * The planning model: what a benchmark declares, as values, and the matrix that it expands to.
 *
 * <p><b>Purpose.</b> One model for every way to declare a benchmark. The annotation processor reads annotated classes into a
 * {@link io.infermark.model.BenchmarkSpec}; the configuration reader reads YAML into the same; {@link io.infermark.model.MatrixExpander} turns either into
 * {@link io.infermark.model.Point points}, so that compiler and runner cannot disagree.
 *
 * <p><b>Rules.</b> Immutable records, no dependency beyond the JDK and {@code io.infermark.api}'s enums, no input or output, no clock. Collections are
 * unmodifiable and keep the order in which they were declared, since order is meaning here.
 */
@NullMarked
package io.infermark.model;

import org.jspecify.annotations.NullMarked;
