package io.infermark.doctor;

import io.infermark.platform.HostView;
import java.nio.file.Path;
import java.util.Optional;

/** Ports of the loopback interface, for servers and for the streams to them. */
final class PortsCheck implements HostCheck {
    @Override
    public String name() {
        return "ports";
    }

    private static final int SPARE_PORTS = 1000;

    @Override
    public CheckResult examine(HostView host, Needs needs) {
        if (!host.portFree(0)) {
            return CheckResult.fail(
                    name(),
                    "no port of 127.0.0.1 can be listened on",
                    "bring the loopback interface up (ip link set lo up), or end what holds the ports (ss -ltn).");
        }
        Optional<String> range = host.text(Path.of("/proc/sys/net/ipv4/ip_local_port_range"));
        String[] ends = range.orElse("").split("\\s+", -1);
        if (ends.length != 2 || !ends[0].matches("\\d{1,5}") || !ends[1].matches("\\d{1,5}")) {
            return CheckResult.ok(name(), "127.0.0.1 has free ports; the range for connections is not told");
        }
        int ports = Integer.parseInt(ends[1]) - Integer.parseInt(ends[0]) + 1;
        String text = "127.0.0.1 has free ports; " + ports + " for connections (" + ends[0] + " to " + ends[1] + ")";
        String fix = "widen it (sysctl -w net.ipv4.ip_local_port_range=\"1024 65535\"): each stream takes one.";
        if (needs.streams() > ports) {
            return CheckResult.fail(name(), text + ", but " + needs.streams() + " streams are asked for", fix);
        }
        return ports < Math.max(SPARE_PORTS, 2 * needs.streams())
                ? CheckResult.warn(name(), text, fix)
                : CheckResult.ok(name(), text);
    }
}
