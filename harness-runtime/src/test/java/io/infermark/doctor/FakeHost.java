package io.infermark.doctor;

import io.infermark.platform.HostFacts;
import io.infermark.platform.HostView;
import io.infermark.platform.NvidiaSmi;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/** A host of the test's making; as it comes, it is a good one without GPUs and containers. */
final class FakeHost implements HostView {
    final Map<String, String> files = new HashMap<>();
    final Map<String, List<String>> folders = new HashMap<>();
    final Map<String, String> environment = new HashMap<>();
    final Map<String, String> properties = new HashMap<>();
    final Map<String, Said> commands = new HashMap<>();
    final Set<String> executables = new HashSet<>(Set.of("setsid", "taskset"));
    final Set<String> unusable = new HashSet<>();
    final Map<String, Long> free = new HashMap<>();
    List<Integer> cores = List.of(0, 1, 2, 3);
    boolean ports = true;
    long clockStep = 40;
    OptionalLong shm = OptionalLong.of(32L << 30);
    NvidiaSmi.Answer nvidia = new NvidiaSmi.Answer(List.of(), "no nvidia-smi on the PATH");

    FakeHost() {
        properties.put("java.specification.version", "17");
        properties.put("java.runtime.version", "17.0.15+6");
        properties.put("os.arch", "amd64");
        properties.put("user.dir", "/work");
        properties.put("java.io.tmpdir", "/tmp");
        properties.put("user.home", "/home/u");
        files.put("/proc/meminfo", "MemTotal: 65536000 kB\nMemAvailable: 32768000 kB\nSwapTotal: 0 kB\nSwapFree: 0 kB");
        files.put("/proc/self/limits", """
                Limit                     Soft Limit           Hard Limit           Units
                Max processes             95000                95000                processes
                Max open files            1048576              1048576              files
                Max locked memory         unlimited            unlimited            bytes""");
        files.put("/proc/sys/net/ipv4/ip_local_port_range", "32768\t60999");
        files.put("/sys/devices/system/clocksource/clocksource0/current_clocksource", "tsc");
    }

    FakeHost gpus(int count, String driver, long usedMib) {
        List<HostFacts.Gpu> gpus = new ArrayList<>();
        List<String> nodes = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            gpus.add(new HostFacts.Gpu(i, "NVIDIA H100 80GB HBM3", driver, 81559, usedMib));
            nodes.add("nvidia" + i);
        }
        nvidia = new NvidiaSmi.Answer(gpus, "");
        folders.put("/dev", nodes);
        return this;
    }

    @Override
    public Optional<String> text(Path file) {
        return Optional.ofNullable(files.get(file.toString())).map(String::strip);
    }

    @Override
    public List<String> entries(Path folder) {
        return folders.getOrDefault(folder.toString(), List.of());
    }

    @Override
    public boolean exists(Path path) {
        return files.containsKey(path.toString()) || folders.containsKey(path.toString());
    }

    @Override
    public boolean usable(Path path) {
        return exists(path) && !unusable.contains(path.toString());
    }

    @Override
    public OptionalLong freeBytes(Path path) {
        return OptionalLong.of(free.getOrDefault(path.toString(), 500L << 30));
    }

    @Override
    public OptionalLong sizeBytes(Path mountPoint) {
        return shm;
    }

    @Override
    public Optional<String> environment(String name) {
        return Optional.ofNullable(environment.get(name));
    }

    @Override
    public Optional<String> property(String name) {
        return Optional.ofNullable(properties.get(name));
    }

    @Override
    public Optional<Path> executable(String name) {
        return executables.contains(name) ? Optional.of(Path.of("/usr/bin", name)) : Optional.empty();
    }

    @Override
    public Optional<Said> run(String... words) {
        return Optional.ofNullable(commands.get(words[0]));
    }

    @Override
    public boolean portFree(int port) {
        return ports;
    }

    @Override
    public List<Integer> cores() {
        return cores;
    }

    @Override
    public long clockStepNanos() {
        return clockStep;
    }

    @Override
    public NvidiaSmi.Answer nvidia() {
        return nvidia;
    }
}
