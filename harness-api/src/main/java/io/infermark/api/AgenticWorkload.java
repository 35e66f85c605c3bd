package io.infermark.api;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Repeatable;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Replayed coding sessions as load. Repeatable; an {@link AgenticSweep} row names one. */
@Documented
@Target({ElementType.TYPE})
@Retention(RetentionPolicy.RUNTIME)
@Repeatable(AgenticWorkload.List.class)
public @interface AgenticWorkload {
    /** Name that {@link AgenticSweep#workload()} uses. */
    String name() default "agentic-coding";

    /** Share of the host's memory that offloaded KV cache may take, in (0, 1]; 0: not stated. */
    double dramUtilization() default 0;

    /** Container of the repeatable annotation. */
    @Documented
    @Target({ElementType.TYPE})
    @Retention(RetentionPolicy.RUNTIME)
    @interface List {
        AgenticWorkload[] value();
    }
}
