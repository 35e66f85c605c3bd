package io.infermark.api;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Where it is served. */
@Documented
@Target({ElementType.TYPE})
@Retention(RetentionPolicy.RUNTIME)
public @interface Hardware {
    /** The accelerator type; its facts stand in its {@link AcceleratorFacts}. */
    Class<? extends Accelerator> value();

    /** Nodes that one server may span. */
    int nodes() default 1;

    /** The site's label for machines of this kind (a runner, a partition); empty: the accelerator's name. */
    String label() default "";
}
