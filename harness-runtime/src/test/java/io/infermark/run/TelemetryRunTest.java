package io.infermark.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.infermark.metric.GpuEnergy;
import io.infermark.metric.Level;
import io.infermark.metric.Validity;
import io.infermark.metric.WindowTelemetry;
import io.infermark.model.BenchmarkSpec;
import io.infermark.model.ServerSpec;
import io.infermark.model.WorkloadSpec;
import io.infermark.plan.Benchmark;
import io.infermark.plan.Declarations;
import io.infermark.result.PointResult;
import io.infermark.result.Provenance;
import io.infermark.result.ResultFiles;
import io.infermark.result.RunHistory;
import io.infermark.result.TrialResult;
import io.infermark.sim.SimConfig;
import io.infermark.sim.SimServer;
import io.infermark.telemetry.FakeTool;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Whole runs, and what their results say of power, engine and prefix cache. */
@Timeout(180)
class TelemetryRunTest {
    private static final String GPU = """
            case "$*" in
            *name,driver_version*) echo '0, NVIDIA H100 80GB HBM3, 580.159.04, 81559, 4';;
            *)
            echo 'timestamp, index, power.draw [W], utilization.gpu [%]'
            while :; do echo "$(date -u '+%Y/%m/%d %H:%M:%S.%3N'), 0, 300.00 W, 97 %"; sleep 0.1; done;;
            esac""";

    @TempDir
    Path folder;

    private static Path only(Path below, String name) throws IOException {
        try (Stream<Path> files = Files.walk(below)) {
            List<Path> found = files.filter(file -> file.endsWith(name)).toList();
            assertThat(found).as(name).hasSize(1);
            return found.get(0);
        }
    }

    private static WindowTelemetry telemetry(PointResult result, int iteration) {
        return Objects.requireNonNull(
                result.trials().get(0).measured().get(iteration).metrics().telemetry());
    }

    @Test
    void theEmbeddedEnginesPowerIsLabelledFakeWhereverItStands() throws IOException {
        Path out = folder.resolve("out");
        Runs run;
        Runs again;
        try (SimServer sim = Sims.start()) {
            String url = sim.uri().toString();
            Benchmark benchmark = Declarations.closed("com.x.Fake", 2);
            run = Runs.of(new OptionsBuilder().server(url).forks(0).out(out), benchmark);
            again = Runs.of(new OptionsBuilder().server(url).forks(0).out(out).resume(true), benchmark);
        }
        assertNothingButLate(run.outcome().exitCode(), run.outcome().results().get(0), run.toString());
        PointResult result = run.outcome().results().get(0);
        GpuEnergy energy = Objects.requireNonNull(telemetry(result, 1).energy());

        assertThat(result.provenance().power()).isEqualTo(Provenance.Power.FAKE);
        assertThat(energy.origin()).isEqualTo(GpuEnergy.Origin.FAKE);
        assertThat(energy.watts()).isBetween(90.0, 700.0);
        assertThat(Objects.requireNonNull(result.summary()).shown("joules_per_output_token"))
                .isPositive();
        assertThat(telemetry(result, 0).engineCounters())
                .containsEntry("generation_tokens", 8.0)
                .containsEntry("preemptions", 0.0);
        assertThat(result.trials().get(0).files())
                .containsEntry("gpu", "fork-0/gpu.csv")
                .containsEntry("engineMetrics", "fork-0/engine-metrics.prom.gz");
        assertThat(out.resolve("table.txt")).content().contains("FAKE energy").contains("J/out tok");
        assertThat(out.resolve("report.html")).content().contains("FAKE energy");
        assertThat(ResultFiles.readResult(only(out, "result.json")).result()).isEqualTo(result);

        assertThat(again.outcome().results().get(0).summary()).isEqualTo(result.summary());
    }

