package io.infermark.load.http2;

import java.net.InetSocketAddress;

/**
 * A server.
 *
 * @param address where to connect; unresolved: requests fail
 * @param host its name, for TLS
 * @param tls whether connections are TLS
 */
public record Http2Origin(InetSocketAddress address, String host, boolean tls) {}
