package io.infermark.model;

/** How a model is spread over GPUs. */
public record Parallelism(int tp, int pp, int dcp, int pcp, int ep, boolean dpAttention) {
    /** One GPU. */
    public static final Parallelism SINGLE = new Parallelism(1, 1, 1, 1, 1, false);

    /**
     * GPUs that one server takes: TP × PP × PCP. EP and DP attention divide the same GPUs. The number stays right, and above 0, however large its factors, for what is wrong is told with it;
     * beyond a long it is the largest one. Of a point that was validated it fits into an int.
     */
    public long gpus() {
        long two = (long) tp * pp;
        return pcp > 0 && two > Long.MAX_VALUE / pcp ? Long.MAX_VALUE : two * pcp;
    }
}
