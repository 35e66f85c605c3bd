package io.infermark.run;

import io.infermark.load.ConnectionOptions.Protocol;
import io.infermark.model.EndpointSpec;
import io.infermark.plan.UsageException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.util.stream.Collectors;

/** Whether connections can be as the options want them, as far as it can be told before a server is asked or started. */
public final class ConnectionPreflight {
    private ConnectionPreflight() {}

    /**
     * Looks at the URLs that are known, then at this machine. What is no URL at all is found by those who read it.
     *
     * @throws UsageException {@code [HttpScheme]} if the HTTP version does not go with one
     * @throws EnvironmentException {@code [SourceAddressForeign]} if a source address is not this machine's
     */
    public static void check(Options options, EndpointSpec endpoint) {
        checkSchemes(options, endpoint);
        options.connections().options().sourceAddresses().forEach(ConnectionPreflight::checkOurs);
    }

    private static void checkSchemes(Options options, EndpointSpec endpoint) {
        Protocol protocol = options.connections().options().protocol();
        for (String url : endpoint.urls()) {
            String scheme = scheme(url);
            if (!scheme.isEmpty() && !protocol.fits(scheme)) {
                throw new UsageException("-http: " + protocol.misfit(scheme));
            }
        }
    }

    private static String scheme(String url) {
        try {
            String scheme = URI.create(url).getScheme();
            return scheme == null ? "" : scheme;
        } catch (IllegalArgumentException e) {
            return "";
        }
    }

    /** Only the system knows: an address may be ours without standing at an interface, as those of 127.0.0.0/8. */
    private static void checkOurs(InetAddress address) {
        try (Socket socket = new Socket()) {
            socket.bind(new InetSocketAddress(address, 0));
        } catch (IOException e) {
            throw new EnvironmentException(
                    "[SourceAddressForeign] no connection can come from " + address.getHostAddress()
                            + " (-sourceAddresses): " + e.getMessage() + ". This machine's addresses are "
                            + ownAddresses() + ".",
                    e);
        }
    }

    private static String ownAddresses() {
        try {
            return NetworkInterface.networkInterfaces()
                    .flatMap(NetworkInterface::inetAddresses)
                    .map(InetAddress::getHostAddress)
                    .sorted()
                    .collect(Collectors.joining(", "));
        } catch (SocketException e) {
            return "not known (" + e.getMessage() + ")";
        }
    }
}
