package io.infermark.api;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Repeatable;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * One row of a search space whose server is made of prefill and decode workers. It starts once and takes all its concurrencies. Such rows are planned, checked and
 * exported; starting them is the work of the cluster's launcher, so {@code run} refuses them.
 */
@Documented
@Target({ElementType.TYPE})
@Retention(RetentionPolicy.RUNTIME)
@Repeatable(MultiNodeSweep.List.class)
public @interface MultiNodeSweep {
    /** The one {@link Workload} that this row is for, by its name; empty: each of them. */
    String workload() default "";

    /** Workers that read prompts. */
    Worker prefill();

    /** Workers that make tokens. */
    Worker decode();

    /** Speculative decoding. */
    SpecDecoding specDecoding() default SpecDecoding.NONE;

    /** Streams held open. */
    Concurrency concurrency();

    /** Request router of this row; not with {@link MasterEntry#router()}. */
    Component router() default @Component;

    /** KV transfer library of this row; not with {@link MasterEntry#kvTransfer()}. */
    String kvTransfer() default "";

    /** Container of the repeatable annotation. */
    @Documented
    @Target({ElementType.TYPE})
    @Retention(RetentionPolicy.RUNTIME)
    @interface List {
        MultiNodeSweep[] value();
    }
}
