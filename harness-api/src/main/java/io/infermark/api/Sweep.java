package io.infermark.api;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Repeatable;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * One row of a search space: its members multiply.
 *
 * <p><b>Order.</b> From the slowest to the fastest: workload, {@code tp}, {@code pp}, {@code dcp}, {@code pcp}, {@code ep}, {@code dpAttention},
 * {@code specDecoding}, {@link #axes()} in the order written, {@code rate}, {@code concurrency}. Repeated rows are united in the order written.
 * The same point twice is a compile-time error.
 *
 * <p>A member left out has its one default value and does not appear in point ids.
 */
@Documented
@Target({ElementType.TYPE})
@Retention(RetentionPolicy.RUNTIME)
@Repeatable(Sweep.List.class)
public @interface Sweep {
    /** The one {@link Workload} that this row is for, by its name; empty: each of them. */
    String workload() default "";

    /** Tensor parallelism. */
    int[] tp() default {1};

    /** Pipeline parallelism. */
    int[] pp() default {1};

    /** Decode context parallelism; divides {@code tp}. */
    int[] dcp() default {1};

    /** Prefill context parallelism. */
    int[] pcp() default {1};

    /** Expert parallelism. */
    int[] ep() default {1};

    /** Data-parallel attention. */
    boolean[] dpAttention() default {false};

    /** Speculative decoding. */
    SpecDecoding[] specDecoding() default {SpecDecoding.NONE};

    /** The user's own axes. */
    Axis[] axes() default {};

    /** Open loop: requests a second; none: closed loop. */
    Rate rate() default @Rate;

    /** Closed loop: streams held open. With a {@link #rate()}: the most that may be in flight, and waiting for a place is counted as blocked time. */
    Concurrency concurrency() default @Concurrency;

    /** Environment of the engine for this row only, {@code NAME=value}. */
    String[] env() default {};

    /** Request router in front of the engine for this row; not with {@link MasterEntry#router()}. */
    Component router() default @Component;

    /** Container of the repeatable annotation. */
    @Documented
    @Target({ElementType.TYPE})
    @Retention(RetentionPolicy.RUNTIME)
    @interface List {
        Sweep[] value();
    }
}
