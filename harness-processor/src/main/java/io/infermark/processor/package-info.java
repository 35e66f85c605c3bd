/**
 * The annotation processor: reads benchmark classes, checks them, and writes what the runner loads.
 *
 * <p><b>Data flow.</b> A class with {@link io.infermark.api.ServingBenchmark} is read into a {@link io.infermark.model.BenchmarkSpec} that remembers where each member stands
 * ({@link io.infermark.processor.read}), checked by the validator that configurations use too ({@link io.infermark.validation.SpecValidator}), and, if nothing is wrong
 * with it, written as a source {@code X_Matrix} and a resource {@code META-INF/infermark/matrix/<binary name>} ({@link io.infermark.processor.write}). Everything
 * that is wrong, with every class, is reported in one compile ({@link io.infermark.processor.report}).
 *
 * <p><b>Incremental builds.</b> Each output has one originating element and depends on nothing but the types reachable from that class's annotations. No file is shared
 * between classes, so a compiler that hands us some of the classes, or one that is gone, leaves nothing stale.
 *
 * <p><b>Rules.</b> Deterministic bytes: no clock, no absolute path, no unordered collection. Nothing thrown leaves the processor.
 */
@NullMarked
package io.infermark.processor;

import org.jspecify.annotations.NullMarked;
