package io.infermark.api;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** What the compiler must know of an {@link Engine} to check a matrix. */
@Documented
@Target({ElementType.TYPE})
@Retention(RetentionPolicy.RUNTIME)
public @interface EngineFacts {
    /** Name in results and configuration, and of the recipe that starts it. */
    String name();

    /** Vendors that the engine runs on; empty: any. */
    Vendor[] vendors() default {};

    /**
     * Flags that a user may pass, with their dashes. A flag that is not listed is refused with a suggestion; an empty list checks nothing.
     * Flags that the recipe itself sets from the matrix (parallelism, port, model) are listed in {@link #managedFlags()}.
     */
    String[] flags() default {};

    /** Flags that the recipe sets; passing one by hand is an error, since two values would contradict each other. */
    String[] managedFlags() default {};

    /** Speculative decoding that it can do. */
    SpecDecoding[] specDecoding() default {SpecDecoding.NONE};

    /** Whether it knows expert parallelism. */
    boolean expertParallel() default false;

    /** Whether it knows data-parallel attention. */
    boolean dpAttention() default false;

    /** Whether it knows pipeline parallelism. */
    boolean pipelineParallel() default false;

    /** How it starts when {@link Server#launch()} is {@link Launch#AUTO} and neither image nor URL is given. */
    Launch defaultLaunch() default Launch.CONTAINER;
}
