package io.infermark.doctor;

import io.infermark.platform.HostView;
import java.nio.file.Path;
import java.util.OptionalLong;

/** {@code /dev/shm}, through which the processes of a multi-GPU engine talk. */
final class SharedMemoryCheck implements HostCheck {
    @Override
    public String name() {
        return "shared-memory";
    }

    private static final Path SHM = Path.of("/dev/shm");
    private static final long ENOUGH_BYTES = 1L << 30;

    @Override
    public CheckResult examine(HostView host, Needs needs) {
        OptionalLong size = host.sizeBytes(SHM);
        if (size.isEmpty()) {
            return CheckResult.notApplicable(name(), "this system has no /dev/shm");
        }
        String text = "/dev/shm has " + Bytes.text(size.getAsLong());
        return size.getAsLong() < ENOUGH_BYTES
                ? CheckResult.warn(
                        name(),
                        text,
                        "mount -o remount,size=16g /dev/shm (in a container: --shm-size 16g or --ipc host): NCCL of an engine that is a process of this host fails with less. Containers of ours get their own.")
                : CheckResult.ok(name(), text);
    }
}
