package io.infermark.power;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Power samples of a file, by device.
 *
 * @param devices samples by device, both in order; readings of a device at the same instant stand together
 * @param reasons why the stream cannot be trusted, as codes, in the order in which they were found
 */
record PowerStream(SortedMap<String, SortedMap<Double, List<Double>>> devices, List<String> reasons) {
    /** Devices by number, and those that have none after them by name. */
    static final Comparator<String> DEVICE_ORDER = PowerStream::compareDevices;

    static final Pattern TIME = Pattern.compile("time", Pattern.CASE_INSENSITIVE);
    private static final Pattern POWER = Pattern.compile("power", Pattern.CASE_INSENSITIVE);
    private static final Pattern NOT_POWER = Pattern.compile("limit|cap|max|min", Pattern.CASE_INSENSITIVE);
    static final Pattern DEVICE = Pattern.compile("index|gpu|gpu_id|gpu_index|card|device", Pattern.CASE_INSENSITIVE);

    private static int compareDevices(String a, String b) {
        boolean aNumber = a.matches("\\d+");
        boolean bNumber = b.matches("\\d+");
        if (aNumber && bNumber) {
            return new java.math.BigInteger(a).compareTo(new java.math.BigInteger(b));
        }
        return aNumber != bNumber ? (aNumber ? -1 : 1) : a.compareTo(b);
    }

    /** A stream without samples and the reason for it. */
    static PowerStream none(List<String> reasons) {
        return new PowerStream(new TreeMap<>(DEVICE_ORDER), reasons);
    }

    /**
     * Reads the samples in [from, to]: what stands elsewhere cannot touch the window, so a bad row there is no fault. A timestamp that cannot be read may be anywhere and is one.
     *
     * @param zone of timestamps that name none
     */
    static PowerStream read(Path file, double from, double to, ZoneId zone) {
        return read(file, from, to, zone, device -> true);
    }

    /** The same, passing over the rows of devices that do not count. */
    static PowerStream read(Path file, double from, double to, ZoneId zone, Predicate<String> counts) {
        if (!Files.isRegularFile(file)) {
            return none(List.of("telemetry_file_missing"));
        }
        try {
            if (Files.size(file) == 0) {
                return none(List.of("telemetry_file_empty"));
            }
            String text = new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
            return new Reading(from, to, zone, counts).read(CsvRows.parse(text));
        } catch (IOException e) {
            return none(List.of("telemetry_file_unreadable"));
        }
    }

    private static final class Reading {
        private final Predicate<String> counts;
        private final double from;
        private final double to;
        private final PowerCells cells;
        private final List<String> reasons = new ArrayList<>();
        private final SortedMap<String, SortedMap<Double, List<Double>>> devices = new TreeMap<>(DEVICE_ORDER);
        private boolean nameless;

        Reading(double from, double to, ZoneId zone, Predicate<String> counts) {
            this.counts = counts;
            this.from = from;
            this.to = to;
            this.cells = new PowerCells(zone);
        }

        PowerStream read(List<List<String>> rows) {
            List<String> header = rows.isEmpty()
                    ? List.of()
                    : rows.get(0).stream().map(String::strip).collect(Collectors.toList());
            int time = column(
                    header,
                    "timestamp_column_missing",
                    name -> TIME.matcher(name).find());
            int power = column(
                    header,
                    "power_column_missing",
                    name -> POWER.matcher(name).find()
                            && !NOT_POWER.matcher(name).find());
            int device = column(
                    header,
                    "gpu_identity_column_missing",
                    name -> DEVICE.matcher(name).matches());
            if (!reasons.isEmpty()) {
                return none(List.copyOf(reasons));
            }
            for (List<String> row : rows.subList(1, rows.size())) {
                row(cell(row, time), cell(row, power), cell(row, device));
            }
            if (nameless) {
                reason("gpu_identity_missing");
            }
            if (devices.isEmpty()) {
                reason("no_usable_power_samples");
            }
            return new PowerStream(devices, List.copyOf(reasons));
        }

        private int column(List<String> header, String missing, Predicate<String> is) {
            for (int i = 0; i < header.size(); i++) {
                if (is.test(header.get(i))) {
                    return i;
                }
            }
            reasons.add(missing);
            return -1;
        }

        private static String cell(List<String> row, int column) {
            return column < row.size() ? row.get(column).strip() : "";
        }

        private void row(String time, String power, String device) {
            Double at = cells.timestamp(time);
            if (at == null) {
                reason("invalid_timestamp_sample");
                return;
            }
            if (at < from || at > to || (!device.isEmpty() && !counts.test(device))) {
                return;
            }
            Double watts = PowerCells.number(power);
            if (watts == null || watts < 0) {
                reason("invalid_power_sample");
            } else if (device.isEmpty()) {
                nameless = true;
            } else {
                devices.computeIfAbsent(device, key -> new TreeMap<>())
                        .computeIfAbsent(at, key -> new ArrayList<>())
                        .add(watts);
            }
        }

        private void reason(String code) {
            if (!reasons.contains(code)) {
                reasons.add(code);
            }
        }
    }

    /** Every sample of every device, in order; a device of one reading has one sample. For a comparison with energy counters only: nothing is checked. */
    static Map<String, List<Sample>> everything(Path file, ZoneId zone) {
        PowerStream stream = read(file, Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY, zone);
        Map<String, List<Sample>> all = new HashMap<>();
        stream.devices()
                .forEach((device, samples) -> samples.forEach((at, readings) -> readings.stream()
                        .sorted()
                        .forEach(watts -> all.computeIfAbsent(device, key -> new ArrayList<>())
                                .add(new Sample(at, watts)))));
        return all;
    }

    /** Power at an instant. */
    record Sample(double seconds, double watts) {}

    /** The samples of a device, readings of the same instant averaged; null for a device that is not there. */
    @Nullable
    List<Sample> samples(String device) {
        SortedMap<Double, List<Double>> readings = devices.get(device);
        if (readings == null) {
            return null;
        }
        List<Sample> samples = new ArrayList<>();
        readings.forEach((at, watts) -> samples.add(
                new Sample(at, watts.stream().mapToDouble(Double::doubleValue).sum() / watts.size())));
        return samples;
    }
}
