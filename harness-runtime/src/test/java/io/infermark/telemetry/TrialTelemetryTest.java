package io.infermark.telemetry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.sun.net.httpserver.HttpServer;
import io.infermark.api.Vendor;
import io.infermark.metric.GpuEnergy;
import io.infermark.metric.Level;
import io.infermark.metric.WindowMetrics;
import io.infermark.metric.WindowTelemetry;
import io.infermark.metric.Windows;
import io.infermark.model.EndpointSpec;
import io.infermark.run.Sims;
import io.infermark.server.recipe.EngineMetricNames;
import io.infermark.sim.SimServer;
import io.infermark.spi.Endpoint;
import io.infermark.telemetry.TelemetrySite.Tools;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Monitors that are scripts, an engine that is the embedded one. */
@Timeout(60)
class TrialTelemetryTest {
    /** Six seconds under load in the recording, and its energy by a trapezoid worked out apart. */
    private static final Instant START = Instant.parse("2026-11-25T10:22:25Z");

    private static final Instant END = START.plusSeconds(6);
    private static final double JOULES = 4180.971826962028;
    private static final WindowMetrics SERVED = Windows.waveWindow(4, 10, 1).metrics();
    private static final Monitored ONE = Monitored.of(Vendor.NVIDIA, List.of(0));

    @TempDir
    Path folder;

    private final SimServer sim = Sims.start();

    @AfterEach
    void end() {
        sim.close();
    }

    private Path trial() throws IOException {
        return Files.createDirectories(folder.resolve("fork-0"));
    }

    private TelemetrySite site(TelemetryMode mode, Monitored gpus, Tools tools) throws IOException {
        return new TelemetrySite(
                mode,
                new Endpoint(List.of(sim.uri()), "sim-model", EndpointSpec.DEFAULT),
                EngineMetricNames.all(),
                gpus,
                true,
                trial(),
                tools,
                folder.resolve("no-powercap"));
    }

    private WindowTelemetry observe(TelemetrySite site, Instant start, Instant end) {
        TrialTelemetry telemetry = TrialTelemetry.begin(site);
        telemetry.windowBegins();
        telemetry.windowEnded(0);
        telemetry.close();
        return telemetry.of(0, start, end, SERVED);
    }

    private WindowTelemetry nvidia(Path tool, Monitored gpus) throws IOException {
        return observe(site(TelemetryMode.AUTO, gpus, new Tools(tool.toString(), "none")), START, END);
    }

    private WindowTelemetry replayed(List<String> lines, Monitored gpus) throws IOException {
        return nvidia(FakeTool.replay(folder, lines), gpus);
    }

    private static List<String> recording() throws IOException {
        return Files.readAllLines(FakeTool.H100);
    }

    private static GpuEnergy energy(WindowTelemetry telemetry) {
        assertThat(telemetry.absent()).doesNotContainKey("energy");
        return Objects.requireNonNull(telemetry.energy());
    }

    private static Level level(WindowTelemetry telemetry, String name) {
        return Objects.requireNonNull(telemetry.gpu().get(name));
    }

    private static void noEnergy(WindowTelemetry telemetry, String... why) {
        assertThat(telemetry.energy()).isNull();
        assertThat(telemetry.absent().get("energy")).contains(why);
    }

    @Test
    void aRecordingGivesEnergyPerTokenAndActivity() throws IOException {
        WindowTelemetry telemetry = replayed(recording(), ONE);

        GpuEnergy energy = energy(telemetry);
        assertThat(energy.joules()).isCloseTo(JOULES, within(1e-6));
        assertThat(energy.origin()).isEqualTo(GpuEnergy.Origin.MEASURED);
        assertThat(energy.watts()).isCloseTo(JOULES / 6, within(1e-6));
        assertThat(energy.wattsPerGpu()).isEqualTo(energy.watts());
        long output = Objects.requireNonNull(SERVED.tokens().outputTotal());
        long input = Objects.requireNonNull(SERVED.tokens().inputTotal());
        assertThat(energy.joulesPerOutputToken()).isCloseTo(JOULES / output, within(1e-9));
        assertThat(energy.joulesPerTotalToken()).isCloseTo(JOULES / (input + output), within(1e-9));
        assertThat(energy.joulesPerRequest()).isCloseTo(JOULES / 40, within(1e-9));
        assertThat(level(telemetry, "utilization_percent").mean()).isCloseTo(99.9167, within(1e-3));
        assertThat(level(telemetry, "temperature_celsius").max()).isEqualTo(58);
        assertThat(level(telemetry, "sm_clock_mhz").max()).isEqualTo(1425);
        assertThat(level(telemetry, "memory_used_mib").samples()).isEqualTo(12);
        assertThat(telemetry.sources()).containsEntry("gpu", "nvidia-smi");
        assertThat(trial().resolve("gpu.csv"))
                .content()
                .startsWith(recording().get(0) + "\n" + recording().get(1));
        assertThat(trial().resolve("gpu.csv.err")).doesNotExist();
    }

