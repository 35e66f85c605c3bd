package io.infermark.sim;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.KeyStore;
import java.util.HashMap;
import java.util.Map;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** With {@code idle-timeout}, no connection on which nothing happens stays, however far it came. */
@Timeout(60)
class IdleTimeoutTest {
    /** Below the 10 s after which Netty gives a handshake up by itself. */
    private static final int PATIENCE_MILLIS = 5_000;

    private static SimServer start(String... more) {
        Map<String, String> options = new HashMap<>(Map.of("timing", "fixed", "idle-timeout", "100ms"));
        for (int i = 0; i < more.length; i += 2) {
            options.put(more[i], more[i + 1]);
        }
        return SimServer.start(SimConfig.parse(options));
    }

    /** Reads what comes (TLS alerts, HTTP/2 settings) until the server closes. */
    private static void awaitClose(Socket socket) throws IOException {
        socket.setSoTimeout(PATIENCE_MILLIS);
        assertThat(socket.getInputStream().readAllBytes()).isNotNull();
    }

    @Test
    void connectionIsClosedWithoutNoticeAfterItsAnswer() throws IOException {
        try (SimServer server = start();
                RawHttp client = new RawHttp(server.port())) {
            RawHttp.Response response = client.request(
                    "POST", "/v1/completions", "{\"prompt\":\"a\",\"max_tokens\":2}", "X-Sim-Options: ttft=400ms");
            assertThat(response.end()).isEqualTo(RawHttp.End.COMPLETE);
            assertThat(response.headers()).doesNotContainKey("connection");
            assertThat(client.closedByServer()).isTrue();
        }
    }

    /** A server that is late with its tokens reads first and answers later: what waits for that is not idle. */
    @ParameterizedTest
    @ValueSource(strings = {"http1", "both"})
    void connectionWhoseRequestWaitsForTheLoopStays(String http) throws IOException {
        try (SimServer server = start("http", http, "max-model-len", "262144");
                RawHttp busy = new RawHttp(server.port())) {
            busy.send(
                    "POST",
                    "/v1/completions",
                    "{\"prompt\":\"a\",\"max_tokens\":150000,\"ignore_eos\":true,\"stream\":true}",
                    "X-Sim-Options: ttft=0ms; itl=1us");
            assertThat(busy.line()).isEqualTo("HTTP/1.1 200 OK");
            try (RawHttp waiting = new RawHttp(server.port())) {
                assertThat(waiting.request("GET", "/health", "").end()).isEqualTo(RawHttp.End.COMPLETE);
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "both, ''",
        "both, 'PR'",
        "both, 'POST /v1/comp'",
        "http1, ''",
        "http1, 'POST /v1/comp'",
        "http2, ''",
        "http2, 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n'"
    })
    void connectionThatNeverBringsARequestIsClosed(String http, String sent) throws IOException {
        try (SimServer server = start("http", http);
                Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
            socket.getOutputStream().write(sent.getBytes(StandardCharsets.US_ASCII));
            awaitClose(socket);
        }
    }

    @ParameterizedTest
    @CsvSource({"both, ''", "http1, ''", "http2, ''", "both, '\u0016\u0003\u0001\u0002\u0000\u0001'"})
    void handshakeThatNeverCompletesIsClosed(String http, String sent) throws IOException {
        try (SimServer server = start("tls", "true", "http", http);
                Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
            socket.getOutputStream().write(sent.getBytes(StandardCharsets.ISO_8859_1));
            awaitClose(socket);
        }
    }

    @Test
    void connectionOnlyShakenIsClosedAndOneThatIsAnsweredIsNot() throws Exception {
        try (SimServer server = start("tls", "true", "idle-timeout", "500ms");
                SSLSocket socket = (SSLSocket) trusting(server)
                        .getSocketFactory()
                        .createSocket(InetAddress.getLoopbackAddress(), server.port())) {
            socket.setSoTimeout(PATIENCE_MILLIS);
            socket.startHandshake();
            socket.getOutputStream().write(request().getBytes(StandardCharsets.US_ASCII));
            // A handshake of a cold JVM fits into the idle time, of which the answer takes four; the handshake's own
            // limit has passed then.
            String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(answer).startsWith("HTTP/1.1 200").endsWith("}");
        }
        try (SimServer server = start("tls", "true", "idle-timeout", "500ms");
                SSLSocket socket = (SSLSocket) trusting(server)
                        .getSocketFactory()
                        .createSocket(InetAddress.getLoopbackAddress(), server.port())) {
            socket.startHandshake();
            awaitClose(socket);
        }
    }

    private static String request() {
        String body = "{\"prompt\":\"a\",\"max_tokens\":2}";
        return "POST /v1/completions HTTP/1.1\r\nHost: sim\r\nX-Sim-Options: ttft=2s\r\nContent-Length: "
                + body.length() + "\r\n\r\n" + body;
    }

    private static SSLContext trusting(SimServer server) throws Exception {
        KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
        store.load(null, null);
        store.setCertificateEntry("sim", server.certificate());
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(store);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), null);
        return context;
    }
}
