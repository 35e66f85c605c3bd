package io.infermark.plan;

import io.infermark.api.Launch;
import io.infermark.api.Precision;
import io.infermark.api.SpecDecoding;
import io.infermark.api.Vendor;
import io.infermark.model.AxisSpec;
import io.infermark.model.BenchmarkSpec;
import io.infermark.model.EndpointSpec;
import io.infermark.model.EngineSpec;
import io.infermark.model.HardwareSpec;
import io.infermark.model.ModelSpec;
import io.infermark.model.RateSpec;
import io.infermark.model.RunSettings;
import io.infermark.model.ServerSpec;
import io.infermark.model.SloSpec;
import io.infermark.model.SweepRow;
import io.infermark.model.WindowBound;
import io.infermark.model.WorkloadSpec;
import io.infermark.spi.Hooks;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Declarations for tests, as the processor would have written them. */
public final class Declarations {
    private Declarations() {}

    /** Rows on a running server, 16 input and 4 output tokens, one small window each. */
    public static BenchmarkSpec external(String name, List<SweepRow> rows) {
        return spec(name, Launch.EXTERNAL, List.of(), rows, settings(1, 0, 2));
    }

    /** Rows on the embedded engine in a process of its own. */
    public static BenchmarkSpec embedded(String name, List<SweepRow> rows, RunSettings run) {
        return spec(name, Launch.PROCESS, List.of(), rows, run);
    }

    /** An engine that is started by a command. */
    public static BenchmarkSpec command(String name, List<String> command, List<SweepRow> rows, RunSettings run) {
        return spec(name, Launch.PROCESS, command, rows, run);
    }

    private static BenchmarkSpec spec(
            String name, Launch launch, List<String> command, List<SweepRow> rows, RunSettings run) {
        EngineSpec engine = new EngineSpec(
                "sim", List.of(), List.of(), List.of(), List.of(SpecDecoding.NONE), true, true, true, Launch.PROCESS);
        ServerSpec server = new ServerSpec(
                engine, "", launch, command, List.of(), Map.of(), Duration.ofMinutes(1), false, EndpointSpec.DEFAULT);
        HardwareSpec hardware =
                new HardwareSpec("simulated", Vendor.CPU, 8, 80, List.of(Precision.values()), 1, "simulated");
        return new BenchmarkSpec(
                name,
                "",
                ModelSpec.of("sim-model", Precision.BF16),
                hardware,
                server,
                List.of(WorkloadSpec.of(16, 4)),
                rows,
                List.of(),
                SloSpec.NONE,
                run,
                10_000);
    }

    /** Windows of one request a stream: nothing follows it, so no pause between two requests on a busy machine makes a point invalid. One warm-up window. */
    public static RunSettings settings(int forks, int warmupForks, int iterations) {
        return new RunSettings(
                forks,
                warmupForks,
                1,
                new WindowBound.PerConcurrency(1),
                iterations,
                new WindowBound.PerConcurrency(1),
                Duration.ofMinutes(2),
                1,
                List.of());
    }

    /** A closed-loop row. */
    public static SweepRow row(List<Integer> tp, List<Integer> concurrency, AxisSpec... axes) {
        return row(tp, concurrency, RateSpec.NONE, axes);
    }

    /** A row with a rate, if it is not {@link RateSpec#NONE}. */
    public static SweepRow row(List<Integer> tp, List<Integer> concurrency, RateSpec rate, AxisSpec... axes) {
        return new SweepRow(
                "",
                tp,
                List.of(1),
                List.of(1),
                List.of(1),
                List.of(1),
                List.of(false),
                List.of(SpecDecoding.NONE),
                List.of(axes),
                rate,
                concurrency,
                Map.of(),
                tp.size() > 1 ? Set.of("tp") : Set.of());
    }

    /** Without code of its own. */
    public static Benchmark benchmark(BenchmarkSpec spec) {
        return new Benchmark(spec, () -> Hooks.NONE);
    }

    /** A benchmark of some concurrencies on a running server. */
    public static Benchmark closed(String name, Integer... concurrency) {
        return benchmark(external(name, List.of(row(List.of(1), List.of(concurrency)))));
    }
}