    @Test
    void twoGpusAreIntegratedApart() throws IOException {
        List<String> lines = new ArrayList<>();
        for (String line : recording()) {
            lines.add(line);
            if (line.contains(", 0, ")) {
                lines.add(line.replaceFirst(", 0, [0-9.]+ W", ", 1, 100.0 W"));
            }
        }
        GpuEnergy energy = energy(replayed(lines, Monitored.of(Vendor.NVIDIA, List.of(0, 1))));

        assertThat(energy.joulesByGpu()).containsOnlyKeys("0", "1");
        assertThat(energy.joulesByGpu().get("1")).isCloseTo(600, within(1e-6));
        assertThat(energy.wattsPerGpu()).isCloseTo((JOULES + 600) / 6 / 2, within(1e-6));
    }

    @Test
    void onlyDeclaredGpusCount() throws IOException {
        List<String> lines = new ArrayList<>();
        for (String line : recording()) {
            lines.add(line);
            if (line.contains(", 0, ")) {
                lines.add(line.replaceFirst(", 0, [0-9.]+ W", ", 7, [N/A]"));
            }
        }
        assertThat(energy(replayed(lines, ONE)).joules()).isCloseTo(JOULES, within(1e-6));
    }

    @Test
    void aGapOfMoreThanThreeSecondsLeavesNoEnergy() throws IOException {
        List<String> lines = new ArrayList<>(recording());
        lines.removeIf(line -> line.matches(".* 10:22:2[678]\\..*"));
        WindowTelemetry telemetry = replayed(lines, ONE);

        noEnergy(telemetry, "sampling_gap_exceeded", "more than 3 s apart");
        assertThat(telemetry.gpu()).isNotEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"[N/A]", "[Not Supported]", "[Unknown Error]"})
    void aFieldWithoutANumberNearTheWindowLeavesNoEnergy(String cell) throws IOException {
        List<String> lines = new ArrayList<>(recording());
        lines.replaceAll(line -> line.contains("10:22:27.455") ? line.replaceFirst("[0-9.]+ W", cell) : line);

        noEnergy(replayed(lines, ONE), "invalid_power_sample");
    }

    @Test
    void aGpuWithoutPowerHasActivity() throws IOException {
        List<String> lines = new ArrayList<>(recording());
        lines.replaceAll(line -> line.replaceFirst("[0-9.]+ W,", "[Not Supported],"));
        WindowTelemetry telemetry = replayed(lines, ONE);

        noEnergy(telemetry, "no_usable_power_samples");
        assertThat(telemetry.gpu()).containsKey("utilization_percent");
    }

    @Test
    void aGpuThatDisappearsLeavesNoEnergyForAll() throws IOException {
        List<String> lines = new ArrayList<>();
        for (String line : recording()) {
            lines.add(line);
            if (line.contains(", 0, ") && line.compareTo("2026/11/25 10:22:28") < 0) {
                lines.add(line.replaceFirst(", 0, ", ", 1, "));
            }
        }
        noEnergy(replayed(lines, Monitored.of(Vendor.NVIDIA, List.of(0, 1))), "benchmark_window_not_bracketed");
    }

    @Test
    void aGpuThatIsNotThereLeavesNoEnergy() throws IOException {
        noEnergy(replayed(recording(), Monitored.of(Vendor.NVIDIA, List.of(0, 1))), "expected_gpu_count_mismatch");
    }

    @Test
    void aToolThatDiesIsNamed() throws IOException {
        Path csv = folder.resolve("part.csv");
        Files.write(csv, recording().subList(0, 25));
        Path tool =
                FakeTool.script(folder.resolve("dies.sh"), "cat '" + csv + "'; echo 'NVML: GPU is lost' >&2; exit 15");

        noEnergy(
                nvidia(tool, ONE),
                "benchmark_window_not_bracketed",
                "nvidia-smi: it ended by itself (exit code 15) after 24 rows: NVML: GPU is lost");
    }

    @Test
    void aToolThatIsNotThereIsSaid() throws IOException {
        WindowTelemetry telemetry = nvidia(folder.resolve("nothing"), ONE);

        noEnergy(telemetry, "there is no " + folder.resolve("nothing") + " on the PATH");
        assertThat(telemetry.absent().get("gpu")).contains("on the PATH");
        assertThat(trial().resolve("gpu.csv")).doesNotExist();
    }

    @Test
    void garbageIsNoFigure() throws IOException {
        Path tool = FakeTool.script(
                folder.resolve("garbage.sh"),
                "while :; do echo 'power is over 9000, a lot'; echo '@#!,,,'; sleep 0.1; done");

        noEnergy(nvidia(tool, ONE), "timestamp_column_missing");
    }

    @Test
    void noDeviceIsTheToolsOwnWord() throws IOException {
        Path tool = FakeTool.script(folder.resolve("none.sh"), "echo 'No devices were found'; exit 6");

        noEnergy(nvidia(tool, ONE), "(exit code 6)", "No devices were found");
    }

    @Test
    void anOldDriverIsAskedForWhatItKnows() throws IOException {
        Path csv = folder.resolve("old.csv");
        List<String> old = new ArrayList<>();
        for (String line : recording()) {
            String[] cells = line.split(", ", -1);
            old.add(String.join(", ", cells[0], cells[1], cells[2], cells[3], cells[6], cells[7], cells[8], cells[9]));
        }
        Files.write(csv, old);
        Path tool = FakeTool.script(folder.resolve("old.sh"), """
                case "$*" in
                *clocks.current.sm*) echo 'Field "clocks.current.sm" is not a valid field to query.'; exit 2;;
                *clocks.current.memory*) echo 'Field "clocks.current.memory" is not a valid field to query.'; exit 2;;
                esac
                cat 'CSV'
                while :; do tail -n 1 'CSV'; sleep 0.1; done""".replace("CSV", csv.toString()));
        WindowTelemetry telemetry = nvidia(tool, ONE);

        assertThat(energy(telemetry).joules()).isCloseTo(JOULES, within(1e-6));
        assertThat(telemetry.gpu()).containsKey("utilization_percent").doesNotContainKey("sm_clock_mhz");
    }

    @Test
    void aDriverWithoutPowerIsNotAskedForEver() throws IOException {
        Path tool = FakeTool.script(
                folder.resolve("powerless.sh"),
                "echo x >> '" + folder.resolve("asked")
                        + "'; echo 'Field \"power.draw\" is not a valid field to query.'; exit 2");

        noEnergy(nvidia(tool, ONE), "power.draw");
        assertThat(Files.readAllLines(folder.resolve("asked"))).hasSize(1);
    }

    @Test
    void amdSmiRepeatsItsHeadAndHasCounters() throws IOException {
        Path tool = FakeTool.script(folder.resolve("amd-smi"), """
                head='timestamp,gpu,gfx_activity,umc_activity,socket_power,gfx_voltage,hotspot'
                case "$*" in
                *-E*) echo 'gpu,total_energy_consumption,energy_resolution'; echo '0,1000.0,15.3'; exit;;
                esac
                t=1795602140
                while [ $t -lt 1795602160 ]; do echo; echo "$head"; echo "$t,0,97,30,500,N/A,61"; t=$((t+1)); done
                while :; do echo "$head"; echo "$t,0,97,30,500,N/A,61"; t=$((t+1)); sleep 0.1; done""");
        TelemetrySite site =
                site(TelemetryMode.AUTO, Monitored.of(Vendor.AMD, List.of(0)), new Tools("none", tool.toString()));
        WindowTelemetry telemetry = observe(site, START, END);

        assertThat(energy(telemetry).joules()).isCloseTo(3000, within(1e-6));
        assertThat(level(telemetry, "utilization_percent").mean()).isEqualTo(97);
        assertThat(level(telemetry, "temperature_celsius").max()).isEqualTo(61);
        assertThat(trial().resolve("gpu_energy_check.json")).content().contains("\"available\" : true");
        assertThat(Files.readAllLines(trial().resolve("gpu.csv")))
                .filteredOn(line -> line.startsWith("time"))
                .hasSize(1);
    }

    @Test
    void aDcgmExporterTakesTheToolsPlaceAndItsOldValuesAreNoSamples() throws IOException {
        AtomicInteger asked = new AtomicInteger();
        HttpServer exporter = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        exporter.createContext("/metrics", exchange -> {
            int n = asked.incrementAndGet();
            byte[] page = ("DCGM_FI_DEV_POWER_USAGE{gpu=\"0\",UUID=\"GPU-1\"} 250.5\n"
                            + "DCGM_FI_DEV_GPU_UTIL{gpu=\"0\",UUID=\"GPU-1\"} 88\n"
                            + "DCGM_FI_DEV_TOTAL_ENERGY_CONSUMPTION{gpu=\"0\",UUID=\"GPU-1\"} " + (n < 4 ? n : 4)
                            + "\n")
                    .getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, page.length);
            try (OutputStream out = exchange.getResponseBody()) {
                out.write(page);
            }
        });
        exporter.start();
        try {
            URI page = URI.create("http://127.0.0.1:" + exporter.getAddress().getPort());
            TelemetrySite site = site(TelemetryMode.parse(page.toString()), ONE, new Tools("none", "none"));
            TrialTelemetry telemetry = TrialTelemetry.begin(site);
            telemetry.windowBegins();
            Instant start = Instant.now();
            Instant end = start.plus(Duration.ofMillis(1));
            while (!Instant.now().isAfter(end)) {
                Thread.onSpinWait();
            }
            telemetry.windowEnded(0);
            telemetry.windowBegins();
            telemetry.windowEnded(1);
            telemetry.close();

            WindowTelemetry fresh = telemetry.of(0, start, end, SERVED);
            assertThat(energy(fresh).watts()).isCloseTo(250.5, within(1e-6));
            assertThat(fresh.sources().get("gpu")).isEqualTo("DCGM exporter at " + page + "/metrics");
            assertThat(asked).hasValue(5);
            assertThat(Files.readAllLines(trial().resolve("gpu.csv"))).hasSize(4);
        } finally {
            exporter.stop(0);
        }
    }

    @Test
    void anExporterThatIsNoneIsSaid() throws IOException {
        TelemetrySite site = site(TelemetryMode.parse(sim.uri() + "/metrics"), ONE, new Tools("none", "none"));

        noEnergy(observe(site, START, END), "has no DCGM_FI_DEV_POWER_USAGE");
    }

    @Test
    void theEmbeddedEnginesPowerIsFake() throws IOException {
        TrialTelemetry telemetry = TrialTelemetry.begin(
                site(TelemetryMode.AUTO, Monitored.none("no GPU is declared"), new Tools("none", "none")));
        telemetry.windowBegins();
        Instant start = Instant.now();
        Instant end = start.plus(Duration.ofMillis(1));
        while (!Instant.now().isAfter(end)) {
            Thread.onSpinWait();
        }
        telemetry.windowEnded(0);
        telemetry.close();
        WindowTelemetry found = telemetry.of(0, start, end, SERVED);

        assertThat(energy(found).origin()).isEqualTo(GpuEnergy.Origin.FAKE);
        assertThat(energy(found).watts()).isCloseTo(90, within(1e-6));
        assertThat(found.engineCounters()).containsEntry("preemptions", 0.0).containsKeys("prompt_tokens");
        assertThat(found.absent().get("engine.running")).contains("shorter than the second");
        assertThat(found.absent().get("cpu_joules")).contains("this host has no ");
        assertThat(found.prefixHitRate()).isZero();
        assertThat(telemetry.files()).containsOnlyKeys("gpu", "engineMetrics");
        try (GZIPInputStream pages =
                new GZIPInputStream(Files.newInputStream(trial().resolve("engine-metrics.prom.gz")))) {
            assertThat(new String(pages.readAllBytes(), StandardCharsets.UTF_8))
                    .contains(
                            "# infermark: " + sim.uri(),
                            "before a window",
                            "after a window",
                            "vllm:num_requests_running");
        }
    }

    @Test
    void aServerWithoutAPageIsAskedOnce() throws IOException {
        AtomicInteger asked = new AtomicInteger();
        HttpServer bare = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        bare.createContext("/", exchange -> {
            asked.incrementAndGet();
            exchange.sendResponseHeaders(404, -1);
            exchange.close();
        });
        bare.start();
        try {
            URI uri = URI.create("http://127.0.0.1:" + bare.getAddress().getPort());
            TelemetrySite site = new TelemetrySite(
                    TelemetryMode.AUTO,
                    new Endpoint(List.of(uri), "m", EndpointSpec.DEFAULT),
                    EngineMetricNames.all(),
                    Monitored.none("no GPU is declared"),
                    false,
                    trial(),
                    new Tools("none", "none"),
                    folder);
            WindowTelemetry found = observe(site, START, END);

            assertThat(asked).hasValue(2);
            assertThat(found.absent().get("engine")).contains("no metrics page", "HTTP 404");
            assertThat(found.absent()).containsEntry("energy", "no GPU is declared");
            assertThat(found.absent()).containsEntry("cpu_joules", "the server is on another host");
        } finally {
            bare.stop(0);
        }
    }
}
