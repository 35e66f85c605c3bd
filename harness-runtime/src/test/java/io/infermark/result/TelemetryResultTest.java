package io.infermark.result;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.infermark.metric.GpuEnergy;
import io.infermark.metric.Level;
import io.infermark.metric.Validity;
import io.infermark.metric.WindowAnalysis;
import io.infermark.metric.WindowTelemetry;
import io.infermark.metric.Windows;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TelemetryResultTest {
    /** Written by version 1.1 and never touched again. */
    private static final Path FROZEN = Path.of("src", "test", "resources", "schema", "result-1.1.json");

    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    Path folder;

    private static WindowAnalysis observed(GpuEnergy.Origin origin, double joules) {
        WindowAnalysis window = Windows.waveWindow(4, 10, 1);
        GpuEnergy energy = GpuEnergy.of(origin, 2, new TreeMap<>(Map.of("0", joules, "1", joules)), window.metrics());
        WindowTelemetry telemetry = new WindowTelemetry(
                energy,
                new TreeMap<>(Map.of("utilization_percent", new Level(97.5, 100, 4))),
                new TreeMap<>(Map.of("package-0", 150.0)),
                new TreeMap<>(Map.of("running", new Level(3.5, 4, 2), "kv_usage", new Level(0.25, 0.5, 2))),
                new TreeMap<>(Map.of("draft_tokens", 100.0, "accepted_tokens", 60.0, "preemptions", 0.0)),
                0.0,
                new TreeMap<>(Map.of("gpu", "nvidia-smi", "engine", "http://127.0.0.1:8000/metrics")),
                new TreeMap<>(Map.of("engine.waiting", "the engine's page has no such figure")));
        return window.with(telemetry, Validity.OK);
    }

    private static PointResult point(Provenance.Power power, GpuEnergy.Origin origin, double... joules) {
        return Samples.measured(
                4,
                4,
                new Provenance(Provenance.Engine.REAL, Provenance.Weights.REAL, power, "declaration"),
                List.of(java.util.Arrays.stream(joules)
                        .mapToObj(j -> observed(origin, j))
                        .toList()));
    }

    private static PointResult measured(double... joules) {
        return point(Provenance.Power.MEASURED, GpuEnergy.Origin.MEASURED, joules);
    }

    private static String write(ResultFormat format, PointResult... results) throws IOException {
        StringWriter out = new StringWriter();
        ResultWriter.write(format, List.of(results), out);
        return out.toString();
    }

    @Test
    void telemetryReadsBackAsItWasWritten() throws IOException {
        PointResult result = measured(400, 420, 440);
        Path file = folder.resolve(ResultFiles.RESULT);
        ResultFiles.writeResult(file, result);

        assertThat(ResultFiles.readResult(file).result()).isEqualTo(result);
        JsonNode energy = JSON.readTree(Files.readAllBytes(file)).at("/trials/0/iterations/1/metrics/telemetry/energy");
        assertThat(energy.get("origin").asText()).isEqualTo("measured");
        assertThat(energy.get("joules").asDouble()).isEqualTo(800);
        assertThat(energy.get("watts_per_gpu").asDouble()).isEqualTo(200);
        assertThat(energy.get("joules_per_output_token").asDouble()).isEqualTo(2);
        assertThat(energy.at("/joules_by_gpu/1").asDouble()).isEqualTo(400);
    }

    @Test
    void theFrozenSampleReads() throws IOException {
        PointResult frozen = ResultFiles.readResult(FROZEN).result();

        assertThat(frozen.schema()).isEqualTo(new Schema("infermark.result", 1, 1));
        assertThat(frozen.provenance().power()).isEqualTo(Provenance.Power.MEASURED);
        assertThat(frozen.trials().get(0).measured().get(1).metrics().telemetry())
                .isEqualTo(observed(GpuEnergy.Origin.MEASURED, 420).metrics().telemetry());
        assertThat(frozen.trials().get(0).measured().get(0).metrics().telemetry())
                .extracting(WindowTelemetry::acceptedShare)
                .isEqualTo(0.6);
    }

    @Test
    void joulesPerTokenAreAStatisticOverWindows() {
        PointResult result = measured(400, 420, 440);

        assertThat(java.util.Objects.requireNonNull(result.summary())
                        .statistic("joules_per_output_token")
                        .orElseThrow()
                        .mean())
                .isEqualTo(2.1);
    }

    @Test
    void theTableHasEnergyOnlyWhereThereIsOne() {
        assertThat(TextTable.render(List.of(measured(400)), 400))
                .contains("energy", "J/out tok")
                .doesNotContain("FAKE");
        assertThat(TextTable.render(List.of(Samples.good(4, 4, 1)), 400)).doesNotContain("energy");
        assertThat(TextTable.render(
                        List.of(measured(400), point(Provenance.Power.FAKE, GpuEnergy.Origin.FAKE, 400)), 400))
                .contains("FAKE energy");
    }

    @Test
    void csvHasItWithItsProvenance() throws IOException {
        List<String> lines = write(ResultFormat.CSV, measured(400)).lines().toList();
        List<String> header = List.of(lines.get(0).split(",", -1));

        assertThat(header).contains("power", "joules_per_output_token [J/tok]", "gpu_power [W]");
        assertThat(Stream.of(lines.get(1).split(",", -1))).contains("measured", "2.0");
    }

    @Test
    void theUpstreamAggregateHasTheMeasuredPowerOfOneWindow() throws IOException {
        JsonNode one =
                JSON.readTree(write(ResultFormat.INFERENCEX_AGG, measured(400))).get(0);

        assertThat(one.get("power_valid").asInt()).isEqualTo(1);
        assertThat(one.get("avg_power_w").asDouble()).isEqualTo(200);
        assertThat(one.get("avg_total_gpu_power_w").asDouble()).isEqualTo(400);
        assertThat(one.get("total_gpu_energy_j").asDouble()).isEqualTo(800);
        assertThat(one.get("joules_per_successful_query").asDouble()).isEqualTo(20);
        assertThat(one.get("joules_per_output_token").asDouble()).isEqualTo(2);
        PointResult fake = point(Provenance.Power.FAKE, GpuEnergy.Origin.FAKE, 400);
        for (PointResult without : List.of(fake, measured(400, 420), Samples.good(4, 4, 1))) {
            JsonNode aggregate =
                    JSON.readTree(write(ResultFormat.INFERENCEX_AGG, without)).get(0);
            assertThat(aggregate.get("power_valid").asInt()).isZero();
            assertThat(aggregate.has("avg_power_w")).isFalse();
        }
    }
}
