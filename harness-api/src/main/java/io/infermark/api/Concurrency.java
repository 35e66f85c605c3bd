package io.infermark.api;

import java.lang.annotation.Documented;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Concurrent streams: either a list, or a range that doubles and ends exactly at {@link #to()}.
 *
 * <p>{@code @Concurrency({16, 100})} is 16 and 100; {@code @Concurrency(from = 4, to = 100)} is 4, 8, 16, 32, 64, 100. A range needs both ends;
 * list and range together are an error.
 */
@Documented
@Target({})
@Retention(RetentionPolicy.RUNTIME)
public @interface Concurrency {
    /** The values, in the order wanted. */
    int[] value() default {};

    /** First value of a range; -1: no range. */
    int from() default -1;

    /** Last value of a range; -1: no range. */
    int to() default -1;

    /** Factor of a range, at least 2. */
    int step() default 2;
}
