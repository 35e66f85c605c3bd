package io.infermark.power;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Adds energy to the aggregate of a benchmark result and writes how it was found beside it. An energy that is not sound is never put into the aggregate: {@code power_valid} is 0 then.
 */
public final class PowerReport {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int AGGREGATE_SCHEMA = 2;
    private static final int EVIDENCE_SCHEMA = 1;
    private static final List<String> FIGURES = List.of(
            "avg_power_w",
            "avg_total_gpu_power_w",
            "total_gpu_energy_j",
            "joules_per_successful_query",
            "joules_per_input_token",
            "joules_per_output_token",
            "joules_per_total_token");

    private PowerReport() {}

    /**
     * Files of a report.
     *
     * @param csv of the monitor
     * @param benchmark the client's raw result, with its window
     * @param aggregate is changed in place
     * @param evidence null: {@code power_validation_<name of benchmark>.json} beside it
     * @param zone of the monitor's timestamps
     */
    public record Paths(
            Path csv,
            Path benchmark,
            Path aggregate,
            @Nullable Path evidence,
            int expectedDevices,
            ZoneId zone) {
        Path evidenceOrDefault() {
            if (evidence != null) {
                return evidence;
            }
            String name = Objects.requireNonNull(benchmark.getFileName()).toString();
            return benchmark.resolveSibling("power_validation_" + name.replaceFirst("(.)\\.[^.]*$", "$1") + ".json");
        }
    }

    /**
     * What came of it.
     *
     * @param figures in full precision; empty unless valid
     * @param notes of files that could not be written
     */
    public record Outcome(List<String> reasons, Map<String, Double> figures, Path evidence, List<String> notes) {
        /** Whether the energy stands and both files were written. */
        public boolean valid() {
            return reasons.isEmpty() && notes.isEmpty();
        }
    }

    /** Integrates, changes the aggregate, writes the evidence. */
    public static Outcome write(Paths files) {
        BenchmarkWindow window = BenchmarkWindow.read(files.benchmark());
        PowerIntegration power = window.readable()
                ? PowerIntegration.of(files.csv(), window.start(), window.end(), files.expectedDevices(), files.zone())
                : PowerIntegration.none(files.expectedDevices(), window.reasons());
        List<String> reasons = new ArrayList<>(window.reasons());
        power.reasons().stream().filter(reason -> !reasons.contains(reason)).forEach(reasons::add);
        Map<String, Double> figures = reasons.isEmpty() ? figures(power, window) : new LinkedHashMap<>();
        List<String> notes = new ArrayList<>();
        if (!Files.isRegularFile(files.aggregate())) {
            reasons.add("aggregate_result_missing");
            figures.clear();
        } else {
            try {
                patch(files.aggregate(), reasons.isEmpty(), figures);
            } catch (IOException e) {
                notes.add(files.aggregate() + " can't be changed: " + e.getMessage());
                reasons.add("aggregate_result_unwritable");
                figures.clear();
            }
        }
        Path evidence = files.evidenceOrDefault();
        try {
            replace(evidence, evidence(files, window, power, reasons, figures));
        } catch (IOException e) {
            notes.add(evidence + " can't be written: " + e.getMessage());
        }
        return new Outcome(List.copyOf(reasons), figures, evidence, List.copyOf(notes));
    }

    private static Map<String, Double> figures(PowerIntegration power, BenchmarkWindow window) {
        Map<String, Double> figures = new LinkedHashMap<>(power.watts());
        double joules = Objects.requireNonNull(power.totalJoules());
        figures.put("joules_per_successful_query", joules / window.completed());
        figures.put("joules_per_input_token", joules / window.inputTokens());
        figures.put("joules_per_output_token", joules / window.outputTokens());
        figures.put("joules_per_total_token", joules / (window.inputTokens() + window.outputTokens()));
        return figures;
    }

    private static double rounded(double value, int decimals) {
        return new BigDecimal(value).setScale(decimals, RoundingMode.HALF_EVEN).doubleValue();
    }

    private static void patch(Path file, boolean valid, Map<String, Double> figures) throws IOException {
        JsonNode read = JSON.readTree(Files.readAllBytes(file));
        if (!(read instanceof ObjectNode aggregate)) {
            throw new IOException("it holds no JSON object");
        }
        aggregate.remove(FIGURES);
        aggregate.put("power_metric_schema_version", AGGREGATE_SCHEMA);
        aggregate.put("power_valid", valid ? 1 : 0);
        aggregate.remove("power_invalid_reasons");
        figures.forEach((name, value) ->
                aggregate.put(name, rounded(value, name.endsWith("_w") || name.endsWith("_j") ? 3 : 6)));
        replace(file, aggregate);
    }

    private static void replace(Path file, JsonNode content) throws IOException {
        Path folder = file.toAbsolutePath().getParent();
        if (folder != null) {
            Files.createDirectories(folder);
        }
        Path beside = file.resolveSibling(file.getFileName() + ".tmp");
        Files.write(beside, JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(content));
        Files.move(beside, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    }

    private static ObjectNode evidence(
            Paths files,
            BenchmarkWindow window,
            PowerIntegration power,
            List<String> reasons,
            Map<String, Double> figures) {
        ObjectNode evidence = JSON.createObjectNode();
        evidence.put("schema_version", EVIDENCE_SCHEMA);
        evidence.put("power_valid", reasons.isEmpty());
        reasons.forEach(evidence.putArray("reasons")::add);
        evidence.put("telemetry_source", files.csv().toString());
        evidence.put("benchmark_result", files.benchmark().toString());
        evidence.set("benchmark_window", window.readable() ? window.json() : JSON.nullNode());
        evidence.put("integration_method", "per_device_trapezoidal_with_linear_boundary_interpolation");
        evidence.put("expected_gpu_count", power.expectedDevices());
        evidence.put("observed_gpu_count", power.devices().size());
        power.devices().forEach(evidence.putArray("observed_gpu_ids")::add);
        power.sampleCounts().forEach(evidence.putObject("per_gpu_sample_counts")::put);
        power.maxGapSeconds().forEach(evidence.putObject("per_gpu_max_sample_gap_s")::put);
        power.energyJoules().forEach(evidence.putObject("per_gpu_energy_j")::put);
        ObjectNode issues = evidence.putObject("device_issues");
        power.deviceIssues().forEach((device, codes) -> codes.forEach(issues.putArray(device)::add));
        evidence.set("accumulator_check", EnergyCounters.check(files.csv(), files.zone()));
        ObjectNode metrics = evidence.putObject("metrics");
        figures.forEach((name, value) -> metrics.put(name, rounded(value, 6)));
        return evidence;
    }

    /** Whether a text is JSON at all. */
    static @Nullable JsonNode parse(byte[] bytes) throws IOException {
        try {
            return JSON.readTree(bytes);
        } catch (JsonProcessingException e) {
            return null;
        }
    }
}
