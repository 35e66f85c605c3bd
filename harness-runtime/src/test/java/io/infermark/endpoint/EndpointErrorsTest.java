package io.infermark.endpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.infermark.api.Protocol;
import io.infermark.model.EndpointSpec;
import io.infermark.model.HeaderSpec;
import io.infermark.spi.Endpoint;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every way in which an endpoint can be wrong gives one coded error that says what to do, and nothing else. */
class EndpointErrorsTest {
    private static EndpointException failure(Endpoint endpoint, ProbeOptions options) {
        return catchThrowableOfType(EndpointException.class, () -> EndpointProbe.probe(endpoint, options));
    }

    private static EndpointException failure(Endpoint endpoint) {
        return failure(endpoint, ProbeOptions.DEFAULT);
    }

    private static Endpoint at(String url) {
        return new Endpoint(List.of(URI.create(url)), "", EndpointSpec.DEFAULT);
    }

    private static void assertCode(EndpointException failure, String code, String... texts) {
        assertThat(failure)
                .hasMessageStartingWith("[" + code + "] ")
                .hasMessageContainingAll(texts)
                .hasNoCause();
        assertThat(failure.code()).isEqualTo(code);
    }

    @Test
    void refused() throws IOException {
        int port;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = socket.getLocalPort();
        }
        EndpointException failure = failure(at("http://localhost:" + port));
        assertCode(failure, "EndpointUnreachable", "refused", Integer.toString(port));
        assertThat(failure.fault()).isEqualTo(EndpointException.Fault.ENDPOINT);
    }

    @Test
    void unknownHost() {
        assertCode(failure(at("http://no-such-host.invalid:1")), "EndpointUnreachable", "no-such-host.invalid", "DNS");
    }

    @Test
    void acceptsAndNeverAnswers() throws IOException {
        try (ServerSocket silent = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            EndpointException failure = failure(
                    at("http://localhost:" + silent.getLocalPort()),
                    ProbeOptions.DEFAULT.withTimeout(Duration.ofMillis(300)));
            assertCode(failure, "EndpointTimeout", "300 ms");
        }
    }

    @Test
    void headersAndThenSilence() throws Exception {
        try (RawServer server = new RawServer("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{\"data\":", true)) {
            assertCode(
                    failure(at(server.url()), ProbeOptions.DEFAULT.withTimeout(Duration.ofMillis(300))),
                    "EndpointTimeout",
                    "completely");
        }
    }

    @Test
    void closesInTheMiddleOfAnAnswer() throws Exception {
        try (RawServer server = new RawServer("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{\"data\":", false)) {
            assertCode(failure(at(server.url())), "EndpointBroken", "closed");
        }
    }

    @Test
    void anotherProtocol() throws Exception {
        try (RawServer server = new RawServer("SSH-2.0-OpenSSH_9.2\r\n\r\n", false)) {
            assertCode(failure(at(server.url())), "EndpointNotHttp", "does not speak HTTP");
        }
    }

    /** Whether the limit of the connection or of the question passes first differs between JDKs. */
    @Test
    void httpsToSomethingThatWaitsForMore() throws Exception {
        try (ServerSocket silent = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            EndpointException failure = failure(
                    at("https://localhost:" + silent.getLocalPort()),
                    ProbeOptions.DEFAULT.withTimeout(Duration.ofMillis(300)));
            assertThat(failure.code()).isIn("EndpointUnreachable", "EndpointTimeout");
            assertThat(failure).hasMessageContaining("TLS");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "Received fatal alert: certificate_required, TlsClientCertificate, clientCertificate",
        "Received fatal alert: bad_certificate, TlsClientCertificate, clientCertificate",
        "Received fatal alert: protocol_version, TlsFailed, protocol_version"
    })
    void tlsAlerts(String alert, String code, String text) {
        EndpointException failure = ConnectionFailure.of(
                URI.create("https://host:1/v1/models"),
                new IOException(alert, new SSLHandshakeException(alert)),
                Duration.ofSeconds(1),
                said -> said);
        assertCode(failure, code, text, "https://host:1");
    }

    @Test
    void httpsToAnHttpPort() throws Exception {
        try (RawServer server = new RawServer("HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n", false)) {
            assertCode(failure(at(server.url().replace("http:", "https:"))), "TlsNotSpoken", "http://");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "401, EndpointUnauthorized, apiKey",
        "403, EndpointUnauthorized, apiKey",
        "404, EndpointPath, basePath",
        "429, EndpointBusy, rate",
        "500, EndpointServerError, boom",
        "502, EndpointServerError, boom",
        "503, EndpointNotReady, boom",
        "400, EndpointRefused, boom",
        "418, EndpointRefused, boom"
    })
    void statusOfTheList(int status, String code, String text) throws Exception {
        try (FakeServer server = FakeServer.start()
                .on("GET /v1/models", FakeServer.Reply.json(status, "{\"error\":{\"message\":\"boom\"}}"))) {
            assertCode(failure(server.endpoint()), code, text, Integer.toString(status), "/v1/models");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "401, EndpointUnauthorized",
        "404, EndpointPath",
        "429, EndpointBusy",
        "500, EndpointServerError",
        "503, EndpointNotReady"
    })
    void statusOfTheFirstRequest(int status, String code) throws Exception {
        try (FakeServer server =
                Dialects.vllm().on("POST /v1/completions", FakeServer.Reply.json(status, "{\"detail\":\"boom\"}"))) {
            assertCode(failure(server.endpoint()), code, "/v1/completions", "boom");
        }
    }

    @Test
    void aKeyThatIsNotAcceptedIsNamedByItsReference() throws Exception {
        try (FakeServer server = FakeServer.start().on("GET /v1/models", FakeServer.Reply.json(401, "{}"))) {
            SecretStore secrets = SecretStore.ofEnvironment(Map.of("KEY", "s3cr3t-value")::get);
            Endpoint endpoint = server.endpoint("", FakeServer.spec("env:KEY", null));
            EndpointException failure = catchThrowableOfType(
                    EndpointException.class, () -> EndpointProbe.probe(endpoint, secrets, ProbeOptions.DEFAULT));
            assertCode(failure, "EndpointUnauthorized", "env:KEY", "does not accept");
            assertThat(failure.getMessage()).doesNotContain("s3cr3t-value");
        }
    }

    @Test
    void aListUnderAnotherBasePathIsSuggested() throws Exception {
        try (FakeServer server = Dialects.vllm()) {
            assertCode(
                    failure(server.endpoint("", FakeServer.basePath("/api"))),
                    "EndpointPath",
                    "/api/models",
                    "basePath",
                    "\"/v1\"");
        }
    }

    @Test
    void aProtocolThatTheServerHasNot() throws Exception {
        try (FakeServer server = Dialects.sglang()) {
            assertCode(
                    failure(server.endpoint("", FakeServer.protocol(Protocol.CHAT))),
                    "EndpointPath",
                    "chat/completions",
                    "protocol");
        }
    }

    @Test
    void redirect() throws Exception {
        try (FakeServer server = FakeServer.start()
                .header("Location", "https://elsewhere/v1/models")
                .on("GET /v1/models", new FakeServer.Reply(307, "", ""))) {
            assertCode(failure(server.endpoint()), "EndpointRedirect", "https://elsewhere/v1/models");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"<html>hello</html>", "{\"data\":", "[]", "7", ""})
    void notTheJsonOfAList(String body) throws Exception {
        try (FakeServer server =
                FakeServer.start().on("GET /v1/models", new FakeServer.Reply(200, "text/html", body))) {
            assertCode(failure(server.endpoint()), "EndpointNotJson", "text/html", "basePath");
        }
    }

    @Test
    void aWrongModelNameIsSuggested() throws Exception {
        try (FakeServer server = Dialects.vllm()) {
            assertCode(
                    failure(server.endpoint("smolm2-135m", EndpointSpec.DEFAULT)),
                    "ModelNotServed",
                    "smolm2-135m",
                    "Did you mean \"smollm2-135m\"?");
        }
    }

    @Test
    void oneModelThatIsListedTwiceIsNoChoice() throws Exception {
        try (FakeServer server = FakeServer.start()
                .on("GET /v1/models", FakeServer.Reply.json("{\"data\":[{\"id\":\"same\"},{\"id\":\"same\"}]}"))) {
            assertThat(EndpointProbe.catalog(server.endpoint(), SecretStore.ofProcess(), ProbeOptions.DEFAULT)
                            .choose("", "here")
                            .id())
                    .isEqualTo("same");
        }
    }

    @Test
    void severalModelsAndNoneAskedFor() throws Exception {
        try (FakeServer server = FakeServer.start()
                .on("GET /v1/models", FakeServer.Reply.json("{\"data\":[{\"id\":\"first\"},{\"id\":\"second\"}]}"))) {
            assertCode(failure(server.endpoint()), "ModelAmbiguous", "first, second");
        }
    }

    @Test
    void noModelAtAll() throws Exception {
        try (FakeServer server = FakeServer.start().on("GET /v1/models", FakeServer.Reply.json("{\"data\":[]}"))) {
            assertCode(failure(server.endpoint()), "ModelNone", "lists no model");
        }
    }

    @Test
    void aFurtherUrlThatServesSomethingElse() throws Exception {
        try (FakeServer one = Dialects.vllm();
                FakeServer two = FakeServer.start()
                        .on("GET /v1/models", FakeServer.Reply.json("{\"data\":[{\"id\":\"other\"}]}"))) {
            Endpoint both = new Endpoint(List.of(one.uri(), two.uri()), "", EndpointSpec.DEFAULT);
            assertCode(failure(both), "ModelNotServed", two.uri().toString(), "other");
        }
    }

    @Test
    void aStreamThatIsNone() throws Exception {
        try (FakeServer server =
                Dialects.vllm().on("POST /v1/completions", FakeServer.Reply.json("{\"choices\":[{\"text\":\"a\"}]}"))) {
            assertCode(failure(server.endpoint()), "EndpointNotSse", "application/json");
        }
    }

    @Test
    void aCompressedStream() throws Exception {
        try (FakeServer server = Dialects.vllm()
                .header("Content-Encoding", "gzip")
                .on("POST /v1/completions", FakeServer.Reply.sse("\u001f\u008b"))) {
            assertCode(failure(server.endpoint()), "EndpointEncoded", "gzip", "switch compression off");
        }
    }

    @Test
    void anErrorInsideTheStream() throws Exception {
        try (FakeServer server = Dialects.vllm()
                .on("POST /v1/completions", FakeServer.Reply.sse("{\"error\":{\"message\":\"out of memory\"}}"))) {
            assertCode(failure(server.endpoint()), "EndpointStreamError", "out of memory");
        }
    }

    @Test
    void anEmptyStream() throws Exception {
        try (FakeServer server = Dialects.vllm().on("POST /v1/completions", FakeServer.Reply.sse("[DONE]"))) {
            assertCode(failure(server.endpoint()), "EndpointEmpty", "without any output");
        }
    }

    @Test
    void aServerThatRefusesEverything() throws Exception {
        try (FakeServer server = Dialects.vllm()
                .on("POST /v1/completions", FakeServer.Reply.json(400, "{\"error\":{\"message\":\"no\"}}"))) {
            assertCode(failure(server.endpoint()), "EndpointRefused", "\"no\"", "removeBody");
        }
    }

    @Test
    void aModelThatOnlyTheRequestFindsMissing() throws Exception {
        try (FakeServer server = FakeServer.start()
                .on(
                        "POST /v1/completions",
                        FakeServer.Reply.json(404, "{\"error\":{\"message\":\"The model `nope` does not exist.\"}}"))) {
            assertCode(failure(server.endpoint("nope", EndpointSpec.DEFAULT)), "ModelNotServed", "nope");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "ftp://host, UrlMalformed",
        "http:///v1, UrlMalformed",
        "localhost:8000, UrlMalformed",
        "http://user:password@host:1, SecretInline"
    })
    void badUrls(String url, String code) {
        EndpointException failure = failure(at(url));
        assertCode(failure, code, code);
        assertThat(failure.fault()).isEqualTo(EndpointException.Fault.CONFIGURATION);
        assertThat(failure.getMessage()).doesNotContain("password@");
    }

    @ParameterizedTest
    @CsvSource({
        "Content-Length, 5, HeaderReserved",
        "x-request-id, 5, HeaderReserved",
        "Bad Name, 5, HeaderMalformed",
        "X-Line, 'a\nb', HeaderMalformed"
    })
    void badHeaders(String name, String value, String code) {
        Endpoint endpoint = new Endpoint(
                List.of(URI.create("http://localhost:1")),
                "",
                FakeServer.spec(null, List.of(new HeaderSpec(name, value))));
        EndpointException failure = failure(endpoint);
        assertCode(failure, code, name);
        assertThat(failure.fault()).isEqualTo(EndpointException.Fault.CONFIGURATION);
    }

    @Test
    void twoAuthorizations() {
        EndpointSpec spec = FakeServer.spec("env:PATH", List.of(new HeaderSpec("authorization", "Basic x")));
        assertCode(failure(new Endpoint(List.of(URI.create("http://localhost:1")), "", spec)), "HeaderTwice", "apiKey");
    }

    @Test
    void theSameHeaderTwice() {
        EndpointSpec spec = FakeServer.spec(null, List.of(new HeaderSpec("X-A", "1"), new HeaderSpec("x-a", "2")));
        assertCode(failure(new Endpoint(List.of(URI.create("http://localhost:1")), "", spec)), "HeaderTwice", "x-a");
    }

    /** Answers every connection with the same bytes, then closes it or stays silent. */
    private static final class RawServer implements AutoCloseable {
        private final ServerSocket socket = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
        private final List<Socket> open = new CopyOnWriteArrayList<>();

        RawServer(String answer, boolean silent) throws IOException {
            Thread thread = new Thread(() -> {
                while (!socket.isClosed()) {
                    try {
                        Socket client = socket.accept();
                        open.add(client);
                        byte[] buffer = new byte[4_096];
                        if (client.getInputStream().read(buffer) > 0) {
                            OutputStream out = client.getOutputStream();
                            out.write(answer.getBytes(StandardCharsets.US_ASCII));
                            out.flush();
                        }
                        if (!silent) {
                            client.close();
                        }
                    } catch (IOException e) {
                        return;
                    }
                }
            });
            thread.setDaemon(true);
            thread.start();
        }

        String url() {
            return "http://localhost:" + socket.getLocalPort();
        }

        @Override
        public void close() throws IOException {
            socket.close();
            for (Socket client : open) {
                client.close();
            }
        }
    }
}
