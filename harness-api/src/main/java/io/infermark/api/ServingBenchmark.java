package io.infermark.api;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks a class whose annotations declare a serving benchmark: the {@code @Benchmark} of this harness.
 *
 * <p>The class must be top-level or a static member, not abstract, not generic. It needs a no-argument constructor only if it has
 * {@code @Setup} or {@code @TearDown} methods. Its binary name is the name of the benchmark in every result.
 */
@Documented
@Target({ElementType.TYPE})
@Retention(RetentionPolicy.RUNTIME)
public @interface ServingBenchmark {
    /** A sentence for reports; empty: none. */
    String description() default "";

    /** The largest number of points that this class may expand to; more is a compile-time error. Guards against a sweep that takes weeks. */
    int maxPoints() default 2_000;
}
