package io.infermark.doctor;

import io.infermark.platform.HostView;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The frequency governor of every core. */
final class GovernorCheck implements HostCheck {
    @Override
    public String name() {
        return "cpu-governor";
    }

    private static final Path CPUS = Path.of("/sys/devices/system/cpu");

    @Override
    public CheckResult examine(HostView host, Needs needs) {
        Map<String, Integer> governors = new TreeMap<>();
        for (String cpu : host.entries(CPUS)) {
            if (cpu.matches("cpu\\d{1,5}")) {
                host.text(CPUS.resolve(cpu).resolve("cpufreq/scaling_governor"))
                        .ifPresent(governor -> governors.merge(governor, 1, Integer::sum));
            }
        }
        if (governors.isEmpty()) {
            return CheckResult.notApplicable(
                    name(), "no cpufreq in /sys, as on virtual machines: the host below decides the clock");
        }
        String seen = governors.entrySet().stream()
                .map(e -> e.getKey() + " on " + e.getValue() + (e.getValue() == 1 ? " core" : " cores"))
                .collect(Collectors.joining(", "));
        return governors.keySet().equals(Set.of("performance"))
                ? CheckResult.ok(name(), seen)
                : CheckResult.warn(
                        name(),
                        seen,
                        "cpupower frequency-set -g performance: a clock that follows the load moves latencies.");
    }
}
