package io.infermark.endpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.infermark.model.EndpointSpec;
import io.infermark.server.readiness.SideRequests;
import io.infermark.server.secret.SecretReader;
import io.infermark.sim.SimConfig;
import io.infermark.sim.SimServer;
import io.infermark.spi.Endpoint;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntPredicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A server that ends connections with a question on them. */
class EndpointQuestionsTest {
    /** Answers on one connection after the other; closes it on taking a question whose number, from 1, is to be dropped. */
    private static final class Dropping implements AutoCloseable {
        final ServerSocket server = new ServerSocket(0, 16, InetAddress.getLoopbackAddress());
        final AtomicInteger questions = new AtomicInteger();
        private final IntPredicate dropped;

        Dropping(IntPredicate dropped) throws IOException {
            this.dropped = dropped;
            Thread thread = new Thread(this::serve, "dropping");
            thread.setDaemon(true);
            thread.start();
        }

        private void serve() {
            while (!server.isClosed()) {
                try (Socket socket = server.accept()) {
                    connection(socket);
                } catch (IOException e) {
                    // The client or the test has ended it.
                }
            }
        }

        private void connection(Socket socket) throws IOException {
            InputStream in = socket.getInputStream();
            ByteArrayOutputStream head = new ByteArrayOutputStream();
            for (int next = in.read(); next >= 0; next = in.read()) {
                head.write(next);
                String text = head.toString(StandardCharsets.ISO_8859_1);
                if (text.endsWith("\r\n\r\n")) {
                    if (text.startsWith("POST")) {
                        in.readNBytes(2);
                    }
                    if (dropped.test(questions.incrementAndGet())) {
                        return;
                    }
                    socket.getOutputStream()
                            .write("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok".getBytes(StandardCharsets.UTF_8));
                    head.reset();
                }
            }
        }

        URI uri() {
            return URI.create("http://127.0.0.1:" + server.getLocalPort() + "/v1");
        }

        @Override
        public void close() throws IOException {
            server.close();
        }
    }

    @TempDir
    Path folder;

    private static EndpointQuestions http() {
        return http(FakeServer.spec(null, List.of()));
    }

    private static EndpointQuestions http(EndpointSpec spec) {
        SecretStore secrets = SecretStore.ofProcess();
        return new EndpointQuestions(
                EndpointTls.of(spec), RequestHeaders.of(spec, secrets), secrets, ProbeOptions.DEFAULT);
    }

    /** HTTP/2 over TLS ends connections with GOAWAY, and the JDK's client may take such a one again. */
    @ParameterizedTest
    @CsvSource({"both, 1", "both, 3", "http2, 1", "http2, 3"})
    void connectionsThatEndAfterFewQuestionsAnswerThemAll(String versions, int requestsPerConnection) throws Exception {
        Path certificate = folder.resolve("sim.pem");
        SimConfig.Builder config = SimConfig.builder()
                .option("tls", "true")
                .option("tls-certificate", certificate.toString())
                .option("http", versions)
                .option("requests-per-connection", Integer.toString(requestsPerConnection));
        try (SimServer sim = SimServer.start(config.build())) {
            EndpointQuestions http = http(FakeServer.tls(certificate.toString(), ""));
            for (int i = 0; i < 40; i++) {
                assertThat(http.get(sim.uri().resolve("/v1/models")).status()).isEqualTo(200);
                assertThat(http.post(
                                        sim.uri().resolve("/tokenize"),
                                        "{\"prompt\":\"a\"}".getBytes(StandardCharsets.UTF_8),
                                        LIMIT)
                                .status())
                        .isEqualTo(200);
            }
        }
    }

    /** Such a server is probed, and asked beside the load, with all that its TLS wants. */
    @Test
    void serverOfHttp2OnlyWhoseConnectionsEndAtOnceIsProbed() throws Exception {
        Path certificate = folder.resolve("sim.pem");
        SimConfig.Builder config = SimConfig.builder()
                .option("tls", "true")
                .option("tls-certificate", certificate.toString())
                .option("http", "http2")
                .option("requests-per-connection", "1");
        EndpointSpec spec = FakeServer.tls(certificate.toString(), "");
        try (SimServer sim = SimServer.start(config.build())) {
            EndpointFacts facts = EndpointProbe.probe(endpoint(sim, spec), ProbeOptions.DEFAULT);
            assertThat(facts.dialect()).isEqualTo(Dialect.SIM);

            SideRequests beside = SideRequests.open(spec, SecretReader.ofProcess());
            for (int i = 0; i < 3; i++) {
                assertThat(beside.get(sim.uri().resolve("/metrics")).get().ok()).isTrue();
            }
        }
        // Another authority's server is not spoken to.
        try (SimServer other =
                SimServer.start(config.option("tls-certificate", "").build())) {
            assertThatThrownBy(() -> EndpointProbe.probe(endpoint(other, spec), ProbeOptions.DEFAULT))
                    .isInstanceOf(EndpointException.class)
                    .hasMessageStartingWith("[TlsUntrusted]");
        }
    }

    private static Endpoint endpoint(SimServer sim, EndpointSpec spec) {
        return new Endpoint(List.of(sim.uri()), "", spec);
    }

    private static final byte[] BODY = "{}".getBytes(StandardCharsets.UTF_8);
    private static final Duration LIMIT = Duration.ofSeconds(20);

    @Test
    void questionThatMeetsTheEndOfAKeptConnectionIsAskedOnceMore() throws IOException {
        try (Dropping server = new Dropping(question -> question == 2)) {
            EndpointQuestions http = http();
            assertThat(http.get(server.uri()).status()).isEqualTo(200);
            assertThat(http.post(server.uri(), BODY, LIMIT).body()).isEqualTo("ok");
            assertThat(server.questions).hasValue(3);
        }
    }

    /** Somebody's code, a class's hooks for instance, may block every thread of the pool that all of a JVM share. */
    @Test
    void blockedCommonPoolHoldsUpNoQuestion() throws Exception {
        CountDownLatch answered = new CountDownLatch(1);
        int threads = Math.max(1, ForkJoinPool.commonPool().getParallelism());
        for (int i = 0; i < threads; i++) {
            ForkJoinPool.commonPool().execute(() -> {
                try {
                    answered.await();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            });
        }
        try (Dropping server = new Dropping(question -> false)) {
            assertThat(http().post(server.uri(), BODY, LIMIT).body()).isEqualTo("ok");
        } finally {
            answered.countDown();
        }
    }

    @Test
    void serverThatEndsEveryConnectionIsNotAskedForEver() throws IOException {
        try (Dropping server = new Dropping(question -> true)) {
            assertThatThrownBy(() -> http().post(server.uri(), BODY, LIMIT))
                    .isInstanceOf(EndpointException.class)
                    .hasMessageStartingWith("[");
            assertThat(server.questions).hasValueBetween(2, 3);
        }
    }
}
