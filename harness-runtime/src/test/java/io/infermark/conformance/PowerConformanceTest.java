package io.infermark.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.infermark.power.PowerIntegration;
import io.infermark.power.PowerReport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** {@code misc_head.json}: energy from telemetry, and its way into a result. */
class PowerConformanceTest {
    @TempDir
    private Path folder = Path.of("");

    @TestFactory
    Stream<DynamicTest> power() {
        return vectors("power").map(vector -> dynamicTest(id(vector), () -> integrate(vector)));
    }

    @TestFactory
    Stream<DynamicTest> powerRun() {
        return vectors("power_run").map(vector -> dynamicTest(id(vector), () -> report(vector)));
    }

    private static Stream<JsonNode> vectors(String kind) {
        return ConformanceFiles.items(ConformanceFiles.read("misc_head.json").path(kind), kind).stream();
    }

    private static String id(JsonNode vector) {
        return vector.path("id").asText();
    }

    private Path csv(JsonNode vector) throws IOException {
        Path file = folder.resolve(id(vector) + "_gpu_metrics.csv");
        if (!vector.get("csv").isNull()) {
            Files.writeString(file, vector.get("csv").asText());
        }
        return file;
    }

    private void integrate(JsonNode vector) throws IOException {
        JsonNode devices = vector.path("expected_num_gpus");
        PowerIntegration power = PowerIntegration.of(
                csv(vector),
                vector.get("start_unix").asDouble(),
                vector.get("end_unix").asDouble(),
                devices.isNumber() ? devices.asInt() : null,
                ZoneId.of(vector.path("tz").asText("UTC")));
        ObjectNode actual = JsonNodeFactory.instance.objectNode();
        actual.put("power_valid", power.valid());
        power.reasons().forEach(actual.putArray("invalid_reasons")::add);
        actual.put("expected_num_gpus", power.expectedDevices());
        power.devices().forEach(actual.putArray("observed_gpu_ids")::add);
        power.sampleCounts().forEach(actual.putObject("per_gpu_sample_counts")::put);
        power.maxGapSeconds().forEach(actual.putObject("per_gpu_max_sample_gap_s")::put);
        power.energyJoules().forEach(actual.putObject("per_gpu_energy_j")::put);
        ObjectNode issues = actual.putObject("device_issues");
        power.deviceIssues().forEach((device, codes) -> codes.forEach(issues.withArray("/" + device)::add));
        actual.put("avg_power_w", power.meanDeviceWatts());
        actual.put("avg_total_gpu_power_w", power.meanTotalWatts());
        actual.put("total_gpu_energy_j", power.totalJoules());
        assertThat(JsonDifference.between(vector.get("expected"), actual)).isEmpty();
    }

    private void report(JsonNode vector) throws IOException {
        Path benchmark = folder.resolve(id(vector) + ".json");
        Path aggregate = folder.resolve("agg_" + id(vector) + ".json");
        if (!vector.path("bench").isNull()) {
            Files.writeString(benchmark, vector.get("bench").toString());
        }
        Files.writeString(aggregate, "{\"hw\": \"x\"}");
        PowerReport.Outcome outcome = PowerReport.write(new PowerReport.Paths(
                csv(vector),
                benchmark,
                aggregate,
                null,
                vector.get("expected_num_gpus").asInt(),
                ZoneOffset.UTC));
        JsonNode expected = vector.get("expected");
        int code = !outcome.valid() && vector.path("require_power").asBoolean() ? 1 : 0;
        assertThat(code).isEqualTo(expected.get("rc").asInt());
        assertThat(JsonDifference.between(
                        expected.get("agg"), ConformanceFiles.JSON.readTree(Files.readString(aggregate))))
                .isEmpty();
        ObjectNode evidence = (ObjectNode) ConformanceFiles.JSON.readTree(Files.readString(outcome.evidence()));
        evidence.put("telemetry_source", "PATH").put("benchmark_result", "PATH");
        assertThat(JsonDifference.between(expected.get("validation"), evidence)).isEmpty();
    }
}
