package io.infermark.platform;

import com.sun.management.UnixOperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What bounds the number of sockets of this process.
 *
 * @param mostFiles open files that the process may have; 0: not known
 * @param openFiles open now
 * @param ephemeralPorts ports of one local address; 0: not known
 * @param wholeLoopback whether all of 127.0.0.0/8 is local, as on Linux
 */
public record SocketLimits(long mostFiles, long openFiles, int ephemeralPorts, boolean wholeLoopback) {
    /** Files that the process needs besides connections: records, logs, jars, event loops. */
    public static final int SPARE_FILES = 64;

    private static final Path PORTS = Path.of("/proc/sys/net/ipv4/ip_local_port_range");

    /** Those of this process, now. */
    public static SocketLimits ofThisProcess() {
        long most = 0;
        long open = 0;
        if (ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean unix) {
            most = unix.getMaxFileDescriptorCount();
            open = unix.getOpenFileDescriptorCount();
        }
        return new SocketLimits(most, open, ports(), Files.isReadable(PORTS));
    }

    private static int ports() {
        try {
            String[] range = Files.readString(PORTS).strip().split("\\s+", -1);
            return Integer.parseInt(range[1]) - Integer.parseInt(range[0]) + 1;
        } catch (IOException | RuntimeException notLinux) {
            return 0;
        }
    }
}
