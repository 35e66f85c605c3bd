package io.infermark.matrix;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** What to expand. Empty lists and null mean no restriction. */
public sealed interface MatrixRequest {

    /** Part of a runner's machine name; expands each config to the machines that have it. Null for no expansion. */
    @Nullable
    String runnerNodeFilter();

    /**
     * All configs that pass the filters.
     *
     * @param modelPrefixes beginnings of the config <em>key</em> (not of {@code model-prefix})
     * @param seqLens names of lengths; agentic rows are not filtered by it
     * @param scenarioTypes {@code fixed-seq-len}, {@code agentic-coding}
     */
    record FullSweep(
            List<String> modelPrefixes,
            List<String> precisions,
            List<String> frameworks,
            List<String> runnerTypes,
            List<String> seqLens,
            List<String> scenarioTypes,
            Bounds bounds,
            @Nullable String runnerNodeFilter,
            boolean singleNode,
            boolean multiNode)
            implements MatrixRequest {}

    /**
     * Limits of a full sweep.
     *
     * @param stepSize factor between concurrencies of a range
     * @param maxTp drops single-node rows above it
     * @param maxEp lowers the expert parallelism of single-node rows to it
     */
    record Bounds(
            long stepSize,
            @Nullable Long minConc,
            @Nullable Long maxConc,
            @Nullable Long maxTp,
            @Nullable Long maxEp) {

        /** Doubling, without limits. */
        public static final Bounds NONE = new Bounds(2, null, null, null, null);
    }

    /**
     * Configs by key, unfiltered.
     *
     * @param configKeys keys; with {@code *} and {@code ?} as wildcards except in FEB
     * @param concs keeps these concurrencies only
     */
    record TestConfig(
            List<String> configKeys,
            List<Long> concs,
            List<String> seqLens,
            List<String> scenarioTypes,
            @Nullable String runnerNodeFilter)
            implements MatrixRequest {

        /** Some keys, everything of them. */
        public static TestConfig of(List<String> keys) {
            return new TestConfig(keys, List.of(), List.of(), List.of(), null);
        }
    }

    /**
     * Every config of a runner label, once on each of its machines, at its smallest load.
     *
     * @param conc overrides the concurrency
     */
    record RunnerModelSweep(
            String runnerType,
            List<String> modelPrefixes,
            List<String> precisions,
            List<String> frameworks,
            @Nullable Long conc,
            @Nullable String runnerNodeFilter,
            boolean singleNode)
            implements MatrixRequest {}
}
