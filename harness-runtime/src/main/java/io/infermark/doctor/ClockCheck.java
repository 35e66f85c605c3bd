package io.infermark.doctor;

import io.infermark.platform.HostView;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;

/** The clocks: the one that times requests, and the wall clock that ties results to other files. */
final class ClockCheck implements HostCheck {
    @Override
    public String name() {
        return "clock";
    }

    private static final Path SOURCE = Path.of("/sys/devices/system/clocksource/clocksource0/current_clocksource");
    private static final Set<String> SLOW = Set.of("hpet", "acpi_pm", "jiffies", "refined-jiffies", "pit");
    private static final long COARSE_NANOS = 10_000;

    @Override
    public CheckResult examine(HostView host, Needs needs) {
        String source = host.text(SOURCE).orElse("unknown");
        long step = host.clockStepNanos();
        String text = "source " + source + ", smallest step seen " + step + " ns";
        if (SLOW.contains(source)) {
            return CheckResult.warn(
                    name(),
                    text,
                    "boot with clocksource=tsc, or use a host with a stable one: reading " + source
                            + " costs microseconds a time stamp.");
        }
        if (step > COARSE_NANOS) {
            return CheckResult.warn(
                    name(), text, "use another host or hypervisor clock: gaps between tokens are near this step.");
        }
        return synchronised(host, text);
    }

    private CheckResult synchronised(HostView host, String text) {
        Optional<HostView.Said> said = host.run("timedatectl", "show", "-p", "NTPSynchronized", "--value");
        if (said.isEmpty() || said.get().exitCode() != 0) {
            return CheckResult.ok(name(), text + "; whether the wall clock is synchronised cannot be told");
        }
        return said.get().text().strip().equals("no")
                ? CheckResult.warn(
                        name(),
                        text + "; the wall clock is not synchronised",
                        "start chrony or systemd-timesyncd: power and engine telemetry are matched to windows by wall clock.")
                : CheckResult.ok(name(), text + "; the wall clock is synchronised");
    }
}
