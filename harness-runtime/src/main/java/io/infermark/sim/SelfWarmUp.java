package io.infermark.sim;

import io.infermark.sim.Listening.HttpVersions;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.time.Duration;
import java.util.Locale;
import javax.net.SocketFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;

/**
 * Lets a second simulator of this JVM serve loopback streams for a while, over what the first one is to speak (either HTTP version, in the clear or TLS), so that the
 * code of the send path is compiled before the first real request. Without it the first hundreds of milliseconds of heavy traffic are written late.
 */
final class SelfWarmUp {
    private static final int STREAMS = 64;
    private static final String LAST_CHUNK = "0\r\n\r\n";
    private static final String[] BODIES = {
        "{\"prompt\":\"warm up\",\"stream\":true,\"max_tokens\":100}",
        "{\"prompt\":[1,2,3],\"stream\":true,\"max_tokens\":4,\"stream_options\":{\"include_usage\":true}}",
        "{\"prompt\":\"warm\",\"stream\":true,\"max_tokens\":50,\"return_token_ids\":true}"
    };

    private final SimServer server;
    private final HttpVersions versions;
    private final boolean tls;

    private SelfWarmUp(SimServer server, HttpVersions versions, boolean tls) {
        this.server = server;
        this.versions = versions;
        this.tls = tls;
    }

    static void run(Duration duration, HttpVersions versions, boolean tls) {
        long end = System.nanoTime() + duration.toNanos();
        SimConfig config = SimConfig.builder()
                .fixed(Duration.ofMillis(2), Duration.ofMillis(1))
                .option(SimOption.LOG_EVENTS, "100000")
                .option(SimOption.HTTP, versions.name().toLowerCase(Locale.ROOT))
                .option(SimOption.TLS, Boolean.toString(tls))
                .build();
        try (SimServer server = SimServer.start(config)) {
            SelfWarmUp warmUp = new SelfWarmUp(server, versions, tls);
            for (int i = 0; System.nanoTime() - end < 0; i++) {
                warmUp.round(BODIES[i % BODIES.length], i);
            }
        } catch (IOException | GeneralSecurityException failed) {
            throw new SimException(
                    "SimWarmUpFailed",
                    "the warm-up over loopback failed: " + failed + ". Set warm-up=0ms to start without it.",
                    failed);
        }
    }

    private void round(String body, int number) throws IOException, GeneralSecurityException {
        boolean http2 = versions == HttpVersions.HTTP2 || (versions == HttpVersions.BOTH && number % 2 == 1);
        if (http2) {
            try (Socket socket = connect("h2")) {
                MultiplexedClient.run(socket, tls, STREAMS, 1, body);
            }
        } else if (tls) {
            try (Socket socket = connect("http/1.1")) {
                ask(socket, body);
            }
        } else {
            StreamingClient.run(server.port(), STREAMS, 1, body);
        }
    }

    private Socket connect(String protocol) throws IOException, GeneralSecurityException {
        SocketFactory factory = tls ? trustingTheServer() : SocketFactory.getDefault();
        Socket socket = factory.createSocket(InetAddress.getLoopbackAddress(), server.port());
        if (socket instanceof SSLSocket secured) {
            SSLParameters parameters = secured.getSSLParameters();
            parameters.setApplicationProtocols(new String[] {protocol});
            secured.setSSLParameters(parameters);
        }
        return socket;
    }

    private SocketFactory trustingTheServer() throws IOException, GeneralSecurityException {
        KeyStore trusted = KeyStore.getInstance(KeyStore.getDefaultType());
        trusted.load(null, null);
        trusted.setCertificateEntry("simulator", server.certificate());
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(trusted);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), null);
        return context.getSocketFactory();
    }

    /** One stream over HTTP/1.1, read to its end. */
    private static void ask(Socket socket, String body) throws IOException {
        String head = "POST /v1/completions HTTP/1.1\r\nHost: sim\r\nContent-Length: " + body.length() + "\r\n\r\n";
        socket.getOutputStream().write((head + body).getBytes(StandardCharsets.US_ASCII));
        InputStream in = socket.getInputStream();
        byte[] buffer = new byte[16 * 1024];
        String tail = "";
        while (!tail.endsWith(LAST_CHUNK)) {
            int count = in.read(buffer);
            if (count < 0) {
                throw new IOException("the simulator closed a stream before its end");
            }
            String text = tail + new String(buffer, 0, count, StandardCharsets.ISO_8859_1);
            tail = text.substring(Math.max(0, text.length() - LAST_CHUNK.length()));
        }
    }
}
