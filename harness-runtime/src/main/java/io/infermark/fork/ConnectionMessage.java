package io.infermark.fork;

import io.infermark.load.ConnectionOptions;
import io.infermark.load.ConnectionOptions.Protocol;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;

/**
 * {@link ConnectionOptions} as they travel to a generator.
 *
 * @param http {@code 1.1 h2c h2}
 * @param streams over HTTP/2, most requests on a connection at a time
 * @param kept whether connections are kept for the next request
 * @param sources local addresses; empty: the system's choice
 */
public record ConnectionMessage(String http, int streams, boolean kept, List<String> sources) {
    /** HTTP/1.1. */
    public static final ConnectionMessage DEFAULT = new ConnectionMessage(
            ConnectionOptions.DEFAULT.protocol().label(),
            ConnectionOptions.DEFAULT.streamsPerConnection(),
            ConnectionOptions.DEFAULT.kept(),
            List.of());

    public ConnectionMessage {
        sources = List.copyOf(sources);
    }

    /** The same over another HTTP version. */
    public ConnectionMessage withHttp(String version) {
        return new ConnectionMessage(version, streams, kept, sources);
    }

    /** The same with another number of streams. */
    public ConnectionMessage withStreams(int count) {
        return new ConnectionMessage(http, count, kept, sources);
    }

    /** The same from other addresses. */
    public ConnectionMessage withSources(List<String> addresses) {
        return new ConnectionMessage(http, streams, kept, addresses);
    }

    /** The same with connections that are kept or not. */
    public ConnectionMessage withKept(boolean keep) {
        return new ConnectionMessage(http, streams, keep, sources);
    }

    /**
     * The options.
     *
     * @throws IllegalArgumentException {@code [HttpUnknown]}, {@code [StreamsTooFew]}, {@code [ConnectionsShared]} or {@code [SourceAddressUnknown]}
     */
    public ConnectionOptions options() {
        List<InetAddress> addresses = new ArrayList<>();
        for (String source : sources) {
            try {
                addresses.addAll(List.of(InetAddress.getAllByName(source)));
            } catch (UnknownHostException e) {
                throw new IllegalArgumentException(
                        "[SourceAddressUnknown] \"" + source + "\" is no address of this machine.", e);
            }
        }
        return new ConnectionOptions(Protocol.of(http), streams, kept, addresses);
    }
}
