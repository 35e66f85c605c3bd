package io.infermark.api;

import java.lang.annotation.Documented;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** A runtime component by name and version. Without a name: none. */
@Documented
@Target({})
@Retention(RetentionPolicy.RUNTIME)
public @interface Component {
    /** Its name, such as {@code sglang-router}; empty: there is no component. */
    String name() default "";

    /** A release, a package's version or a source commit, never an image; empty only where it is optional. */
    String version() default "";
}
