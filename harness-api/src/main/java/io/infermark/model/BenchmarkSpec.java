package io.infermark.model;

import java.util.List;

/**
 * Everything that one annotated class, or one entry of a configuration, declares.
 *
 * @param benchmark binary name of the class, or the configuration's key
 * @param master what it says as an entry of a master configuration
 */
public record BenchmarkSpec(
        String benchmark,
        String description,
        ModelSpec model,
        HardwareSpec hardware,
        ServerSpec server,
        List<WorkloadSpec> workloads,
        List<SweepRow> rows,
        List<Exclusion> exclusions,
        SloSpec slo,
        RunSettings run,
        int maxPoints,
        MasterSpec master) {
    /** Tokens of context beyond ISL + OSL. */
    public static final int CONTEXT_MARGIN = 256;

    public BenchmarkSpec {
        workloads = List.copyOf(workloads);
        rows = List.copyOf(rows);
        exclusions = List.copyOf(exclusions);
    }

    /** A declaration that is no entry of a master configuration. */
    public BenchmarkSpec(
            String benchmark,
            String description,
            ModelSpec model,
            HardwareSpec hardware,
            ServerSpec server,
            List<WorkloadSpec> workloads,
            List<SweepRow> rows,
            List<Exclusion> exclusions,
            SloSpec slo,
            RunSettings run,
            int maxPoints) {
        this(
                benchmark,
                description,
                model,
                hardware,
                server,
                workloads,
                rows,
                exclusions,
                slo,
                run,
                maxPoints,
                MasterSpec.NONE);
    }

    /** The context limit that the engine is started with: stated, or the longest workload's ISL + OSL + 256, so that all points can share a start. */
    public int maxModelLen() {
        if (model.maxModelLen() > 0) {
            return model.maxModelLen();
        }
        return CONTEXT_MARGIN
                + workloads.stream().mapToInt(w -> w.isl() + w.osl()).max().orElse(0);
    }

    /** The last segment of the benchmark's name. */
    public String simpleName() {
        return benchmark.substring(Math.max(benchmark.lastIndexOf('.'), benchmark.lastIndexOf('$')) + 1);
    }
}
