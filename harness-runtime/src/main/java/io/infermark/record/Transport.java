package io.infermark.record;

/**
 * What carried a request.
 *
 * @param protocol {@code HTTP/1.1} or {@code HTTP/2}; {@code none} where no connection came about, or the file does not say
 * @param tls whether the connection was TLS
 * @param streams requests that were open on the connection when this one was written, itself included; always 1 over HTTP/1.1
 */
public record Transport(String protocol, boolean tls, int streams) {
    /** No connection. */
    public static final Transport NONE = new Transport("none", false, 0);

    /** {@code HTTP/1.1} in the clear. */
    public static final Transport HTTP_1_1 = new Transport("HTTP/1.1", false, 1);

    /** {@code HTTP/1.1} over TLS. */
    public static final Transport HTTPS_1_1 = new Transport("HTTP/1.1", true, 1);

    /** A stream of an HTTP/2 connection. */
    public static Transport http2(boolean tls, int streams) {
        return new Transport("HTTP/2", tls, streams);
    }
}
