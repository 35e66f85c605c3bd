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
    /**
     * Requests a second; none: closed loop. With {@link Arrival#RAMP} and {@link Arrival#STEPS} it is what the shares are shares of. With {@link Arrival#TRACE} it is the mean rate that
     * the file's instants are stretched or squeezed to; one that agrees with the file's own rate to 0.01 % takes them as they are.
     */
    double[] value() default {};

    /** How arrivals are spaced. */
    Arrival arrival() default Arrival.POISSON;

    /** Shape of {@link Arrival#GAMMA}: 1 is Poisson, below 1 burstier, above 1 more regular. Only gamma takes another than 1. */
    double burstiness() default 1.0;

    /**
     * What {@link Arrival#RAMP}, {@link Arrival#STEPS} and {@link Arrival#TRACE} need, and no other takes. Each window begins it anew.
     *
     * <ul>
     *   <li>RAMP: {@code "0.1:60s"}, from this share of the rate to the rate in this time. It goes down from a share above 1.
     *   <li>STEPS: {@code "0.5:30s,1:60s,2:30s"}, shares of the rate, each with its time.
     *   <li>TRACE: a file, relative to the working directory: an instant a line in seconds, ascending; what follows {@code #} is a comment. With {@code #sha256=} and the digest's
     *       first 16 digits after the name, another content is refused.
     * </ul>
     */
    String shape() default "";
}
