package io.infermark.api;

import java.lang.annotation.Documented;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Arrival rates of an open loop. */
@Documented
@Target({})
@Retention(RetentionPolicy.RUNTIME)
public @interface Rate {
    /** Requests a second; none: closed loop. */
    double[] value() default {};

    /** How arrivals are spaced. */
    Arrival arrival() default Arrival.POISSON;

    /** Shape of {@link Arrival#GAMMA}: 1 is Poisson, below 1 burstier, above 1 more regular. Ignored by the others. */
    double burstiness() default 1.0;
}
