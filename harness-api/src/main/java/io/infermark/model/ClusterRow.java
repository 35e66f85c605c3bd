package io.infermark.model;

import io.infermark.api.KvOffloading;
import io.infermark.api.SpecDecoding;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * One row that the harness plans and does not run itself: a {@link io.infermark.api.MultiNodeSweep} or an {@link io.infermark.api.AgenticSweep}.
 *
 * @param workload the one workload that it is for; empty: each of its kind
 * @param server of an agentic row without workers
 * @param prefill with {@code decode}, or {@link WorkerSpec#NONE} both
 * @param ranged whether the concurrencies were written as a range that doubles
 * @param env of the engine of an agentic row without workers, in order; no part of what makes two rows the same point
 * @param declared names of the members that were written down
 */
public record ClusterRow(
        String workload,
        Parallelism server,
        WorkerSpec prefill,
        WorkerSpec decode,
        SpecDecoding specDecoding,
        List<Integer> concurrency,
        boolean ranged,
        ComponentSpec router,
        String kvTransfer,
        KvOffloading kvOffloading,
        ComponentSpec kvOffloadBackend,
        Map<String, String> env,
        Set<String> declared) {
    public ClusterRow {
        env = Collections.unmodifiableMap(new LinkedHashMap<>(env));
        concurrency = List.copyOf(concurrency);
        // Sorted, so that equal rows have equal texts: fingerprints are taken of them.
        declared = Collections.unmodifiableSortedSet(new TreeSet<>(declared));
    }

    /** Whether workers serve it. */
    public boolean multiNode() {
        return prefill.stated() || decode.stated();
    }
}
