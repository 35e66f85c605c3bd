package io.infermark.power;

import java.nio.file.Path;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Energy of every device over a window, and whether it may be used. A device's energy is given wherever the window is bracketed, also where another rule failed; {@link #valid} says
 * whether it stands.
 *
 * @param reasons codes, in the order in which they were found
 * @param expectedDevices null: any number
 * @param sampleCounts by device: different instants near the window
 * @param maxGapSeconds by device: the longest time between two samples around the window
 * @param energyJoules by device
 * @param deviceIssues by device, codes
 * @param meanDeviceWatts over all devices; null unless each has its energy
 */
public record PowerIntegration(
        List<String> reasons,
        @Nullable Integer expectedDevices,
        List<String> devices,
        SortedMap<String, Integer> sampleCounts,
        SortedMap<String, Double> maxGapSeconds,
        SortedMap<String, Double> energyJoules,
        SortedMap<String, List<String>> deviceIssues,
        @Nullable Double meanDeviceWatts,
        @Nullable Double meanTotalWatts,
        @Nullable Double totalJoules) {

    /** Two samples may stand so far apart. */
    public static final double MAX_GAP_SECONDS = 3.0;

    private static final double SAME_INSTANT = 1e-9;

    /** Whether no rule was broken. */
    public boolean valid() {
        return reasons.isEmpty();
    }

    /** Nothing that could be integrated. */
    static PowerIntegration none(@Nullable Integer expectedDevices, List<String> reasons) {
        return new PowerIntegration(
                List.copyOf(reasons),
                expectedDevices,
                List.of(),
                byDevice(),
                byDevice(),
                byDevice(),
                byDevice(),
                null,
                null,
                null);
    }

    private static <T> SortedMap<String, T> byDevice() {
        return new TreeMap<>(PowerStream.DEVICE_ORDER);
    }

    /**
     * Integrates a file over [start, end].
     *
     * @param start seconds since 1970
     * @param expectedDevices as many must be in the file; null: any number
     * @param zone of timestamps that name none, which is the monitor's local time
     */
    public static PowerIntegration of(
            Path csv, double start, double end, @Nullable Integer expectedDevices, ZoneId zone) {
        if (!Double.isFinite(start) || !Double.isFinite(end) || end <= start) {
            return none(expectedDevices, List.of("invalid_benchmark_window"));
        }
        PowerStream stream = PowerStream.read(csv, start - MAX_GAP_SECONDS, end + MAX_GAP_SECONDS, zone);
        return of(stream, new Window(start, end), expectedDevices);
    }

    /**
     * The same over some devices only: each of them must be in the file, and what others drew, or could not say, is not looked at.
     *
     * @param devices as the file names them
     */
    public static PowerIntegration of(Path csv, double start, double end, Set<String> devices, ZoneId zone) {
        if (!Double.isFinite(start) || !Double.isFinite(end) || end <= start) {
            return none(devices.size(), List.of("invalid_benchmark_window"));
        }
        PowerStream stream =
                PowerStream.read(csv, start - MAX_GAP_SECONDS, end + MAX_GAP_SECONDS, zone, devices::contains);
        return of(stream, new Window(start, end), devices.size());
    }

    private static PowerIntegration of(PowerStream stream, Window window, @Nullable Integer expectedDevices) {
        List<String> reasons = new ArrayList<>();
        if (expectedDevices != null && expectedDevices <= 0) {
            reasons.add("invalid_expected_gpu_count");
        }
        reasons.addAll(stream.reasons());
        if (stream.devices().isEmpty()) {
            return none(expectedDevices, reasons);
        }
        if (expectedDevices != null && expectedDevices > 0 && stream.devices().size() != expectedDevices) {
            reasons.add("expected_gpu_count_mismatch");
        }
        return window.integrate(stream, expectedDevices, reasons);
    }

    private record Window(double start, double end) {
        PowerIntegration integrate(PowerStream stream, @Nullable Integer expected, List<String> reasons) {
            SortedMap<String, Integer> counts = byDevice();
            SortedMap<String, Double> gaps = byDevice();
            SortedMap<String, Double> energies = byDevice();
            SortedMap<String, List<String>> issues = byDevice();
            for (String device : stream.devices().keySet()) {
                List<PowerStream.Sample> samples = Objects.requireNonNull(stream.samples(device));
                counts.put(device, samples.size());
                String issue = unusable(samples);
                if (issue == null) {
                    double gap = longestGap(samples);
                    gaps.put(device, gap);
                    energies.put(device, energy(samples));
                    issue = gap > MAX_GAP_SECONDS ? "sampling_gap_exceeded" : null;
                }
                if (issue != null) {
                    issues.put(device, List.of(issue));
                    if (!reasons.contains(issue)) {
                        reasons.add(issue);
                    }
                }
            }
            Double total = null;
            Double totalWatts = null;
            Double watts = null;
            if (energies.size() == counts.size()) {
                total = energies.values().stream()
                        .mapToDouble(Double::doubleValue)
                        .sum();
                totalWatts = total / (end - start);
                watts = totalWatts / counts.size();
            }
            return new PowerIntegration(
                    List.copyOf(reasons),
                    expected,
                    List.copyOf(counts.keySet()),
                    counts,
                    gaps,
                    energies,
                    issues,
                    watts,
                    totalWatts,
                    total);
        }

        private @Nullable String unusable(List<PowerStream.Sample> samples) {
            if (samples.size() < 2) {
                return "insufficient_power_samples";
            }
            boolean bracketed = samples.get(0).seconds() <= start
                    && samples.get(samples.size() - 1).seconds() >= end;
            return bracketed ? null : "benchmark_window_not_bracketed";
        }

        /** From the last sample at or before the start to the first at or after the end. */
        private double longestGap(List<PowerStream.Sample> samples) {
            double longest = 0;
            for (int i = 1; i < samples.size(); i++) {
                double left = samples.get(i - 1).seconds();
                double right = samples.get(i).seconds();
                if (right > start && left < end) {
                    longest = Math.max(longest, right - left);
                }
            }
            return longest;
        }

        private double energy(List<PowerStream.Sample> samples) {
            double energy = 0;
            double time = start;
            double watts = at(samples, start);
            for (PowerStream.Sample sample : samples) {
                if (sample.seconds() > start && sample.seconds() < end) {
                    energy += (sample.seconds() - time) * (watts + sample.watts()) / 2.0;
                    time = sample.seconds();
                    watts = sample.watts();
                }
            }
            return energy + (end - time) * (watts + at(samples, end)) / 2.0;
        }

        /** Between the neighbours of an instant; the window is bracketed. */
        private static double at(List<PowerStream.Sample> samples, double seconds) {
            int right = 0;
            while (samples.get(right).seconds() < seconds) {
                right++;
            }
            PowerStream.Sample after = samples.get(right);
            if (right == 0 || Math.abs(after.seconds() - seconds) <= SAME_INSTANT) {
                return after.watts();
            }
            PowerStream.Sample before = samples.get(right - 1);
            double share = (seconds - before.seconds()) / (after.seconds() - before.seconds());
            return before.watts() + share * (after.watts() - before.watts());
        }
    }

    /** Energy between the first and the last of some samples. */
    static double whole(List<PowerStream.Sample> samples) {
        double energy = 0;
        for (int i = 1; i < samples.size(); i++) {
            PowerStream.Sample left = samples.get(i - 1);
            PowerStream.Sample right = samples.get(i);
            energy += (right.seconds() - left.seconds()) * (left.watts() + right.watts()) / 2.0;
        }
        return energy;
    }

    /** Sum and mean as a result has them, by name; empty unless each device has its energy. */
    Map<String, Double> watts() {
        if (totalJoules == null || meanTotalWatts == null || meanDeviceWatts == null) {
            return Map.of();
        }
        Map<String, Double> figures = new java.util.LinkedHashMap<>();
        figures.put("avg_power_w", meanDeviceWatts);
        figures.put("avg_total_gpu_power_w", meanTotalWatts);
        figures.put("total_gpu_energy_j", totalJoules);
        return figures;
    }
}
