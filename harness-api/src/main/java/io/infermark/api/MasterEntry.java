package io.infermark.api;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * The class as an entry of a master configuration: what such an entry says beyond the other annotations. {@code infermark import} writes it;
 * {@code infermark export} reads it and derives what is left out.
 */
@Documented
@Target({ElementType.TYPE})
@Retention(RetentionPolicy.RUNTIME)
public @interface MasterEntry {
    /** The entry's key; empty: {@code prefix-precision-label-framework}. */
    String key() default "";

    /** Place among the entries of a file; entries of the same place are sorted by name. */
    int order() default 0;

    /** The rules that hold. The compatible ones turn most errors of the harness's own checks into warnings and keep the same point twice. */
    ConfigDialect dialect() default ConfigDialect.NATIVE;

    /** The framework as the file names it; empty: the engine's name. */
    String framework() default "";

    /** The precision as the file names it; empty: that of {@link Model#precision()}. */
    String precision() default "";

    /** Whether prefill and decode run apart. */
    boolean disaggregated() default false;

    /** Request router of all rows. */
    Component router() default @Component;

    /** KV transfer library of all rows, such as {@code nixl}; empty: none, or the rows name theirs. */
    String kvTransfer() default "";
}
