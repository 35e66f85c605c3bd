package io.infermark.api;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * How long one iteration lasts when it is bounded by requests.
 *
 * <p>An <em>iteration</em> is one load window, drained to its last request. It is bounded by requests, by default 10 × concurrency, or by time if
 * JMH's {@code @Measurement(time = …)} is stated; both at one level is an error. <em>Warm-up iterations</em> touch the real server before it, by
 * default one of 2 × concurrency requests, never with the measured prompts. A <em>fork</em> repeats both on a freshly started server with a new
 * load-generator JVM. Statistics are over iterations and forks, never over the requests of one window.
 *
 * <p>Defaults: 1 fork, 1 warm-up iteration, 3 iterations.
 */
@Documented
@Target({ElementType.TYPE})
@Retention(RetentionPolicy.RUNTIME)
public @interface Window {
    /** Requests of a measured window for each concurrent stream; for an open loop without a cap, seconds of schedule are used instead: 10 × this / rate. */
    int requestsPerConcurrency() default 10;

    /** Requests of a measured window, whatever the concurrency; -1: by {@link #requestsPerConcurrency()}. */
    int requests() default -1;

    /** Requests of a warm-up window for each concurrent stream. */
    int warmupRequestsPerConcurrency() default 2;

    /** Requests of a warm-up window; -1: by {@link #warmupRequestsPerConcurrency()}. */
    int warmupRequests() default -1;

    /** Fewer successful requests than this in a measured window mark the point as short. */
    int minRequests() default 10;
}
