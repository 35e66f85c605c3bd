/**
 * What a performance engineer writes: one annotated class declares what is served, on what, by which engine, under which load.
 *
 * <p><b>Purpose.</b> {@link io.infermark.api.ServingBenchmark} marks the class; {@link io.infermark.api.Model}, {@link io.infermark.api.Hardware},
 * {@link io.infermark.api.Server}, {@link io.infermark.api.Workload} and {@link io.infermark.api.Sweep} say the rest. Repetition is said with JMH's own
 * {@code @Warmup}, {@code @Measurement}, {@code @Fork} and {@code @Timeout}, whose meaning here is written in {@link io.infermark.api.Window}.
 *
 * <p>{@link io.infermark.api.MasterEntry}, {@link io.infermark.api.MultiNodeSweep}, {@link io.infermark.api.AgenticWorkload} and {@link io.infermark.api.AgenticSweep} say
 * what a master configuration can say beyond that: servers of several nodes and replayed sessions, which are planned, checked and exported, not run.
 *
 * <p><b>Data flow.</b> annotations → (compile time) {@code harness-processor} → {@link io.infermark.model.BenchmarkSpec} →
 * {@link io.infermark.model.Matrix} → runner. Nothing here is executed; every fact is readable by the compiler.
 *
 * <p><b>Inheritance and composition.</b> An annotation is looked up on the class, then on the annotations that stand on the class (composed
 * annotations, nearest first), then on the superclass in the same way. The nearest place that has an annotation type wins, with all its
 * repetitions: a subclass that declares one {@code @Sweep} replaces all of its base's.
 *
 * <p><b>Dependencies.</b> The JDK and JMH's annotation types only.
 */
@NullMarked
package io.infermark.api;

import org.jspecify.annotations.NullMarked;
