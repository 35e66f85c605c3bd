package io.infermark.spi;

/** What an engine's metrics page may tell; a recipe maps each to the engine's own name. */
public enum EngineMetric {
    /** Gauge: requests being computed. */
    RUNNING,
    /** Gauge: requests that wait. */
    WAITING,
    /** Gauge: share of the KV cache in use, 0 to 1. */
    KV_USAGE,
    /** Counter: requests put back because memory ran out. */
    PREEMPTIONS,
    /** Counter: prompt tokens looked up in the prefix cache. */
    PREFIX_QUERIES,
    /** Counter: prompt tokens found in the prefix cache. */
    PREFIX_HITS,
    /** Gauge: share of prompt tokens found in the prefix cache, where the engine gives no counters. */
    PREFIX_HIT_RATE,
    /** Counter: prompt tokens. */
    PROMPT_TOKENS,
    /** Counter: generated tokens. */
    GENERATION_TOKENS,
    /** Counter: draft tokens proposed. */
    DRAFT_TOKENS,
    /** Counter: draft tokens accepted. */
    ACCEPTED_TOKENS,
    /** Histogram: TTFT in seconds. */
    TTFT,
    /** Histogram: ITL in seconds. */
    ITL,
    /** Histogram: E2EL in seconds. */
    E2EL
}
