package io.infermark.api;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** What the compiler must know of an {@link Accelerator} to check a matrix. Price and power are site facts and live in {@code configs}. */
@Documented
@Target({ElementType.TYPE})
@Retention(RetentionPolicy.RUNTIME)
public @interface AcceleratorFacts {
    /** Name in results, files and configuration: lower case, no spaces. */
    String name();

    Vendor vendor();

    /** GPUs that share a node's fast interconnect. */
    int gpusPerNode();

    /** Memory of one GPU in GiB (2<sup>30</sup> bytes); 0: not limited. */
    double memoryGib();

    /** Weight formats that its kernels support; anything else is refused. */
    Precision[] precisions();
}
