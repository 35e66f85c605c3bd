package io.infermark.validation;

import io.infermark.model.Parallelism;
import java.util.Optional;

/** How a server lies on GPUs and nodes: the one place where that is decided, for annotations and files, servers and workers. */
final class FitRules {
    private FitRules() {}

    /**
     * What is wrong with the experts of a server or worker; empty if nothing is.
     *
     * @param ranksApart whether ranks of data-parallel attention are servers of their own, over which experts may spread
     */
    static Optional<Code> experts(Parallelism p, boolean ranksApart) {
        long gpus = p.gpus();
        boolean around = p.ep() % gpus == 0;
        if (gpus % p.ep() == 0 || (around && ranksApart && p.dpAttention())) {
            return Optional.empty();
        }
        return Optional.of(around ? Code.EP_WIDER : Code.EP_NOT_DIVIDING);
    }

    /** Whether so many GPUs fill whole nodes, or divide one. */
    static boolean fillsNodes(long gpus, int node) {
        return gpus > node ? gpus % node == 0 : node % gpus == 0;
    }
}
