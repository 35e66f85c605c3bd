package io.infermark.endpoint;

import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.ProtocolException;
import java.net.URI;
import java.net.UnknownHostException;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateException;
import java.time.Duration;
import java.util.Locale;
import java.util.function.UnaryOperator;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** Turns what the JDK's client throws into a coded error that says what to do. */
final class ConnectionFailure {
    private ConnectionFailure() {}

    static EndpointException timeout(URI uri, Duration limit) {
        return EndpointException.endpoint(
                "EndpointTimeout",
                RequestUris.shown(uri) + " did not answer completely within " + limit.toMillis()
                        + " ms. Is the server overloaded or still loading"
                        + (https(uri) ? ", or does it not speak TLS" : "") + "? Its log says.");
    }

    static EndpointException of(URI uri, Throwable thrown, Duration limit, UnaryOperator<String> redact) {
        String where = RequestUris.shown(uri);
        SSLException tls = find(thrown, SSLException.class);
        if (tls != null || find(thrown, CertificateException.class) != null) {
            return tls(uri, thrown, redact);
        }
        if (find(thrown, UnresolvedAddressException.class) != null
                || find(thrown, UnknownHostException.class) != null) {
            return unreachable(where, "the host name " + uri.getHost() + " is not known (DNS). Check its spelling");
        }
        if (find(thrown, HttpConnectTimeoutException.class) != null) {
            return unreachable(
                    where,
                    "no connection could be opened in time: a firewall drops packets, the address is wrong"
                            + (https(uri) ? ", or what listens there does not speak TLS" : "")
                            + ". Check the address from this machine");
        }
        if (find(thrown, HttpTimeoutException.class) != null) {
            return timeout(uri, limit);
        }
        if (find(thrown, NoRouteToHostException.class) != null) {
            return unreachable(where, "there is no route to that address. Check the network");
        }
        if (find(thrown, ConnectException.class) != null) {
            return unreachable(
                    where,
                    "nothing listens on port " + port(uri) + " of " + uri.getHost()
                            + " (connection refused). Is the server started, on that port and on an address that is reachable from here");
        }
        String text = redact.apply(text(thrown));
        if (find(thrown, ProtocolException.class) != null
                || text.toLowerCase(Locale.ROOT).contains("status line")) {
            return EndpointException.endpoint(
                    "EndpointNotHttp",
                    where + " does not speak HTTP (" + text + "). Is it an https port, or another service's?");
        }
        return EndpointException.endpoint(
                "EndpointBroken",
                where + " closed the connection before its answer was complete (" + text
                        + "). "
                        + (https(uri)
                                ? "It may want a client certificate (clientCertificate: cert.pem,key.pem), or it died: its log says."
                                : "Is it an https port, or did the server die? Its log says."));
    }

    private static EndpointException unreachable(String where, String why) {
        return EndpointException.endpoint("EndpointUnreachable", where + " cannot be reached: " + why + ".");
    }

    private static EndpointException tls(URI uri, Throwable thrown, UnaryOperator<String> redact) {
        String where = RequestUris.shown(uri);
        String text = redact.apply(text(thrown));
        String lower = text.toLowerCase(Locale.ROOT);
        if (lower.contains("unsupported or unrecognized ssl message") || lower.contains("plaintext connection")) {
            return EndpointException.endpoint(
                    "TlsNotSpoken", where + " does not speak TLS. Is it http:// rather than https://?");
        }
        if (lower.contains("subject alternative") || lower.contains("no name matching")) {
            return EndpointException.endpoint(
                    "TlsHostname",
                    "the certificate of " + where + " is not for the name " + uri.getHost() + " (" + text
                            + "). Use a name that it lists.");
        }
        if (find(thrown, CertPathBuilderException.class) != null
                || find(thrown, CertPathValidatorException.class) != null
                || find(thrown, CertificateException.class) != null) {
            return EndpointException.endpoint(
                    "TlsUntrusted",
                    "the certificate of " + where + " is not trusted (" + text
                            + "). Name the PEM file of its certificate authority with caCertificate.");
        }
        if (lower.contains("certificate_required")
                || lower.contains("bad_certificate")
                || lower.contains("unknown_ca")) {
            return EndpointException.endpoint(
                    "TlsClientCertificate",
                    where + " wants a client certificate, or does not accept the one it got (" + text
                            + "). Name it with clientCertificate: cert.pem,key.pem.");
        }
        return EndpointException.endpoint("TlsFailed", "TLS with " + where + " failed: " + text + ".");
    }

    private static boolean https(URI uri) {
        return "https".equalsIgnoreCase(uri.getScheme());
    }

    private static int port(URI uri) {
        return uri.getPort() >= 0 ? uri.getPort() : https(uri) ? 443 : 80;
    }

    /** The innermost message: the outer ones repeat or wrap it. */
    private static String text(Throwable thrown) {
        String text = thrown.getClass().getSimpleName();
        int depth = 0;
        for (Throwable t = thrown; t != null && depth < 10; t = t.getCause(), depth++) {
            if (t.getMessage() != null && !t.getMessage().isBlank()) {
                text = t.getMessage();
            }
        }
        return text;
    }

    private static <T extends Throwable> @Nullable T find(Throwable thrown, Class<T> type) {
        int depth = 0;
        for (Throwable t = thrown; t != null && depth < 10; t = t.getCause(), depth++) {
            if (type.isInstance(t)) {
                return type.cast(t);
            }
        }
        return null;
    }
}
