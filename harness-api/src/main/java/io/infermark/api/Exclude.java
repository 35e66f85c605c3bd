package io.infermark.api;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Repeatable;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Forbids a combination: a point to which every condition applies is dropped. {@code @Exclude({"tp=4", "ep=8"})} forbids EP 8 on four GPUs.
 *
 * <p>A condition is {@code axis=value}, {@code axis!=value}, {@code axis<n}, {@code axis<=n}, {@code axis>n} or {@code axis>=n}, where the axis is one of
 * {@code workload isl osl tp pp dcp pcp ep dpAttention specDecoding rate arrival burstiness shape conc} or one of the user's own. An exclusion that drops no point is an error, since it is
 * usually a misspelling.
 */
@Documented
@Target({ElementType.TYPE})
@Retention(RetentionPolicy.RUNTIME)
@Repeatable(Exclude.List.class)
public @interface Exclude {
    /** Conditions that must all apply. */
    String[] value();

    /** Why, for the plan. */
    String reason() default "";

    /** Container of the repeatable annotation. */
    @Documented
    @Target({ElementType.TYPE})
    @Retention(RetentionPolicy.RUNTIME)
    @interface List {
        Exclude[] value();
    }
}
