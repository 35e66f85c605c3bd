package io.infermark.api;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Repeatable;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** One pair of input and output lengths. Repeatable; a {@link Sweep} row runs for all of them unless it names one. */
@Documented
@Target({ElementType.TYPE})
@Retention(RetentionPolicy.RUNTIME)
@Repeatable(Workload.List.class)
public @interface Workload {
    /** Input sequence length in tokens. */
    int isl();

    /** Output sequence length in tokens; enforced by {@code ignore_eos} where the engine knows it. */
    int osl();

    /** Name that {@link Sweep#workload()} uses; empty: {@code 8k1k} for 8192/1024, {@code 300_50} where a length is not a multiple of 1024. */
    String name() default "";

    /**
     * Shortest length as a share of the nominal one: lengths are drawn uniformly from {@code [⌊ratio·L⌋, L]}. 1: every request has the nominal
     * length. (0.8 gives 80 to 100 %, not ±20 %.)
     */
    double rangeRatio() default 1.0;

    /** Container of the repeatable annotation. */
    @Documented
    @Target({ElementType.TYPE})
    @Retention(RetentionPolicy.RUNTIME)
    @interface List {
        Workload[] value();
    }
}
