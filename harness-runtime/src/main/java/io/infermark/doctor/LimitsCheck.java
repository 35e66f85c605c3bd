package io.infermark.doctor;

import io.infermark.platform.HostView;
import java.nio.file.Path;
import java.util.Optional;

/** Limits of open files, processes and locked memory. */
final class LimitsCheck implements HostCheck {
    @Override
    public String name() {
        return "ulimits";
    }

    private static final long SPARE_FILES = 256;
    private static final long FEW_FILES = 4096;
    private static final long FEW_PROCESSES = 4096;

    @Override
    public CheckResult examine(HostView host, Needs needs) {
        Optional<String> limits = host.text(Path.of("/proc/self/limits"));
        if (limits.isEmpty()) {
            return CheckResult.notApplicable(name(), "this system has no /proc/self/limits; ulimit -a tells");
        }
        // The JVM raises its own soft limit to the hard one, so what it sees is what it may use.
        long files = soft(limits.get(), "Max open files");
        long processes = soft(limits.get(), "Max processes");
        long locked = soft(limits.get(), "Max locked memory");
        String text = "open files " + number(files) + ", processes " + number(processes) + ", locked memory "
                + (locked == Long.MAX_VALUE ? "unlimited" : Bytes.text(locked));
        if (needs.streams() + SPARE_FILES > files) {
            return CheckResult.fail(
                    name(),
                    text + ", but " + needs.streams() + " streams are asked for, a file each",
                    "raise it (ulimit -n 1048576, LimitNOFILE of the service), or lower @Sweep(concurrency).");
        }
        if (files < FEW_FILES) {
            return CheckResult.warn(name(), text, "raise it (ulimit -n 1048576): each stream takes a file.");
        }
        if (processes < FEW_PROCESSES) {
            return CheckResult.warn(name(), text, "raise it (ulimit -u): engines start hundreds of threads a GPU.");
        }
        return CheckResult.ok(name(), text);
    }

    private static String number(long limit) {
        return limit == Long.MAX_VALUE ? "unlimited" : Long.toString(limit);
    }

    private static long soft(String limits, String name) {
        return limits.lines()
                .filter(line -> line.startsWith(name))
                .map(line -> line.substring(name.length()).strip().split("\\s+", -1)[0])
                .mapToLong(value -> value.matches("\\d{1,18}") ? Long.parseLong(value) : Long.MAX_VALUE)
                .findFirst()
                .orElse(Long.MAX_VALUE);
    }
}
