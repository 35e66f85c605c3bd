package io.infermark.load;

import static io.infermark.load.LoadRig.allOk;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.infermark.load.ConnectionOptions.Protocol;
import io.infermark.record.Outcome;
import io.infermark.record.RecordEpoch;
import io.infermark.record.RecordWriter;
import io.infermark.record.RequestRecord;
import io.infermark.record.Transport;
import io.infermark.sim.SimConfig;
import io.infermark.sim.SimOption;
import io.infermark.sim.SimServer;
import io.netty.handler.ssl.ApplicationProtocolConfig;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** HTTP/1.1 and HTTP/2, in the clear and over TLS, over real sockets: the same counts, stamps and endings. */
class TransportTest {
    private static final int TOKENS = 8;

    @TempDir
    Path folder;

    private static SimConfig.Builder sim() {
        return SimConfig.builder().fixed(Duration.ofMillis(5), Duration.ofMillis(2));
    }

    private static LoadOptions over(Protocol protocol, int streams) {
        return LoadOptions.DEFAULT.withConnections(new ConnectionOptions(protocol, streams, true, List.of()));
    }

    private LoadRig rig(SimServer server, LoadOptions options, String... header) throws IOException {
        LoadTarget.Builder target = LoadTarget.builder().url(server.uri().resolve("/health"));
        if (server.config().listening().tls()) {
            target.tls(trusting(server, options.connections().protocol()));
        }
        if (header.length > 0) {
            target.header(header[0], header[1]);
        }
        return new LoadRig(folder, server.uri(), options, target.build());
    }

    private static SslContext trusting(SimServer server, Protocol protocol) throws IOException {
        SslContextBuilder builder =
                SslContextBuilder.forClient().sslProvider(SslProvider.JDK).trustManager(server.certificate());
        if (protocol == Protocol.H2) {
            builder.applicationProtocolConfig(new ApplicationProtocolConfig(
                    ApplicationProtocolConfig.Protocol.ALPN,
                    ApplicationProtocolConfig.SelectorFailureBehavior.NO_ADVERTISE,
                    ApplicationProtocolConfig.SelectedListenerFailureBehavior.ACCEPT,
                    "h2"));
        }
        return builder.build();
    }

    @ParameterizedTest
    @CsvSource({"HTTP_1_1,false", "HTTP_1_1,true", "H2C,false", "H2,true"})
    void countsAndStampsHoldAgainstTheSendLog(Protocol protocol, boolean tls) throws IOException {
        SimConfig config = sim().option(SimOption.TLS, Boolean.toString(tls)).build();
        try (SimServer server = SimServer.start(config);
                LoadRig rig = rig(server, over(protocol, 4))) {
            rig.run(rig.closed(16, 64, TOKENS));
            List<RequestRecord> records = rig.records();
            allOk(records, 64);
            SendLogJoin.of(server.truth(), rig).holdsFor(records, TOKENS);
            assertThat(records).allSatisfy(record -> {
                Transport transport = record.transport();
                assertThat(transport.protocol()).isEqualTo(protocol.multiplexed() ? "HTTP/2" : "HTTP/1.1");
                assertThat(transport.tls()).isEqualTo(tls);
                assertThat(transport.streams()).isBetween(1, protocol.multiplexed() ? 4 : 1);
                assertThat(record.reusedConnection()).isTrue();
                assertThat(record.status()).isEqualTo(200);
            });
            assertThat(server.truth().connections()).isEqualTo(protocol.multiplexed() ? 4 : 16);
            assertThat(rig.session.health().openFailures()).isZero();
        }
    }

