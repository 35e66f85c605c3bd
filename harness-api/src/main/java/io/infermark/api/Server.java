package io.infermark.api;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** By which engine the model is served, and how the server is reached. */
@Documented
@Target({ElementType.TYPE})
@Retention(RetentionPolicy.RUNTIME)
public @interface Server {
    /** The engine type; its facts stand in its {@link EngineFacts}. */
    Class<? extends Engine> engine();

    /** Container image; empty: none. Pin it by digest for results that can be repeated. */
    String image() default "";

    /** How the server starts. */
    Launch launch() default Launch.AUTO;

    /** Executable or command prefix of a {@link Launch#PROCESS}, word by word; empty: the recipe's own. */
    String[] command() default {};

    /** Further engine flags, word by word, appended to the recipe's. */
    String[] flags() default {};

    /** Environment of the engine, {@code NAME=value}. */
    String[] env() default {};

    /** Deadline from launch to readiness, as {@code "40 min"}. */
    String startTimeout() default "40 min";

    /** Whether the engine may keep its prefix cache. Off by default: a cache that the prompts hit by accident makes numbers that lie. */
    boolean prefixCache() default false;

    /**
     * Share of prompt tokens that is meant to come from the prefix cache, 0 to 1. A window whose observed share differs by more than one percentage point is INVALID, so
     * with prompts that share a beginning this says which workload it is.
     */
    double prefixHitRate() default 0;

    /** How requests are made, and, for {@link Launch#EXTERNAL}, where the server is. */
    EndpointOptions endpoint() default @EndpointOptions;
}
