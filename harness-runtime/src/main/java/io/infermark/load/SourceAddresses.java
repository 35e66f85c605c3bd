package io.infermark.load;

import io.infermark.platform.SocketLimits;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * The local addresses that connections come from, in turn. A connection is known by its two addresses and ports, so one local address has only as many
 * connections to a server as there are ephemeral ports; Linux answers on all of 127.0.0.0/8, so towards a loopback target there are as many addresses as are
 * needed. Thread-safe.
 */
final class SourceAddresses {
    /** Ports that other sockets and closed connections of an earlier run hold. */
    private static final double USABLE = 0.8;

    private final SocketLimits limits;
    private final ConnectionOptions options;
    private final List<InetAddress> given;
    private final AtomicInteger turn = new AtomicInteger();
    private volatile List<InetAddress> addresses;

    SourceAddresses(SocketLimits limits, ConnectionOptions options) {
        this.limits = limits;
        this.options = options;
        given = options.sourceAddresses();
        addresses = given;
    }

    /** That of the next connection that is opened ahead; null: the system's choice. */
    @Nullable
    InetAddress next() {
        List<InetAddress> all = addresses;
        return all.isEmpty() ? null : all.get(Math.floorMod(turn.getAndIncrement(), all.size()));
    }

    /** That of a request, should it have to open a connection; null: the system's choice. */
    @Nullable
    InetAddress of(int index) {
        List<InetAddress> all = addresses;
        return all.isEmpty() ? null : all.get(Math.floorMod(index, all.size()));
    }

    /** How many connections may be opened that nobody asked for: half of the files that are left, within bounds. */
    int unasked(int least, int most) {
        if (limits.mostFiles() <= 0) {
            return most;
        }
        long half = (limits.mostFiles() - limits.openFiles()) / 2;
        return (int) Math.max(least, Math.min(most, half));
    }

    /** How many connections the files suffice for. */
    int mostConnections() {
        long left = limits.mostFiles() - limits.openFiles() - SocketLimits.SPARE_FILES;
        return limits.mostFiles() <= 0 ? Integer.MAX_VALUE : (int) Math.max(1, Math.min(Integer.MAX_VALUE, left));
    }

    List<InetAddress> all() {
        return addresses;
    }

    /**
     * Makes sure, before any is opened, that the connections for so many streams can be.
     *
     * @throws IllegalStateException {@code [FilesTooFew]} or {@code [PortsTooFew]}
     */
    void reserve(int streams, List<InetAddress> targets) {
        ConnectionOptions.checkFiles(options, streams, limits);
        int connections = options.connectionsFor(streams);
        int ports = (int) (limits.ephemeralPorts() * USABLE);
        int perTarget = (connections + targets.size() - 1) / Math.max(1, targets.size());
        if (ports <= 0 || perTarget <= ports * Math.max(1, addresses.size())) {
            return;
        }
        int needed = (perTarget + ports - 1) / ports;
        if (given.isEmpty() && limits.wholeLoopback() && targets.stream().allMatch(SourceAddresses::plainLoopback)) {
            addresses = loopback(needed);
            return;
        }
        throw new IllegalStateException(
                "[PortsTooFew] " + perTarget + " connections to one server need " + needed
                        + " local addresses: each has about " + ports
                        + " usable ports (net.ipv4.ip_local_port_range), and there "
                        + (given.size() == 1 ? "is 1" : "are " + Math.max(1, given.size()))
                        + ". Give more with -sourceAddresses, widen the range, or put several streams on a connection with -http h2c.");
    }

    private static boolean plainLoopback(InetAddress target) {
        return target.isLoopbackAddress() && target.getAddress().length == 4;
    }

    private static List<InetAddress> loopback(int count) {
        List<InetAddress> all = new ArrayList<>();
        try {
            for (int i = 0; i < count; i++) {
                int host = i + 1;
                all.add(InetAddress.getByAddress(new byte[] {127, 0, (byte) (host >>> 8), (byte) host}));
            }
        } catch (UnknownHostException impossible) {
            throw new IllegalStateException("four bytes are no address", impossible);
        }
        return all;
    }
}
