package io.infermark.run;

import io.infermark.api.Launch;
import io.infermark.api.Precision;
import io.infermark.api.SpecDecoding;
import io.infermark.api.Vendor;
import io.infermark.model.BenchmarkSpec;
import io.infermark.model.EndpointSpec;
import io.infermark.model.EngineSpec;
import io.infermark.model.HardwareSpec;
import io.infermark.model.ServerSpec;
import io.infermark.plan.Declarations;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** A run in a JVM of its own, whose PATH a test decides: a server of ours, declared to run on NVIDIA GPUs and started by a command. */
public final class GpuRun {
    private GpuRun() {}

    /** Arguments: result directory, declared GPUs, then words to put before the server's command. */
    public static void main(String[] arguments) {
        BenchmarkSpec cpu = Declarations.command(
                "com.x.OnGpus",
                List.of(),
                List.of(Declarations.row(List.of(Integer.valueOf(arguments[1])), List.of(2))),
                Declarations.settings(0, 0, 2));
        EngineSpec engine = new EngineSpec(
                "custom",
                List.of(),
                List.of(),
                List.of(),
                List.of(SpecDecoding.NONE),
                true,
                true,
                true,
                Launch.PROCESS);
        List<String> command = new ArrayList<>(Arrays.asList(arguments).subList(2, arguments.length));
        command.addAll(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                "io.infermark.cli.Main",
                "sim",
                "--host",
                "127.0.0.1",
                "--port",
                "{port}",
                "--model",
                "sim-model"));
        ServerSpec server = new ServerSpec(
                engine,
                "",
                Launch.PROCESS,
                command,
                List.of(),
                Map.of(),
                Duration.ofMinutes(1),
                false,
                EndpointSpec.DEFAULT);
        HardwareSpec hardware = new HardwareSpec("H100", Vendor.NVIDIA, 8, 80, List.of(Precision.values()), 1, "h100");
        BenchmarkSpec spec = new BenchmarkSpec(
                cpu.benchmark(),
                "",
                cpu.model(),
                hardware,
                server,
                cpu.workloads(),
                cpu.rows(),
                List.of(),
                cpu.slo(),
                cpu.run(),
                10_000);
        try {
            System.exit(new InfermarkRunner(
                            new OptionsBuilder()
                                    .forks(0)
                                    .out(Path.of(arguments[0]))
                                    .build(),
                            List.of(Declarations.benchmark(spec)),
                            System.out,
                            System.err)
                    .run()
                    .exitCode());
        } catch (EnvironmentException e) {
            System.err.println(e.getMessage());
            System.exit(3);
        }
    }
}
