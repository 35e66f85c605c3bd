package io.infermark.load;

import io.infermark.platform.SocketLimits;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;

/**
 * How requests get to the server; this changes what is measured, so it stands in each record.
 *
 * @param protocol HTTP version
 * @param streamsPerConnection over HTTP/2, most requests on a connection at a time; a server that allows fewer gets fewer
 * @param kept whether connections are kept for the next request; without, each request opens one of its own and asks the server to close it. HTTP/1.1 only
 * @param sourceAddresses local addresses that connections come from in turn; empty: the system's choice, and for a target on loopback as many as the ports need
 */
public record ConnectionOptions(
        Protocol protocol, int streamsPerConnection, boolean kept, List<InetAddress> sourceAddresses) {
    /** HTTP/1.1, a connection for each stream, kept. */
    public static final ConnectionOptions DEFAULT = new ConnectionOptions(Protocol.HTTP_1_1, 100, true, List.of());

    /** HTTP versions. */
    public enum Protocol {
        /** One request at a time on a connection; over TLS where the URL says so. */
        HTTP_1_1("1.1"),
        /** HTTP/2 in the clear with prior knowledge. */
        H2C("h2c"),
        /** HTTP/2 over TLS, agreed by ALPN. */
        H2("h2");

        private final String label;

        Protocol(String label) {
            this.label = label;
        }

        /** As it is written on the command line. */
        public String label() {
            return label;
        }

        /**
         * The protocol of that label.
         *
         * @throws IllegalArgumentException {@code [HttpUnknown]}
         */
        public static Protocol of(String label) {
            for (Protocol protocol : values()) {
                if (protocol.label.equals(label)) {
                    return protocol;
                }
            }
            throw new IllegalArgumentException("[HttpUnknown] HTTP version \"" + label
                    + "\". Use 1.1, h2c (cleartext, prior knowledge) or h2 (TLS).");
        }

        /** Whether it can be spoken to a URL of that scheme. */
        public boolean fits(String scheme) {
            return !multiplexed() || "https".equalsIgnoreCase(scheme) == (this == H2);
        }

        /** {@code [HttpScheme]}: why it can't. */
        public String misfit(String scheme) {
            return "[HttpScheme] " + label + " does not go with " + scheme
                    + "://. HTTP/2 is h2c for http and h2 for https.";
        }

        /** Whether it is HTTP/2. */
        public boolean multiplexed() {
            return this != HTTP_1_1;
        }
    }

    public ConnectionOptions {
        sourceAddresses = List.copyOf(sourceAddresses);
        if (streamsPerConnection < 1) {
            throw new IllegalArgumentException(
                    "[StreamsTooFew] " + streamsPerConnection + " streams on a connection. There must be at least 1.");
        }
        if (!kept && protocol.multiplexed()) {
            throw new IllegalArgumentException("[ConnectionsShared] over " + protocol.label()
                    + " several requests share a connection, so it can't be one request's own. Use -http 1.1, or leave out"
                    + " -keepConnections false.");
        }
    }

    /** Connections for so many streams. */
    int connectionsFor(int streams) {
        return protocol.multiplexed() ? (streams + streamsPerConnection - 1) / streamsPerConnection : streams;
    }

    /** The loopback address that connections from the source addresses can reach: servers of a run's own listen there. */
    public InetAddress loopback() {
        if (sourceAddresses.stream().noneMatch(Inet6Address.class::isInstance)) {
            return InetAddress.getLoopbackAddress();
        }
        byte[] last = new byte[16];
        last[15] = 1;
        try {
            return InetAddress.getByAddress(last);
        } catch (UnknownHostException impossible) {
            throw new IllegalStateException("sixteen bytes are no address", impossible);
        }
    }

    /**
     * Whether a process may have that many streams.
     *
     * @throws IllegalStateException {@code [FilesTooFew]}
     */
    public static void checkFiles(ConnectionOptions options, int streams, SocketLimits limits) {
        int connections = options.connectionsFor(streams);
        long files = limits.openFiles() + connections + SocketLimits.SPARE_FILES;
        if (limits.mostFiles() > 0 && files > limits.mostFiles()) {
            throw new IllegalStateException("[FilesTooFew] " + connections + " connections need " + files
                    + " open files, but a process may have " + limits.mostFiles() + " (ulimit -n). Raise the limit"
                    + (options.protocol.multiplexed()
                            ? ""
                            : ", use fewer streams, or put several on a connection with -http h2c")
                    + ".");
        }
    }
}
