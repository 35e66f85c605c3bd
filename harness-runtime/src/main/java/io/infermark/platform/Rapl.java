package io.infermark.platform;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/** The energy counters of the processors ({@code /sys/class/powercap}, on Intel and AMD). Most hosts let only root read them. */
public final class Rapl {
    /** Where Linux has them. */
    public static final Path ROOT = Path.of("/sys/class/powercap");

    private static final double MICRO = 1e-6;

    private final Path root;

    /** @param root for tests; {@link #ROOT} otherwise */
    public Rapl(Path root) {
        this.root = root;
    }

    /**
     * A counter's state.
     *
     * @param joules since some instant
     * @param wrapsAtJoules where it starts again from 0
     */
    public record Reading(double joules, double wrapsAtJoules) {}

    /**
     * What was read.
     *
     * @param packages by name, such as {@code package-0}
     * @param absentBecause why there are none; empty if there are
     */
    public record Answer(SortedMap<String, Reading> packages, String absentBecause) {
        public Answer {
            packages = Collections.unmodifiableSortedMap(new TreeMap<>(packages));
        }
    }

    /** Reads the counters of all processor packages. Their parts (cores, memory) are in them and are not read. */
    public Answer read() {
        SortedMap<String, Reading> packages = new TreeMap<>();
        if (!Files.isDirectory(root)) {
            return new Answer(packages, "this host has no " + root);
        }
        String refused = "";
        try (DirectoryStream<Path> zones = Files.newDirectoryStream(root, "*-rapl:*")) {
            for (Path zone : zones) {
                String name = Files.isReadable(zone.resolve("name")) ? text(zone.resolve("name")) : "";
                if (!name.startsWith("package")) {
                    continue;
                }
                try {
                    packages.put(
                            name,
                            new Reading(
                                    number(zone.resolve("energy_uj")), number(zone.resolve("max_energy_range_uj"))));
                } catch (IOException | NumberFormatException e) {
                    refused = zone.resolve("energy_uj") + " can't be read: it takes root, or a chmod by root ("
                            + e.getClass().getSimpleName() + ")";
                }
            }
        } catch (IOException e) {
            return new Answer(packages, root + " can't be listed: " + e.getMessage());
        }
        if (!refused.isEmpty()) {
            return new Answer(new TreeMap<>(), refused);
        }
        return new Answer(packages, packages.isEmpty() ? root + " has no counter of a processor package" : "");
    }

    private static double number(Path file) throws IOException {
        return Long.parseLong(text(file)) * MICRO;
    }

    private static String text(Path file) throws IOException {
        return Files.readString(file, StandardCharsets.US_ASCII).strip();
    }
}
