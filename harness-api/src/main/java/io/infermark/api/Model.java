package io.infermark.api;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** What is served. */
@Documented
@Target({ElementType.TYPE})
@Retention(RetentionPolicy.RUNTIME)
public @interface Model {
    /** The model as its hub names it ({@code deepseek-ai/DeepSeek-R1-0528}) or a path on the host. */
    String id();

    /** Short name for results and files, without {@code _}; empty: derived from {@link #id()}. */
    String prefix() default "";

    /** The weights' format. */
    Precision precision() default Precision.BF16;

    /** The name that requests carry; empty: the server's only model, else {@link #id()}. */
    String servedName() default "";

    /** A {@code tokenizer.json}, or a folder that holds one; empty: token ids or the server's own tokenizer are used. */
    String tokenizer() default "";

    /** A revision of the hub; empty: the newest. */
    String revision() default "";

    /** Total parameters in billions, for the memory estimate; 0: not stated, no estimate is made. */
    double parametersBillions() default 0;

    /** Transformer layers that hold a KV cache, for the memory estimate; 0: not stated. */
    int layers() default 0;

    /** KV heads a layer, for the memory estimate; 0: not stated. */
    int kvHeads() default 0;

    /** Size of one head, for the memory estimate; 0: not stated. */
    int headDim() default 0;

    /** The engine's context limit in tokens; 0: the longest workload's ISL + OSL + 256. */
    int maxModelLen() default 0;
}
