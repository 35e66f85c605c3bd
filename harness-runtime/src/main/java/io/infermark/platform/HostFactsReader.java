package io.infermark.platform;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Collects {@link HostFacts}; whatever is not there is noted as absent, never guessed. */
final class HostFactsReader {
    private static final Path GOVERNOR = Path.of("/sys/devices/system/cpu/cpu0/cpufreq/scaling_governor");
    private static final List<Path> MEMORY_LIMITS =
            List.of(Path.of("/sys/fs/cgroup/memory.max"), Path.of("/sys/fs/cgroup/memory/memory.limit_in_bytes"));

    private final Map<String, String> facts = new LinkedHashMap<>();
    private final Map<String, String> absent = new LinkedHashMap<>();

    HostFacts read() {
        facts.put("os", System.getProperty("os.name") + distribution());
        facts.put("kernel", System.getProperty("os.version"));
        facts.put("architecture", System.getProperty("os.arch"));
        fact("cpuModel", cpuModel(), "/proc/cpuinfo has no model name");
        facts.put("cores", Long.toString(cores()));
        facts.put("usableCores", Integer.toString(Cores.usable().size()));
        fact(
                "governor",
                ProcFs.read(GOVERNOR).map(String::strip),
                "no cpufreq in /sys, as on virtual machines: the host decides the clock");
        fact("memoryBytes", memory(), "/proc/meminfo has no MemTotal");
        fact(
                "memoryLimitBytes",
                MEMORY_LIMITS.stream()
                        .map(ProcFs::read)
                        .flatMap(Optional::stream)
                        .map(String::strip)
                        .filter(text -> text.matches("\\d{1,15}"))
                        .findFirst(),
                "no limit of a control group");
        facts.put(
                "jvm",
                System.getProperty("java.vm.name") + " " + System.getProperty("java.runtime.version") + " ("
                        + System.getProperty("java.vendor") + ")");
        NvidiaSmi.Answer gpus = NvidiaSmi.query();
        if (!gpus.absentBecause().isEmpty()) {
            absent.put("nvidiaGpus", gpus.absentBecause());
        }
        return new HostFacts(facts, gpus.gpus(), absent);
    }

    private void fact(String name, Optional<String> value, String whyAbsent) {
        value.ifPresentOrElse(text -> facts.put(name, text), () -> absent.put(name, whyAbsent));
    }

    private static String distribution() {
        return ProcFs.read(Path.of("/etc/os-release")).stream()
                .flatMap(String::lines)
                .filter(line -> line.startsWith("PRETTY_NAME="))
                .map(line -> " (" + line.substring("PRETTY_NAME=".length()).replace("\"", "") + ")")
                .findFirst()
                .orElse("");
    }

    private static Optional<String> cpuModel() {
        return cpuLines("model name")
                .map(line -> line.substring(line.indexOf(':') + 1).strip())
                .findFirst();
    }

    private static long cores() {
        long counted = cpuLines("processor").count();
        return counted > 0 ? counted : Runtime.getRuntime().availableProcessors();
    }

    private static Stream<String> cpuLines(String key) {
        return ProcFs.text("cpuinfo").stream().flatMap(String::lines).filter(line -> line.startsWith(key));
    }

    private static Optional<String> memory() {
        return ProcFs.text("meminfo").stream()
                .flatMap(String::lines)
                .filter(line -> line.startsWith("MemTotal:"))
                .map(line -> Long.toString(Long.parseLong(line.replaceAll("\\D", "")) * 1024))
                .findFirst();
    }
}
