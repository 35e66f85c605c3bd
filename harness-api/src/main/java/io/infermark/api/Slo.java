package io.infermark.api;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Latency bounds. A point meets its SLO if every stated percentile, taken over all attempts with a failure counting as infinite, is within its
 * bound. The loosest bound stated for a metric is also its limit for one request, and goodput counts the requests that are within all limits.
 *
 * <p>Bounds are durations such as {@code "2 s"}, {@code "30 ms"}, {@code "250 us"}; empty: no bound.
 */
@Documented
@Target({ElementType.TYPE})
@Retention(RetentionPolicy.RUNTIME)
public @interface Slo {
    String ttftP50() default "";

    String ttftP90() default "";

    String ttftP99() default "";

    String tpotP50() default "";

    String tpotP90() default "";

    String tpotP99() default "";

    String itlP50() default "";

    String itlP90() default "";

    String itlP99() default "";

    String e2elP50() default "";

    String e2elP90() default "";

    String e2elP99() default "";
}
