package io.infermark.doctor;

import io.infermark.platform.HostView;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** Memory of the host, or of the control group that holds the harness. */
final class MemoryCheck implements HostCheck {
    @Override
    public String name() {
        return "memory";
    }

    private static final List<Path> LIMITS =
            List.of(Path.of("/sys/fs/cgroup/memory.max"), Path.of("/sys/fs/cgroup/memory/memory.limit_in_bytes"));
    private static final long FAIL_BYTES = 512L << 20;
    private static final long WARN_BYTES = 2L << 30;

    @Override
    public CheckResult examine(HostView host, Needs needs) {
        Optional<String> info = host.text(Path.of("/proc/meminfo"));
        OptionalLong available = kib(info.orElse(""), "MemAvailable");
        if (available.isEmpty()) {
            return CheckResult.notApplicable(name(), "this system has no /proc/meminfo");
        }
        OptionalLong limit = LIMITS.stream()
                .map(host::text)
                .flatMap(Optional::stream)
                .filter(text -> text.matches("\\d{1,15}"))
                .mapToLong(Long::parseLong)
                .min();
        long usable = Math.min(available.getAsLong(), limit.orElse(Long.MAX_VALUE));
        long swapUsed = kib(info.orElse(""), "SwapTotal").orElse(0)
                - kib(info.orElse(""), "SwapFree").orElse(0);
        String text = Bytes.text(available.getAsLong()) + " available"
                + (limit.isPresent() ? ", control group limited to " + Bytes.text(limit.getAsLong()) : "")
                + (swapUsed > 0 ? ", " + Bytes.text(swapUsed) + " of swap in use" : "");
        if (usable < FAIL_BYTES) {
            return CheckResult.fail(
                    name(), text, "free memory or raise the limit: the harness and its generator take about 500 MiB.");
        }
        if (usable < WARN_BYTES) {
            return CheckResult.warn(
                    name(), text, "free memory or raise the limit before an engine is started on this host.");
        }
        return swapUsed > WARN_BYTES
                ? CheckResult.warn(
                        name(), text, "free memory, or swapoff -a: a page that is swapped in stalls a stream.")
                : CheckResult.ok(name(), text);
    }

    /** A line of meminfo in bytes. */
    private static OptionalLong kib(String info, String key) {
        return info.lines()
                .filter(line -> line.startsWith(key + ":"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) * 1024)
                .findFirst();
    }
}
