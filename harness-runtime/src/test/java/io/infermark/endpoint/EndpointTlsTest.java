package io.infermark.endpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.infermark.api.Launch;
import io.infermark.model.EndpointSpec;
import io.infermark.server.ServerHandle;
import io.infermark.server.ServerStartException;
import io.infermark.server.StartListener;
import io.infermark.server.StartSite;
import io.infermark.server.external.ExternalServer;
import io.infermark.server.readiness.SideRequests;
import io.infermark.server.secret.SecretReader;
import io.infermark.spi.Endpoint;
import io.infermark.spi.StartPlan;
import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.ssl.SslContext;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Certificates are made by the running JDK's keytool: one for the server (RSA), one for a client (EC), each its own authority. */
class EndpointTlsTest {
    private static final char[] PASSWORD = "password".toCharArray();

    @TempDir
    static Path folder;

    private static KeyStore server;
    private static KeyStore client;

    @BeforeAll
    static void makeCertificates() throws Exception {
        server = make("server", "RSA", "CN=localhost", "-ext", "san=dns:localhost");
        client = make("client", "EC", "CN=client");
    }

    private static KeyStore make(String name, String algorithm, String subject, String... more) throws Exception {
        Path store = folder.resolve(name + ".p12");
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-alias",
                name,
                "-keyalg",
                algorithm,
                "-dname",
                subject,
                "-validity",
                "2",
                "-storetype",
                "PKCS12",
                "-keystore",
                store.toString(),
                "-storepass",
                "password"));
        command.addAll(List.of(more));
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve(name + ".log").toFile())
                .start();
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue())
                .as(Files.readString(folder.resolve(name + ".log")))
                .isZero();
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(store)) {
            keys.load(in, PASSWORD);
        }
        pem(name + ".crt", "CERTIFICATE", keys.getCertificate(name).getEncoded());
        pem(name + ".key", "PRIVATE KEY", keys.getKey(name, PASSWORD).getEncoded());
        return keys;
    }

    private static void pem(String file, String kind, byte[] der) throws IOException {
        String base64 = Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII))
                .encodeToString(der);
        Files.writeString(
                folder.resolve(file),
                "Subject: as openssl writes it\n-----BEGIN " + kind + "-----\n" + base64 + "\n-----END " + kind
                        + "-----\n");
    }

    private static String path(String file) {
        return folder.resolve(file).toString();
    }

    private static SSLContext serverContext() throws Exception {
        KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(server, PASSWORD);
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        trusted.setCertificateEntry("client", client.getCertificate("client"));
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(trusted);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
        return context;
    }

    private static FakeServer https(boolean clientCertificate) throws Exception {
        return FakeServer.startTls(serverContext(), clientCertificate)
                .on("GET /v1/models", Dialects.models("openai", ""))
                .on("POST /v1/completions", FakeServer.Reply.sse("{\"choices\":[{\"text\":\"a\"}]}", "[DONE]"));
    }

    private static EndpointFacts probe(FakeServer server, EndpointSpec spec) {
        return EndpointProbe.probe(server.endpoint("", spec), ProbeOptions.DEFAULT);
    }

    @Test
    void anAuthorityOfOnesOwnIsTrusted() throws Exception {
        try (FakeServer server = https(false)) {
            assertThat(probe(server, FakeServer.tls(path("server.crt"), "")).model())
                    .isEqualTo(Dialects.MODEL);
        }
    }

    @Test
    void withoutItTheCertificateIsNotTrusted() throws Exception {
        try (FakeServer server = https(false)) {
            assertThatThrownBy(() -> probe(server, EndpointSpec.DEFAULT))
                    .hasMessageStartingWith("[TlsUntrusted]")
                    .hasMessageContaining("caCertificate");
        }
    }

    @Test
    void anotherAuthorityDoesNotDo() throws Exception {
        try (FakeServer server = https(false)) {
            assertThatThrownBy(() -> probe(server, FakeServer.tls(path("client.crt"), "")))
                    .hasMessageStartingWith("[TlsUntrusted]");
        }
    }

    @Test
    void aNameThatTheCertificateDoesNotListIsRefused() throws Exception {
        try (FakeServer server = https(false)) {
            URI byAddress = URI.create(server.uri().toString().replace("localhost", "127.0.0.1"));
            assertThatThrownBy(() -> EndpointProbe.probe(
                            new Endpoint(List.of(byAddress), "", FakeServer.tls(path("server.crt"), "")),
                            ProbeOptions.DEFAULT))
                    .hasMessageStartingWith("[TlsHostname]")
                    .hasMessageContaining("127.0.0.1");
        }
    }

    @Test
    void aClientCertificateIsPresented() throws Exception {
        try (FakeServer server = https(true)) {
            String both = path("client.crt") + ", " + path("client.key");
            assertThat(probe(server, FakeServer.tls(path("server.crt"), both)).model())
                    .isEqualTo(Dialects.MODEL);
        }
    }

    /** The JDK's server closes the connection without an alert, others send one: see the tests of alerts. */
    @Test
    void whereOneIsWantedTheErrorNamesTheOption() throws Exception {
        try (FakeServer server = https(true)) {
            assertThatThrownBy(() -> probe(server, FakeServer.tls(path("server.crt"), "")))
                    .isInstanceOf(EndpointException.class)
                    .message()
                    .matches("(?s)\\[(TlsClientCertificate|EndpointBroken)] .*clientCertificate.*");
        }
    }

    private static StartPlan external(FakeServer server, String certificate) {
        return StartPlan.builder("fake", Launch.EXTERNAL)
                .version(new StartPlan.Version("/version", "version", List.of()))
                .endpoint(FakeServer.tls(path("server.crt"), certificate)
                        .withUrls(List.of(server.uri().toString())))
                .build();
    }

    private static ServerHandle attach(StartPlan plan) throws ServerStartException {
        return new ExternalServer(new StartSite("run", folder.resolve("site"))).start(plan, StartListener.SILENT);
    }

    /** Readiness, versions and metrics are asked for on connections of their own. */
    @Test
    void whatIsAskedBesideTheLoadPresentsItToo() throws Exception {
        try (FakeServer server = https(true)
                .on("GET /version", FakeServer.Reply.json("{\"version\":\"1.2.3\"}"))
                .on("GET /metrics", new FakeServer.Reply(200, "text/plain", "running 3\n"))
                .on("POST /v1/completions", FakeServer.Reply.json("{\"choices\":[{\"text\":\"a\"}]}"))) {
            StartPlan plan = external(server, path("client.crt") + "," + path("client.key"));
            try (ServerHandle handle = attach(plan)) {
                assertThat(handle.endpoint().model()).isEqualTo(Dialects.MODEL);
                assertThat(handle.versions()).containsEntry("engine", "1.2.3");
            }
            SideRequests side = SideRequests.open(plan.endpoint(), SecretReader.ofProcess());
            assertThat(side.get(server.uri().resolve("/metrics")).get(30, TimeUnit.SECONDS))
                    .isEqualTo(new SideRequests.Answer(200, "running 3\n"));
        }
    }

    @Test
    void aClientCertificateThatCannotBeReadKeepsItsCodeThere() throws Exception {
        try (FakeServer server = https(true)) {
            StartPlan plan = external(server, path("client.crt") + "," + path("server.key"));
            assertThatThrownBy(() -> attach(plan).close())
                    .isInstanceOf(ServerStartException.class)
                    .hasMessageStartingWith("[TlsKeyMismatch] ")
                    .hasMessageContaining("server.key");
        }
    }

    @Test
    void nettyGetsTheSameAndOffersH2WhereAsked() throws Exception {
        EndpointTls tls =
                EndpointTls.of(FakeServer.tls(path("server.crt"), path("client.crt") + "," + path("client.key")));
        SslContext plain = tls.nettyContext(false);
        SslContext both = tls.nettyContext(true);
        assertThat(tls.custom()).isTrue();
        assertThat(plain.isClient()).isTrue();
        assertThat(plain.applicationProtocolNegotiator().protocols()).isEmpty();
        assertThat(both.applicationProtocolNegotiator().protocols()).containsExactly("h2", "http/1.1");
        assertThat(plain.newEngine(ByteBufAllocator.DEFAULT, "localhost", 1)
                        .getSSLParameters()
                        .getEndpointIdentificationAlgorithm())
                .isEqualTo("HTTPS");
    }

    @Test
    void badFilesAreNamed() throws Exception {
        Files.writeString(folder.resolve("text.pem"), "no PEM at all");
        pem("broken.crt", "CERTIFICATE", new byte[] {1, 2, 3});
        pem("pkcs1.key", "RSA PRIVATE KEY", new byte[] {1, 2, 3});
        pem("encrypted.key", "ENCRYPTED PRIVATE KEY", new byte[] {1, 2, 3});
        pem("junk.key", "PRIVATE KEY", new byte[] {1, 2, 3});
        assertFailure(path("none.pem"), "", "TlsFileUnreadable");
        assertFailure(path("text.pem"), "", "TlsFileMalformed");
        assertFailure(path("server.key"), "", "TlsFileMalformed");
        assertFailure(path("broken.crt"), "", "TlsFileMalformed");
        assertFailure("", path("client.crt"), "TlsClientCertificateForm");
        assertFailure("", path("client.crt") + "," + path("none.key"), "TlsFileUnreadable");
        assertFailure("", path("client.crt") + "," + path("text.pem"), "TlsFileMalformed");
        assertFailure("", path("client.crt") + "," + path("pkcs1.key"), "TlsKeyFormat");
        assertFailure("", path("client.crt") + "," + path("encrypted.key"), "TlsKeyFormat");
        assertFailure("", path("client.crt") + "," + path("junk.key"), "TlsKeyMismatch");
        assertFailure("", path("client.crt") + "," + path("server.key"), "TlsKeyMismatch");
    }

    private static void assertFailure(String ca, String certificate, String code) {
        assertThatThrownBy(() -> EndpointTls.of(FakeServer.tls(ca, certificate)))
                .isInstanceOfSatisfying(EndpointException.class, e -> {
                    assertThat(e.code()).isEqualTo(code);
                    assertThat(e.fault()).isEqualTo(EndpointException.Fault.CONFIGURATION);
                });
    }
}
