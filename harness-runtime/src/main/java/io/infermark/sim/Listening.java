package io.infermark.sim;

import java.time.Duration;

/**
 * Where the server listens and how it treats connections.
 *
 * @param host address to bind
 * @param port TCP port, 0 for a free one
 * @param apiKey {@code env:NAME}, {@code file:PATH}, the value itself, or empty for none
 * @param http HTTP versions spoken
 * @param tls whether connections are TLS
 * @param tlsCertificate file for the self-signed certificate; empty for none
 * @param maxStreams HTTP/2 streams that a connection may have at once, 0 for no limit
 * @param startupDelay time of 503 after binding
 * @param startupFailure message with which the start fails after the delay; empty for none
 * @param requestsPerConnection requests after which a connection is closed, 0 for no limit
 * @param idleTimeout idle time after which a connection is closed, zero for none
 * @param warmUp time of the self-warm-up before listening
 * @param busyLoop whether the event loop spins while tokens are pending
 */
public record Listening(
        String host,
        int port,
        String apiKey,
        HttpVersions http,
        boolean tls,
        String tlsCertificate,
        int maxStreams,
        Duration startupDelay,
        String startupFailure,
        int requestsPerConnection,
        Duration idleTimeout,
        Duration warmUp,
        boolean busyLoop) {
    /** HTTP versions that a simulator speaks. */
    public enum HttpVersions {
        BOTH,
        HTTP1,
        HTTP2
    }

    static Listening read(OptionReader reader) {
        return new Listening(
                reader.text(SimOption.HOST),
                reader.integer(SimOption.PORT, 0, 65535),
                reader.text(SimOption.API_KEY),
                reader.choice(SimOption.HTTP, HttpVersions.class),
                reader.flag(SimOption.TLS),
                reader.text(SimOption.TLS_CERTIFICATE),
                reader.integer(SimOption.MAX_STREAMS, 0, Integer.MAX_VALUE),
                reader.duration(SimOption.STARTUP_DELAY),
                reader.text(SimOption.STARTUP_FAILURE),
                reader.integer(SimOption.REQUESTS_PER_CONNECTION, 0, Integer.MAX_VALUE),
                reader.duration(SimOption.IDLE_TIMEOUT),
                reader.duration(SimOption.WARM_UP),
                reader.flag(SimOption.BUSY_LOOP));
    }

    /** Leaves out the key, which may be a literal. */
    @Override
    public String toString() {
        return "Listening[host=" + host + ", port=" + port + "]";
    }
}
