package io.infermark.api;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Repeatable;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * One row of an agentic search space: either one server ({@link #tp()}) or {@link #prefill()} and {@link #decode()} workers. Like {@link MultiNodeSweep} it is planned,
 * checked and exported; {@code run} refuses it, since sessions are replayed by another client.
 */
@Documented
@Target({ElementType.TYPE})
@Retention(RetentionPolicy.RUNTIME)
@Repeatable(AgenticSweep.List.class)
public @interface AgenticSweep {
    /** The {@link AgenticWorkload} of this row, by its name; empty: each of them. */
    String workload() default "";

    /** Tensor parallelism of one server. */
    int tp() default 1;

    /** Pipeline parallelism of one server. */
    int pp() default 1;

    /** Decode context parallelism of one server; divides {@code tp}. */
    int dcp() default 1;

    /** Prefill context parallelism of one server. */
    int pcp() default 1;

    /** Expert parallelism of one server. */
    int ep() default 1;

    /** Data-parallel attention of one server. */
    boolean dpAttention() default false;

    /** Workers that read prompts; with {@link #decode()} and without the members of one server. */
    Worker prefill() default @Worker;

    /** Workers that make tokens; with {@link #prefill()}. */
    Worker decode() default @Worker;

    /** Speculative decoding. */
    SpecDecoding specDecoding() default SpecDecoding.NONE;

    /** Where KV cache goes that the GPUs can't hold. */
    KvOffloading kvOffloading() default KvOffloading.UNSTATED;

    /** What moves it there; its version is optional. */
    Component kvOffloadBackend() default @Component;

    /** Live sessions. */
    Concurrency concurrency();

    /** Request router of this row; not with {@link MasterEntry#router()}. */
    Component router() default @Component;

    /** KV transfer library of this row; not with {@link MasterEntry#kvTransfer()}. */
    String kvTransfer() default "";

    /** Environment of the engine for this row only, {@code NAME=value}; of a row with workers, each worker states its own {@link Worker#settings()}. */
    String[] env() default {};

    /** Container of the repeatable annotation. */
    @Documented
    @Target({ElementType.TYPE})
    @Retention(RetentionPolicy.RUNTIME)
    @interface List {
        AgenticSweep[] value();
    }
}
