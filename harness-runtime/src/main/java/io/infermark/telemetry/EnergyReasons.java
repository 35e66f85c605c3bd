package io.infermark.telemetry;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The codes of the power rules in words. */
final class EnergyReasons {
    private static final Map<String, String> WORDS = Map.ofEntries(
            Map.entry("telemetry_file_missing", "the monitor wrote no file"),
            Map.entry("telemetry_file_empty", "the monitor wrote nothing"),
            Map.entry("telemetry_file_unreadable", "the monitor's file can't be read"),
            Map.entry("timestamp_column_missing", "the monitor printed no column of time"),
            Map.entry("power_column_missing", "the monitor printed no column of power"),
            Map.entry("gpu_identity_column_missing", "the monitor printed no column that names the GPU"),
            Map.entry("gpu_identity_missing", "a sample does not name its GPU"),
            Map.entry("invalid_timestamp_sample", "a sample has no readable time"),
            Map.entry("invalid_power_sample", "a sample near the window has no readable power, such as [N/A]"),
            Map.entry("no_usable_power_samples", "no declared GPU has a usable sample near the window"),
            Map.entry("expected_gpu_count_mismatch", "not every declared GPU has samples near the window"),
            Map.entry("insufficient_power_samples", "a GPU has fewer than two samples near the window"),
            Map.entry(
                    "benchmark_window_not_bracketed", "a GPU has no sample before the window's start or after its end"),
            Map.entry("sampling_gap_exceeded", "two samples of a GPU lie more than 3 s apart"),
            Map.entry("invalid_benchmark_window", "the window has no length"));

    private EnergyReasons() {}

    static String sentence(List<String> codes) {
        return codes.stream()
                .map(code -> code + " (" + WORDS.getOrDefault(code, "see docs/results.md") + ")")
                .collect(Collectors.joining(", "));
    }
}
