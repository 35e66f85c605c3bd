package io.infermark.power;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Compares the samples of a whole stream with the boards' own energy counters, read before and after it ({@code <name>_energy_start.csv} and {@code …_end.csv} beside it, from {@code
 * amd-smi metric -E --csv}). Advice: it judges the instrument, never a window.
 */
public final class EnergyCounters {
    private static final double TOLERANCE = 0.05;

    private EnergyCounters() {}

    /** The comparison; null if there is no counter file. */
    public static @Nullable ObjectNode check(Path csv, ZoneId zone) {
        String stem = Objects.requireNonNull(csv.getFileName()).toString().replaceFirst("(.)\\.[^.]*$", "$1");
        Path start = csv.resolveSibling(stem + "_energy_start.csv");
        Path end = csv.resolveSibling(stem + "_energy_end.csv");
        boolean started = Files.isRegularFile(start);
        boolean ended = Files.isRegularFile(end);
        if (!started && !ended) {
            return null;
        }
        if (!started || !ended) {
            return unavailable(started ? "missing_end_snapshot" : "missing_start_snapshot");
        }
        try {
            SortedMap<String, Double> before = read(start);
            if (before.isEmpty()) {
                return unavailable("unparseable_start_snapshot");
            }
            SortedMap<String, Double> after = read(end);
            if (after.isEmpty()) {
                return unavailable("unparseable_end_snapshot");
            }
            return compare(before, after, PowerStream.everything(csv, zone));
        } catch (IOException e) {
            return unavailable("cross_check_error");
        }
    }

    private static ObjectNode unavailable(String reason) {
        return JsonNodeFactory.instance.objectNode().put("available", false).put("reason", reason);
    }

    private static SortedMap<String, Double> read(Path file) throws IOException {
        List<List<String>> rows = CsvRows.parse(new String(Files.readAllBytes(file), StandardCharsets.UTF_8));
        SortedMap<String, Double> joules = new TreeMap<>(PowerStream.DEVICE_ORDER);
        if (rows.isEmpty()) {
            return joules;
        }
        List<String> header = rows.get(0).stream().map(String::strip).toList();
        int device = header.indexOf("gpu");
        int energy = header.indexOf("total_energy_consumption");
        if (device < 0 || energy < 0) {
            return joules;
        }
        for (List<String> row : rows.subList(1, rows.size())) {
            if (row.size() > Math.max(device, energy) && !row.get(device).isBlank()) {
                try {
                    double value = Double.parseDouble(row.get(energy).strip());
                    if (Double.isFinite(value)) {
                        joules.put(row.get(device).strip(), value);
                    }
                } catch (NumberFormatException e) {
                    // A counter that the board does not have; the device then counts as unmatched.
                }
            }
        }
        return joules;
    }

    private static ObjectNode compare(
            SortedMap<String, Double> before,
            SortedMap<String, Double> after,
            Map<String, List<PowerStream.Sample>> stream) {
        SortedMap<String, Double> deltas = new TreeMap<>(PowerStream.DEVICE_ORDER);
        SortedSet<String> unmatched = new TreeSet<>(PowerStream.DEVICE_ORDER);
        unmatched.addAll(before.keySet());
        unmatched.addAll(after.keySet());
        before.forEach((device, joules) -> {
            Double later = after.get(device);
            if (later != null) {
                deltas.put(device, later - joules);
                unmatched.remove(device);
            }
        });
        double counted = 0;
        double integrated = 0;
        double first = Double.POSITIVE_INFINITY;
        double last = Double.NEGATIVE_INFINITY;
        boolean negative = false;
        ObjectNode result = JsonNodeFactory.instance.objectNode().put("available", true);
        List<String> devices = new java.util.ArrayList<>();
        for (Map.Entry<String, Double> delta : deltas.entrySet()) {
            counted += delta.getValue();
            negative |= delta.getValue() < 0;
            List<PowerStream.Sample> samples = stream.get(delta.getKey());
            if (samples != null) {
                devices.add(delta.getKey());
                integrated += PowerIntegration.whole(samples);
                first = Math.min(first, samples.get(0).seconds());
                last = Math.max(last, samples.get(samples.size() - 1).seconds());
            }
        }
        Double error = counted > 0 ? Math.abs(counted - integrated) / counted : null;
        result.put("accumulator_delta_j", counted);
        result.put("integrated_stream_j", integrated);
        result.put("relative_error", error);
        result.put("within_tolerance", error != null && !negative && error <= TOLERANCE);
        result.put("tolerance", TOLERANCE);
        ObjectNode perDevice = result.putObject("per_gpu_delta_j");
        deltas.forEach(perDevice::put);
        devices.forEach(result.putArray("integrated_gpu_ids")::add);
        unmatched.forEach(result.putArray("unmatched_gpus")::add);
        deltas.entrySet().stream()
                .filter(delta -> delta.getValue() < 0)
                .forEach(delta -> result.withArray("/negative_delta_gpus").add(delta.getKey()));
        result.withArray("/negative_delta_gpus");
        result.put("stream_span_s", devices.isEmpty() ? 0.0 : last - first);
        return result;
    }
}
