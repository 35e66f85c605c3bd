package io.infermark.model;

import io.infermark.api.SpecDecoding;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * One row of a search space; the members mean what {@link io.infermark.api.Sweep} says, ranges expanded.
 *
 * @param workload the name of the one workload that it is for; empty: each
 * @param concurrency expanded, in order; empty only with a rate
 * @param declared names of the members that were written down; only these appear in point ids
 * @param ranged whether the concurrencies were written as a range that doubles
 * @param router request router in front of the engine
 */
public record SweepRow(
        String workload,
        List<Integer> tp,
        List<Integer> pp,
        List<Integer> dcp,
        List<Integer> pcp,
        List<Integer> ep,
        List<Boolean> dpAttention,
        List<SpecDecoding> specDecoding,
        List<AxisSpec> axes,
        RateSpec rate,
        List<Integer> concurrency,
        Map<String, String> env,
        Set<String> declared,
        boolean ranged,
        ComponentSpec router) {
    public SweepRow {
        tp = List.copyOf(tp);
        pp = List.copyOf(pp);
        dcp = List.copyOf(dcp);
        pcp = List.copyOf(pcp);
        ep = List.copyOf(ep);
        dpAttention = List.copyOf(dpAttention);
        specDecoding = List.copyOf(specDecoding);
        axes = List.copyOf(axes);
        concurrency = List.copyOf(concurrency);
        env = Collections.unmodifiableMap(new LinkedHashMap<>(env));
        // Sorted, so that equal rows have equal texts: fingerprints are taken of them.
        declared = Collections.unmodifiableSortedSet(new TreeSet<>(declared));
    }

    /** A row of listed concurrencies without a router. */
    public SweepRow(
            String workload,
            List<Integer> tp,
            List<Integer> pp,
            List<Integer> dcp,
            List<Integer> pcp,
            List<Integer> ep,
            List<Boolean> dpAttention,
            List<SpecDecoding> specDecoding,
            List<AxisSpec> axes,
            RateSpec rate,
            List<Integer> concurrency,
            Map<String, String> env,
            Set<String> declared) {
        this(
                workload,
                tp,
                pp,
                dcp,
                pcp,
                ep,
                dpAttention,
                specDecoding,
                axes,
                rate,
                concurrency,
                env,
                declared,
                false,
                ComponentSpec.NONE);
    }

    /** A closed-loop row on one GPU. */
    public static SweepRow ofConcurrency(List<Integer> concurrency) {
        return ofRates(RateSpec.NONE, concurrency);
    }

    /**
     * An open-loop row on one GPU.
     *
     * @param concurrency the most in flight; empty: no cap
     */
    public static SweepRow ofRates(RateSpec rate, List<Integer> concurrency) {
        return new SweepRow(
                "",
                List.of(1),
                List.of(1),
                List.of(1),
                List.of(1),
                List.of(1),
                List.of(false),
                List.of(SpecDecoding.NONE),
                List.of(),
                rate,
                concurrency,
                Map.of(),
                Set.of());
    }
}
