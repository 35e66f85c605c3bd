package io.infermark.api;

import java.lang.annotation.Documented;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** The workers of one role, prefill or decode, of a server that spans several processes or nodes. */
@Documented
@Target({})
@Retention(RetentionPolicy.RUNTIME)
public @interface Worker {
    /** Workers of this role; 0: the other role does both; -1: the row has no such block. */
    int count() default -1;

    /** Tensor parallelism of one worker. */
    int tp() default 1;

    /** Pipeline parallelism of one worker. */
    int pp() default 1;

    /** Decode context parallelism of one worker; divides {@code tp}. */
    int dcp() default 1;

    /** Prefill context parallelism of one worker. */
    int pcp() default 1;

    /** Expert parallelism of one worker. */
    int ep() default 1;

    /** Data-parallel attention. */
    boolean dpAttention() default false;

    /** The machines' label where the roles run on different ones: stated for both or for neither. */
    String hardware() default "";

    /** Environment of the launcher, {@code NAME=value}. An empty list written down is not the same as none. */
    String[] settings() default {};
}