    /** A connection that the server ends takes a farewell of its own with TLS, which is no part of the request. */
    @ParameterizedTest
    @CsvSource({"HTTP_1_1,false,true", "HTTP_1_1,true,true", "HTTP_1_1,true,false", "H2C,false,true", "H2,true,true"})
    void requestsAreSentBeforeTheirAnswersThoughTheServerEndsConnections(Protocol protocol, boolean tls, boolean kept)
            throws IOException {
        SimConfig config = sim().option(SimOption.TLS, Boolean.toString(tls))
                .option(SimOption.REQUESTS_PER_CONNECTION, "3")
                .build();
        LoadOptions options = LoadOptions.DEFAULT.withConnections(new ConnectionOptions(protocol, 4, kept, List.of()));
        try (SimServer server = SimServer.start(config);
                LoadRig rig = rig(server, options)) {
            rig.run(rig.closed(4, 40, TOKENS));
            allOk(rig.records(), 40);
            SendLogJoin.of(server.truth(), rig).holdsFor(rig.records(), TOKENS);
            assertThat(rig.records())
                    .allSatisfy(record ->
                            assertThat(record.sentNanos()).isBetween(record.intendedNanos(), record.firstByteNanos()));
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = Protocol.class,
            names = {"HTTP_1_1", "H2C"})
    void warmUpSpeaksTheProtocolOfTheRun(Protocol protocol) throws IOException {
        try (SimServer server = SimServer.start(sim().build());
                LoadRig rig = rig(server, over(protocol, 8))) {
            rig.session.warmUp(Duration.ofMillis(200));
            rig.run(rig.closed(4, 8, TOKENS));
            allOk(rig.records(), 8);
        }
    }

    @Test
    void serverThatAllowsFewerStreamsGetsMoreConnections() throws IOException {
        SimConfig config = sim().option(SimOption.MAX_STREAMS, "3").build();
        try (SimServer server = SimServer.start(config);
                LoadRig rig = rig(server, over(Protocol.H2C, 100))) {
            rig.run(rig.closed(12, 36, TOKENS));
            List<RequestRecord> records = rig.records();
            allOk(records, 36);
            assertThat(records).allSatisfy(record -> {
                assertThat(record.reusedConnection()).isTrue();
                assertThat(record.transport().streams()).isBetween(1, 3);
            });
            assertThat(server.truth().connections()).isEqualTo(4);
        }
    }

    @Test
    void requestBeyondTheOpenStreamsOpensAConnectionAndSaysSo() throws IOException {
        try (SimServer server = SimServer.start(sim().build());
                LoadRig rig = rig(server, over(Protocol.H2C, 2))) {
            rig.run(rig.closed(6, 6, TOKENS).withConnections(2));
            List<RequestRecord> records = rig.records();
            allOk(records, 6);
            assertThat(records.stream().filter(record -> !record.reusedConnection()))
                    .isNotEmpty()
                    .allSatisfy(record -> assertThat(record.connectNanos()).isPositive());
        }
    }

    @Test
    void resetStreamIsCutAndItsNeighboursGoOn() throws IOException {
        SimConfig config = sim().fault("rst@3").faultRate(0.5).build();
        try (SimServer server = SimServer.start(config);
                LoadRig rig = rig(server, over(Protocol.H2C, 8))) {
            rig.run(rig.closed(8, 40, TOKENS));
            List<RequestRecord> records = rig.records();
            int faulted = (int) server.truth().faulted();
            assertThat(records).hasSize(40);
            assertThat(faulted).isBetween(1, 39);
            assertThat(records.stream().filter(record -> record.outcome() == Outcome.CUT))
                    .hasSize(faulted)
                    .allSatisfy(record -> {
                        assertThat(record.detail()).contains("reset the stream (INTERNAL_ERROR)");
                        assertThat(record.eventNanos()).hasSize(3);
                    });
            assertThat(records.stream().filter(RequestRecord::ok)).hasSize(40 - faulted);
            assertThat(server.truth().connections()).isEqualTo(1);
        }
    }

    @Test
    void afterAGoAwayStreamsEndAndNextRequestsGoElsewhere() throws IOException {
        SimConfig config = sim().option(SimOption.REQUESTS_PER_CONNECTION, "5").build();
        try (SimServer server = SimServer.start(config);
                LoadRig rig = rig(server, over(Protocol.H2C, 2))) {
            rig.run(rig.closed(4, 40, TOKENS));
            allOk(rig.records(), 40);
            assertThat(server.truth().connections()).isGreaterThanOrEqualTo(8);
        }
    }

    /** Those above the last stream were not touched, as the server promises, and go out once more over a new connection. */
    @Test
    void streamsAboveAGoAwaysLastOneGoOutOnceMore() throws IOException {
        try (GoAwayServer server = new GoAwayServer(4);
                LoadRig rig = new LoadRig(folder, server.uri(), over(Protocol.H2C, 8))) {
            rig.run(rig.closed(4, 4, 1));
            List<RequestRecord> records = rig.records();
            assertThat(server.failures).isEmpty();
            allOk(records, 4);
            assertThat(server.requests).hasValue(7);
            assertThat(server.connections).hasValueGreaterThanOrEqualTo(2);
            assertThat(records.stream().filter(RequestRecord::reusedConnection)).isNotEmpty();
            assertThat(records.stream().filter(record -> !record.reusedConnection()))
                    .isNotEmpty()
                    .allSatisfy(record -> assertThat(record.connectNanos()).isPositive());
        }
    }

    @Test
    void aCompressedStreamIsNamedOverHttp2Too() throws IOException {
        try (GoAwayServer server = new GoAwayServer(0, GoAwayServer.Way.COMPRESSES);
                LoadRig rig = new LoadRig(folder, server.uri(), over(Protocol.H2C, 8))) {
            rig.run(rig.closed(1, 1, 1));
            assertThat(server.failures).isEmpty();
            assertThat(rig.records()).singleElement().satisfies(record -> {
                assertThat(record.outcome()).isEqualTo(Outcome.NOT_SSE);
                assertThat(record.detail()).startsWith("[ContentEncoded] content encoding gzip");
            });
        }
    }

    @Test
    void lostConnectionEndsAllItsStreams() throws IOException {
        try (SimServer server = SimServer.start(sim().build());
                LoadRig rig = rig(server, over(Protocol.H2C, 8), "X-Sim-Fault", "fin@4")) {
            rig.run(rig.closed(8, 8, TOKENS));
            assertThat(rig.records()).hasSize(8).allSatisfy(record -> {
                assertThat(record.outcome()).isEqualTo(Outcome.CUT);
                assertThat(record.detail()).contains("closed the connection");
            });
        }
    }

    @Test
    void refusedRequestsKeepTheirStatus() throws IOException {
        try (SimServer server = SimServer.start(sim().fault("status:503").build());
                LoadRig rig = rig(server, over(Protocol.H2C, 8))) {
            rig.run(rig.closed(2, 4, TOKENS));
            assertThat(rig.records()).hasSize(4).allSatisfy(record -> {
                assertThat(record.outcome()).isEqualTo(Outcome.HTTP_STATUS);
                assertThat(record.status()).isEqualTo(503);
            });
        }
    }

    @Test
    void overdueRequestIsGivenUpAndItsConnectionStays() throws IOException {
        try (SimServer server = SimServer.start(
                        sim().fault("stall@2:60s").faultRate(0.5).build());
                LoadRig rig = rig(server, over(Protocol.H2C, 8))) {
            rig.run(rig.closed(4, 12, TOKENS).within(Duration.ofMillis(500), Duration.ofSeconds(30)));
            List<RequestRecord> records = rig.records();
            assertThat(records).hasSize(12);
            assertThat(records.stream().filter(record -> record.outcome() == Outcome.TIMEOUT))
                    .isNotEmpty();
            assertThat(records.stream().filter(RequestRecord::ok)).isNotEmpty();
            assertThat(server.truth().connections()).isEqualTo(1);
        }
    }

    @Test
    void serverWithoutHttp2IsSaidToBeOne() throws IOException {
        try (SimServer server =
                        SimServer.start(sim().option(SimOption.HTTP, "http1").build());
                LoadRig rig = rig(server, over(Protocol.H2C, 8))) {
            rig.run(rig.closed(1, 2, TOKENS));
            assertThat(rig.records()).hasSize(2).allSatisfy(record -> {
                assertThat(record.outcome()).isEqualTo(Outcome.CONNECT);
                assertThat(record.transport()).isEqualTo(Transport.NONE);
                assertThat(record.detail()).contains("does not speak HTTP/2");
            });
        }
    }

    @Test
    void untrustedCertificateIsAFailureOfConnecting() throws IOException {
        SimConfig config = sim().option(SimOption.TLS, "true").build();
        try (SimServer server = SimServer.start(config);
                LoadRig rig = new LoadRig(folder, server.uri(), over(Protocol.H2, 8))) {
            rig.run(rig.closed(1, 1, TOKENS));
            assertThat(rig.records()).hasSize(1).allSatisfy(record -> {
                assertThat(record.outcome()).isEqualTo(Outcome.CONNECT);
                assertThat(record.detail()).contains("TLS handshake failed");
            });
        }
    }

    @Test
    void schemeMustFitTheVersion() {
        LoadTarget target = LoadTarget.builder()
                .url(URI.create("http://127.0.0.1:1/health"))
                .build();
        assertThatThrownBy(() ->
                        LoadSession.open(target, over(Protocol.H2, 8), RecordWriter.discarding(RecordEpoch.now())))
                .hasMessageStartingWith("[HttpScheme]");
    }

    @ParameterizedTest
    @EnumSource(
            value = Protocol.class,
            names = {"HTTP_1_1", "H2C"})
    void hundredsOfStreamsComeFromSeveralSourceAddresses(Protocol protocol) throws IOException {
        List<InetAddress> sources = List.of(
                InetAddress.getByAddress(new byte[] {127, 0, 0, 1}),
                InetAddress.getByAddress(new byte[] {127, 0, 0, 2}),
                InetAddress.getByAddress(new byte[] {127, 0, 0, 3}));
        LoadOptions options = LoadOptions.DEFAULT.withConnections(new ConnectionOptions(protocol, 10, true, sources));
        try (SimServer server = SimServer.start(sim().build());
                LoadRig rig = rig(server, options)) {
            rig.run(rig.closed(300, 600, TOKENS));
            allOk(rig.records(), 600);
            int connections = protocol.multiplexed() ? 30 : 300;
            assertThat(server.truth().connections()).isEqualTo(connections);
            assertThat(server.clientAddresses())
                    .hasSize(3)
                    .allSatisfy((address, count) -> assertThat(count).isEqualTo(connections / 3));
        }
    }
}
