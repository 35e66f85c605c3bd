package io.infermark.model;

/** How a model is spread over GPUs. */
public record Parallelism(int tp, int pp, int dcp, int pcp, int ep, boolean dpAttention) {
    /** One GPU. */
    public static final Parallelism SINGLE = new Parallelism(1, 1, 1, 1, 1, false);

    /** GPUs that one server takes: TP × PP × PCP. EP and DP attention divide the same GPUs. */
    public int gpus() {
        return tp * pp * pcp;
    }
}
