/**
 * What held throughput back, as far as a run's own figures tell.
 *
 * <p><b>Purpose.</b> A low figure has four usual causes: the generator was too slow, the engine's batch or cache was full, too few streams, or GPUs that wait for something else.
 * Each is stated with the figures that speak for it and with what to change, or not at all.
 *
 * <p><b>Data flow.</b> {@link io.infermark.result.PointResult}s, and levels of GPU and engine where somebody sampled them (the {@link io.infermark.metric.WindowTelemetry} of its windows) →
 * {@link io.infermark.bottleneck.Evidence} of one point → {@link io.infermark.bottleneck.Bottlenecks} over a ladder, that is points that differ in concurrency alone.
 *
 * <p><b>Rules.</b> Pure functions; a verdict of validity is never changed by one. What needs a figure that is absent is not stated.
 */
@NullMarked
package io.infermark.bottleneck;

import org.jspecify.annotations.NullMarked;
