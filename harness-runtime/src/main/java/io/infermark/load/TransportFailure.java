package io.infermark.load;

import io.infermark.load.http2.Http2Failure;
import io.netty.handler.codec.DecoderException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.UnknownHostException;
import javax.net.ssl.SSLException;

/** Short texts for failures of connections, without stack traces or class names of libraries. */
final class TransportFailure {
    private static final int MOST = 200;

    private TransportFailure() {}

    /** Why no connection came about. */
    static String connect(Throwable cause) {
        Throwable root = root(cause);
        if (root instanceof Http2Failure) {
            return text(root);
        }
        if (root instanceof SSLException || handshake(cause)) {
            return "the TLS handshake failed: " + text(root);
        }
        if (root instanceof UnknownHostException) {
            return "the host is unknown: " + text(root);
        }
        if (root instanceof ConnectException || root instanceof NoRouteToHostException) {
            return text(root);
        }
        return "no connection: " + text(root);
    }

    /** An untrusted certificate's root cause is none of TLS. */
    private static boolean handshake(Throwable cause) {
        Throwable at = cause;
        for (int depth = 0; at != null && depth < 8; depth++) {
            if (at instanceof SSLException) {
                return true;
            }
            at = at.getCause();
        }
        return false;
    }

    /** How a connection was lost. What the HTTP codec refuses is ended from our side, and no end by the server. */
    static String cut(Throwable cause) {
        Throwable root = root(cause);
        String text = text(root);
        if (root instanceof Http2Failure) {
            return text;
        }
        if (unreadable(root) || unreadable(cause)) {
            return "the server sent what is no HTTP/1.1 (" + text + ")";
        }
        return text.toLowerCase(java.util.Locale.ROOT).contains("reset")
                ? "the server reset the connection"
                : "the server closed the connection";
    }

    /** The codec throws what it met: its own, and those of parsing a version, a status or a size. */
    private static boolean unreadable(Throwable cause) {
        return cause instanceof DecoderException || cause instanceof IllegalArgumentException;
    }

    private static Throwable root(Throwable cause) {
        Throwable at = cause;
        for (int depth = 0; at.getCause() != null && depth < 8; depth++) {
            at = at.getCause();
        }
        return at;
    }

    private static String text(Throwable cause) {
        String message = cause.getMessage();
        String text = message == null || message.isBlank() ? cause.getClass().getSimpleName() : message;
        String line = text.replaceAll("\\s+", " ").strip();
        return line.length() <= MOST ? line : line.substring(0, MOST - 1) + "…";
    }
}
