package io.infermark.run;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/** What the machine was like, for the results: what can't be read is stated as {@code unknown}. */
final class HostEnvironment {
    private static final String UNKNOWN = "unknown";

    private HostEnvironment() {}

    static Map<String, String> facts() {
        Map<String, String> facts = new TreeMap<>();
        facts.put(
                "os",
                System.getProperty("os.name") + " " + System.getProperty("os.version") + " "
                        + System.getProperty("os.arch"));
        facts.put("jvm", System.getProperty("java.vm.name") + " " + System.getProperty("java.vm.version"));
        facts.put("cores", Integer.toString(Runtime.getRuntime().availableProcessors()));
        facts.put("cpu", field(Path.of("/proc/cpuinfo"), "model name"));
        facts.put("memory", field(Path.of("/proc/meminfo"), "MemTotal"));
        facts.put("governor", line(Path.of("/sys/devices/system/cpu/cpu0/cpufreq/scaling_governor")));
        facts.put("kernel", line(Path.of("/proc/sys/kernel/osrelease")));
        facts.put("clocksource", line(Path.of("/sys/devices/system/clocksource/clocksource0/current_clocksource")));
        facts.put("load", line(Path.of("/proc/loadavg")));
        facts.put("gpuDriver", line(Path.of("/proc/driver/nvidia/version")));
        return facts;
    }

    private static String line(Path file) {
        try {
            return Files.readString(file, StandardCharsets.UTF_8)
                    .lines()
                    .findFirst()
                    .orElse(UNKNOWN)
                    .strip();
        } catch (IOException e) {
            return UNKNOWN;
        }
    }

    private static String field(Path file, String name) {
        try {
            return Files.readString(file, StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> line.startsWith(name))
                    .map(line -> line.substring(line.indexOf(':') + 1).strip())
                    .findFirst()
                    .orElse(UNKNOWN);
        } catch (IOException e) {
            return UNKNOWN;
        }
    }
}
