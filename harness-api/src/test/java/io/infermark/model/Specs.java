package io.infermark.model;

import io.infermark.api.Launch;
import io.infermark.api.Precision;
import io.infermark.api.SpecDecoding;
import io.infermark.api.Vendor;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A valid declaration to start from. */
public final class Specs {
    public static final EngineSpec ENGINE = new EngineSpec(
            "engine",
            List.of(Vendor.NVIDIA),
            List.of("--max-num-seqs", "--seed"),
            List.of("--port"),
            List.of(SpecDecoding.NONE, SpecDecoding.MTP),
            true,
            true,
            true,
            Launch.PROCESS);

    private Specs() {}

    public static BenchmarkSpec of(List<WorkloadSpec> workloads, List<SweepRow> rows, List<Exclusion> exclusions) {
        return new BenchmarkSpec(
                "com.x.Bench",
                "",
                ModelSpec.of("org/model", Precision.FP8),
                new HardwareSpec("gpu", Vendor.NVIDIA, 8, 80, List.of(Precision.FP8, Precision.BF16), 1, "gpu"),
                new ServerSpec(
                        ENGINE,
                        "",
                        Launch.PROCESS,
                        List.of(),
                        List.of(),
                        Map.of(),
                        Duration.ofMinutes(1),
                        false,
                        EndpointSpec.DEFAULT),
                workloads,
                rows,
                exclusions,
                SloSpec.NONE,
                RunSettings.DEFAULT,
                2_000);
    }

    public static BenchmarkSpec of(SweepRow... rows) {
        return of(List.of(WorkloadSpec.of(1024, 1024)), List.of(rows), List.of());
    }

    public static SweepRow tp(List<Integer> tp, List<Integer> concurrency) {
        return row(tp, RateSpec.NONE, concurrency, List.of());
    }

    public static SweepRow row(List<Integer> tp, RateSpec rate, List<Integer> concurrency, List<AxisSpec> axes) {
        return new SweepRow(
                "",
                tp,
                List.of(1),
                List.of(1),
                List.of(1),
                List.of(1),
                List.of(false),
                List.of(SpecDecoding.NONE),
                axes,
                rate,
                concurrency,
                Map.of(),
                Set.of("tp"));
    }
}
