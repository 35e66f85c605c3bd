package io.infermark.cli;

import io.infermark.run.OptionsBuilder;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that say what the load's connections are: the same wherever a load is made. */
final class ConnectionArguments {
    @Option(
            names = {"-http", "--http"},
            paramLabel = "VERSION",
            description = "HTTP version of the load: 1.1 (default), h2c (HTTP/2 in the clear) or h2 (over TLS).")
    @Nullable
    String http;

    @Option(
            names = {"-streamsPerConnection", "--streams-per-connection"},
            paramLabel = "N",
            description = "Over HTTP/2, most requests on a connection at a time (default: 100).")
    @Nullable
    Integer streamsPerConnection;

    @Option(
            names = {"-keepConnections", "--keep-connections"},
            arity = "1",
            paramLabel = "true|false",
            description =
                    "Whether connections are kept for the next request (default: true); with false each request opens its"
                            + " own, over HTTP/1.1.")
    @Nullable
    Boolean keepConnections;

    @Option(
            names = {"-sourceAddresses", "--source-addresses"},
            paramLabel = "A,B",
            split = ",",
            description = "Local addresses that connections come from in turn (default: the system's choice; towards"
                    + " 127.0.0.1 as many of 127.0.0.0/8 as the ports need).")
    @Nullable
    List<String> sourceAddresses;

    void applyTo(OptionsBuilder builder) {
        if (http != null) {
            builder.http(http);
        }
        if (streamsPerConnection != null) {
            builder.streamsPerConnection(streamsPerConnection);
        }
        if (keepConnections != null) {
            builder.keepConnections(keepConnections);
        }
        if (sourceAddresses != null) {
            builder.sourceAddresses(sourceAddresses);
        }
    }
}
