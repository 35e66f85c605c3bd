/**
 * Which parallelism and precision a model can have on a kind of hardware.
 *
 * <p><b>Purpose.</b> {@code infermark advise MODEL HARDWARE} and the table of {@code docs/tuning.md}. Every combination is made a declaration of one point and shown to the
 * validator that the compiler uses ({@link io.infermark.validation.SpecValidator}); weights and KV cache are that validator's own
 * {@link io.infermark.validation.MemoryEstimate}. So the advice never recommends what a class could not declare.
 *
 * <p><b>What it is not.</b> A bound, not a forecast: activations, graphs and an engine's reserve are not counted, so what does not fit does not fit, and what fits on
 * paper with little headroom may not. Speed is not estimated; it is measured.
 *
 * <p><b>Threading.</b> Pure functions of their arguments.
 */
@NullMarked
package io.infermark.advice;

import org.jspecify.annotations.NullMarked;
