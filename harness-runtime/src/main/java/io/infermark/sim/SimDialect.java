package io.infermark.sim;

import java.util.Locale;

/**
 * Whose stream shapes, error objects and metric names the simulator speaks.
 *
 * <p>{@link #VLLM} and {@link #LLAMACPP} follow recordings of running engines (vLLM 0.24 and 0.32, llama.cpp b11434).
 * {@link #SGLANG} and {@link #TRTLLM} follow the engines' documentation and were not compared with a running one.
 */
public enum SimDialect {
    VLLM,
    SGLANG,
    TRTLLM,
    LLAMACPP;

    /** The option value, for example {@code vllm}. */
    public String optionName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
