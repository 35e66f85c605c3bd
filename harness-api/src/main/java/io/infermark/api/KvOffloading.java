package io.infermark.api;

/** Where a KV cache goes that GPU memory can't hold. */
public enum KvOffloading {
    /** Not stated: for workers of several nodes only. */
    UNSTATED,
    /** Nowhere. */
    NONE,
    /** To the host's memory; needs a back-end, and a {@link AgenticWorkload#dramUtilization()}. */
    DRAM
}
