package io.infermark.api;

import java.lang.annotation.Documented;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** An axis of the user's own, which reaches the engine as a flag or as environment. */
@Documented
@Target({})
@Retention(RetentionPolicy.RUNTIME)
public @interface Axis {
    /** Name in point ids: letters, digits, {@code -}, {@code _} and {@code .}. */
    String name();

    /** Values in the order wanted, at least one. The value {@code ""} passes nothing; for a flag, {@code "true"} passes the flag alone. */
    String[] values();

    /** The flag that carries it, with its dashes; empty: {@code --name}, unless {@link #env()} is given. */
    String flag() default "";

    /** The environment variable that carries it; empty: it is a flag. */
    String env() default "";
}
