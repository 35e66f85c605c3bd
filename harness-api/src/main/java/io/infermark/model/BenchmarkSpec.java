package io.infermark.model;

import java.util.List;

/**
 * Everything that one annotated class, or one entry of a configuration, declares.
 *
 * @param benchmark binary name of the class, or the configuration's key
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
        int maxPoints) {
    public BenchmarkSpec {
        workloads = List.copyOf(workloads);
        rows = List.copyOf(rows);
        exclusions = List.copyOf(exclusions);
    }

    /** The context limit that the engine is started with: stated, or the longest workload's ISL + OSL + 256, so that all points can share a start. */
    public int maxModelLen() {
        if (model.maxModelLen() > 0) {
            return model.maxModelLen();
        }
        return 256 + workloads.stream().mapToInt(w -> w.isl() + w.osl()).max().orElse(0);
    }

    /** The last segment of the benchmark's name. */
    public String simpleName() {
        return benchmark.substring(Math.max(benchmark.lastIndexOf('.'), benchmark.lastIndexOf('$')) + 1);
    }
}