    @Test
    void theEngineIsReadOnceASecondInsideALongWindow() {
        Runs run;
        try (SimServer sim = Sims.start()) {
            run = Runs.of(
                    new OptionsBuilder()
                            .server(sim.uri().toString())
                            .forks(0)
                            .warmupIterations(0)
                            .measurementIterations(1)
                            .measurementTime("2500 ms")
                            .out(folder.resolve("out")),
                    Declarations.closed("com.x.Long", 2));
        }
        WindowTelemetry found = telemetry(run.outcome().results().get(0), 0);

        Level running = Objects.requireNonNull(found.engine().get("running"));
        assertThat(running.samples()).isBetween(1, 4);
        assertThat(running.max()).isBetween(0.0, 2.0);
        assertThat(found.engine()).containsKeys("waiting", "kv_usage");
        assertThat(found.sources().get("engine")).endsWith("/metrics");
        assertThat(Objects.requireNonNull(found.energy()).joules()).isPositive();
    }

    @Test
    void telemetryCanBeSwitchedOff() {
        Runs run;
        try (SimServer sim = Sims.start()) {
            run = Runs.of(
                    new OptionsBuilder()
                            .server(sim.uri().toString())
                            .forks(0)
                            .telemetry("off")
                            .out(folder.resolve("out")),
                    Declarations.closed("com.x.Off", 1));
        }
        PointResult result = run.outcome().results().get(0);

        assertThat(result.trials().get(0).measured().get(0).metrics().telemetry())
                .isNull();
        assertThat(result.provenance().power()).isEqualTo(Provenance.Power.NONE);
        assertThat(run.out()).doesNotContain("energy");
    }

    private static Benchmark longPrompts(double declaredRate) {
        BenchmarkSpec spec = Declarations.closed("com.x.Repeated", 2).spec();
        return Declarations.benchmark(new BenchmarkSpec(
                spec.benchmark(),
                "",
                spec.model(),
                spec.hardware(),
                new ServerSpec(
                        spec.server().engine(),
                        "",
                        spec.server().launch(),
                        List.of(),
                        List.of(),
                        Map.of(),
                        spec.server().startTimeout(),
                        true,
                        spec.server().endpoint(),
                        declaredRate),
                List.of(WorkloadSpec.of(256, 4)),
                spec.rows(),
                List.of(),
                spec.slo(),
                spec.run(),
                10_000));
    }

    @Test
    void promptsFromAPrefixCacheThatNobodyDeclaredMakeAPointInvalid() {
        Runs cold;
        Runs warm;
        Runs meant;
        try (SimServer sim = SimServer.start(
                SimConfig.builder().option("prefix-cache", "true").build())) {
            cold = Runs.of(
                    new OptionsBuilder()
                            .server(sim.uri().toString())
                            .forks(0)
                            .seed(7)
                            .out(folder.resolve("cold")),
                    longPrompts(0));
            warm = Runs.of(
                    new OptionsBuilder()
                            .server(sim.uri().toString())
                            .forks(0)
                            .seed(7)
                            .out(folder.resolve("warm")),
                    longPrompts(0));
            Double rate = telemetry(warm.outcome().results().get(0), 0).prefixHitRate();
            meant = Runs.of(
                    new OptionsBuilder()
                            .server(sim.uri().toString())
                            .forks(0)
                            .seed(7)
                            .out(folder.resolve("meant")),
                    longPrompts(Objects.requireNonNull(rate)));
        }
        assertNothingButLate(cold.outcome().exitCode(), cold.outcome().results().get(0), cold.toString());
        assertThat(telemetry(cold.outcome().results().get(0), 0).prefixHitRate())
                .isZero();
        assertThat(warm.outcome().exitCode()).as("%s", warm).isEqualTo(1);
        PointResult result = warm.outcome().results().get(0);
        assertThat(result.validity().state()).isEqualTo(Validity.State.INVALID);
        assertThat(result.validity().reasons())
                .extracting(Validity.Finding::code)
                .contains("PrefixCache")
                .isSubsetOf("PrefixCache", "GeneratorUnfit");
        assertThat(result.validity().reasons())
                .extracting(Validity.Finding::message)
                .anySatisfy(
                        message -> assertThat(message).contains("prefix cache (engine counters), declared are 0.0 %"));
        assertThat(telemetry(result, 0).prefixHitRate()).isGreaterThan(0.9);
        assertThat(warm.out()).contains("INVALID");
        assertNothingButLate(
                meant.outcome().exitCode(), meant.outcome().results().get(0), meant.toString());
    }

    private record Ended(int code, String printed) {}

    /** A run in a JVM of its own with a folder in front of the PATH. */
    private Ended run(Path tools, Path out, int gpus) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                GpuRun.class.getName(),
                out.toString(),
                Integer.toString(gpus)));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().merge("PATH", tools.toString(), (path, first) -> first + File.pathSeparator + path);
        Process process = builder.start();
        process.getOutputStream().close();
        String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(120, TimeUnit.SECONDS)).isTrue();
        return new Ended(process.exitValue(), printed);
    }

    /** Windows of a few milliseconds beside the compilers of this JVM may be found late; what was measured beside them holds all the same. */
    private static void assertNothingButLate(int code, PointResult result, String printed) {
        assertThat(result.failure()).as(printed).isNull();
        assertThat(result.validity().reasons())
                .as(printed)
                .allSatisfy(reason -> assertThat(reason.code()).isEqualTo("GeneratorUnfit"));
        assertThat(code).as(printed).isEqualTo(result.validity().reasons().isEmpty() ? 0 : 1);
    }

    @Test
    void aToolOnThePathGivesMeasuredEnergyAndTheTimeUntilMemoryIsFree() throws Exception {
        FakeTool.script(folder.resolve("nvidia-smi"), GPU);
        Path out = folder.resolve("out");
        Ended ended = run(folder, out, 1);

        PointResult result = ResultFiles.readResult(only(out, "result.json")).result();
        assertNothingButLate(ended.code(), result, ended.printed());
        assertThat(result.provenance().power()).isEqualTo(Provenance.Power.MEASURED);
        assertThat(result.provenance().engine()).isEqualTo(Provenance.Engine.SIMULATED);
        GpuEnergy energy = Objects.requireNonNull(telemetry(result, 0).energy());
        assertThat(energy.watts()).isCloseTo(300, within(1e-6));
        long tokens = Objects.requireNonNull(
                result.trials().get(0).measured().get(0).metrics().tokens().outputTotal());
        assertThat(energy.joulesPerOutputToken()).isCloseTo(energy.joules() / tokens, within(1e-9));
        TrialResult trial = result.trials().get(0);
        assertThat(trial.server().stopToMemoryFreeSeconds()).isPositive();
        assertThat(trial.server().launchToHealthSeconds()).isPositive();
        assertThat(RunHistory.read(out.resolve("run.jsonl"))
                        .finished(result.point())
                        .get(0))
                .isEqualTo(trial);
        assertThat(out.resolve("table.txt")).content().contains("energy").doesNotContain("FAKE");
        assertThat(ended.printed()).contains("J/out tok");
    }

    @Test
    void gpusThatAreNotThereEndTheRunBeforeItBegins() throws Exception {
        FakeTool.script(folder.resolve("nvidia-smi"), GPU);
        Ended ended = run(folder, folder.resolve("out"), 2);

        assertThat(ended.code()).as(ended.printed()).isEqualTo(3);
        assertThat(ended.printed()).contains("[GpuMissing] custom needs NVIDIA GPUs [0, 1], but this host has only 0");
    }

    @Test
    void gpusThatAreNotTheDeclaredOnesEndTheRunBeforeItBegins() throws Exception {
        FakeTool.script(folder.resolve("nvidia-smi"), GPU.replace("H100 80GB HBM3", "H200"));
        Ended ended = run(folder, folder.resolve("out"), 1);

        assertThat(ended.code()).as(ended.printed()).isEqualTo(3);
        assertThat(ended.printed())
                .contains("[GpuOther] custom would get GPU 0 (NVIDIA H200), but H100 is declared")
                .contains("Probably meant: @Hardware of h200");
    }
}
