package io.infermark.load;

import static io.infermark.load.LoadRig.allOk;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.infermark.endpoint.PreparedRequest;
import io.infermark.load.ConnectionOptions.Protocol;
import io.infermark.record.Outcome;
import io.infermark.sim.SimConfig;
import io.infermark.sim.SimOption;
import io.infermark.sim.SimServer;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Ends, answers and refusals that come at another moment than usual. */
@Timeout(60)
class OddOrderTest {
    private static final String TOKEN = """
            data: {"choices":[{"index":0,"text":"a","finish_reason":"stop"}]}

            """;

    private static final LoadOptions H2C =
            LoadOptions.DEFAULT.withConnections(new ConnectionOptions(Protocol.H2C, 8, true, List.of()));

    @TempDir
    Path folder;

    private static LoadOptions kept(boolean kept) {
        return LoadOptions.DEFAULT.withConnections(new ConnectionOptions(Protocol.HTTP_1_1, 1, kept, List.of()));
    }

    /** A refusal that the server promises not to have touched goes out once more, and not for ever. */
    @Test
    void streamThatIsRefusedTwiceIsAFailure() throws IOException {
        try (GoAwayServer server = new GoAwayServer(0, GoAwayServer.Way.REFUSES);
                LoadRig rig = new LoadRig(folder, server.uri(), H2C)) {
            rig.run(rig.closed(1, 1, 1).within(Duration.ofSeconds(2), Duration.ofSeconds(20)));
            assertThat(server.failures).isEmpty();
            assertThat(rig.records()).singleElement().satisfies(record -> {
                assertThat(record.outcome()).as(String.valueOf(record.detail())).isEqualTo(Outcome.CUT);
                assertThat(record.detail()).contains("REFUSED_STREAM");
            });
            assertThat(server.requests).hasValue(2);
            assertThat(rig.session.health().resends()).isEqualTo(1);
        }
    }

    /** The server ends the idle connection while the request is on its way. With TLS it says farewell, which is no byte of an answer. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void requestThatCrossesTheEndOfAnIdleConnectionGoesOutOnceMore(boolean tls) throws IOException {
        SimConfig config = SimConfig.builder()
                .fixed(Duration.ofMillis(1), Duration.ofMillis(1))
                .option(SimOption.TLS, Boolean.toString(tls))
                .option(SimOption.IDLE_TIMEOUT, "700ms")
                .build();
        try (SimServer server = SimServer.start(config);
                HoldingRelay relay = new HoldingRelay(server.port())) {
            URI base = URI.create((tls ? "https" : "http") + "://127.0.0.1:" + relay.port());
            LoadTarget.Builder target = LoadTarget.builder().url(base.resolve("/health"));
            if (tls) {
                target.tls(SslContextBuilder.forClient()
                        .sslProvider(SslProvider.JDK)
                        .trustManager(server.certificate())
                        .build());
            }
            try (LoadRig rig = new LoadRig(folder, base, LoadOptions.DEFAULT, target.build())) {
                rig.run(rig.closed(1, 1, 2));
                relay.hold();
                rig.run(rig.closed(1, 1, 2).as(false, 1));
                allOk(rig.records(), 2);
                assertThat(rig.session.health().resends()).isEqualTo(1);
            }
        }
    }

    /** The last finish reason speaks for one choice only. */
    @Test
    void choicesThatStoppedAreCountedWhateverTheLastOneDid() throws IOException {
        try (ScriptedServer server = new ScriptedServer(post -> {
                    post.streamHead();
                    for (int choice = 0; choice < 4; choice++) {
                        String reason = List.of("stop", "length", "tool_calls", "length")
                                .get(choice);
                        post.chunk("data: {\"choices\":[{\"index\":" + choice + ",\"text\":\"a\",\"finish_reason\":\""
                                + reason + "\"}]}\n\n");
                    }
                    post.end();
                });
                LoadRig rig = new LoadRig(folder, server.uri(), LoadOptions.DEFAULT)) {
            rig.run(rig.closed(1, 1, 1));
            allOk(rig.records(), 1);
            assertThat(rig.records()).singleElement().satisfies(record -> {
                assertThat(record.finishReason()).isEqualTo("length");
                assertThat(record.stoppedChoices()).isEqualTo(2);
            });
        }
    }

    /** A second answer in the read that brought the first one's end belongs to no request. */
    @ParameterizedTest
    @EnumSource(LoadOptions.Transport.class)
    void answerInTheReadOfTheOneBeforeIsNotTakenForTheNextOne(LoadOptions.Transport transport) throws IOException {
        String body = TOKEN + "data: [DONE]\n\n";
        try (ScriptedServer server = new ScriptedServer(
                        post -> post.raw("HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nContent-Length: "
                                + body.length() + "\r\n\r\n" + body
                                + "HTTP/1.1 408 Request Timeout\r\nContent-Length: 0\r\n\r\n"));
                LoadRig rig = new LoadRig(folder, server.uri(), LoadOptions.DEFAULT.withTransport(transport))) {
            rig.run(rig.closed(1, 8, 1));
            allOk(rig.records(), 8);
        }
    }

    /** Without framing the end of the connection is the end of the answer; a reset is none. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void resetIsNoEndOfAnAnswerWithoutFraming(boolean keeps) throws IOException {
        try (ScriptedServer server = new ScriptedServer(post -> {
                    post.raw("HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\n" + TOKEN);
                    post.reset();
                });
                LoadRig rig = new LoadRig(folder, server.uri(), kept(keeps))) {
            rig.run(rig.closed(1, 2, 1));
            assertThat(rig.records()).hasSize(2).allSatisfy(record -> {
                assertThat(record.outcome()).as(String.valueOf(record.detail())).isEqualTo(Outcome.CUT);
                assertThat(record.eventNanos()).hasSize(1);
            });
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"103 Early Hints", "100 Continue", "102 Processing"})
    void interimAnswersOnNewConnectionsAreNotTheAnswer(String interim) throws IOException {
        try (ScriptedServer server = new ScriptedServer(post -> {
                    post.raw("HTTP/1.1 " + interim + "\r\n\r\n");
                    post.stream();
                    post.close();
                });
                LoadRig rig = new LoadRig(folder, server.uri(), kept(false))) {
            rig.run(rig.closed(1, 3, 1).within(Duration.ofSeconds(3), Duration.ofSeconds(20)));
            allOk(rig.records(), 3);
            assertThat(rig.records())
                    .allSatisfy(record -> assertThat(record.status()).isEqualTo(200));
        }
    }

    @Test
    void answerThatEndsBeforeItsRequestEndsTheStream() throws IOException {
        try (GoAwayServer server = new GoAwayServer(0, GoAwayServer.Way.ANSWERS_EARLY);
                LoadRig rig = new LoadRig(folder, server.uri(), H2C)) {
            rig.run(large(rig, 3).within(Duration.ofSeconds(3), Duration.ofSeconds(20)));
            assertThat(rig.records()).hasSize(3).allSatisfy(record -> {
                assertThat(record.outcome()).as(String.valueOf(record.detail())).isEqualTo(Outcome.HTTP_STATUS);
                assertThat(record.status()).isEqualTo(413);
            });
            assertThat(server.failures).isEmpty();
            assertThat(server.connections).hasValue(1);
        }
    }

    /** Behind a request that is still being written the next one would wait for as long as the server does not read. */
    @Test
    void connectionWhoseRequestIsNotYetWrittenIsNotUsedForTheNext() throws IOException {
        try (EarlyServer server = new EarlyServer(EarlyServer.Way.REFUSES_AND_STAYS);
                LoadRig rig = new LoadRig(folder, server.uri(), kept(true))) {
            rig.run(large(rig, 3).withConnections(1).within(Duration.ofSeconds(3), Duration.ofSeconds(20)));
            assertThat(rig.records())
                    .hasSize(3)
                    .allSatisfy(record -> assertThat(record.status())
                            .as(String.valueOf(record.detail()))
                            .isEqualTo(413));
        }
    }

    private static WindowPlan large(LoadRig rig, int count) {
        byte[] body = "x".repeat(16 << 20).getBytes(StandardCharsets.US_ASCII);
        int[] index = new int[1];
        RequestSource source = () -> index[0] == count
                ? null
                : new PreparedRequest(
                        index[0]++, rig.base.resolve("/v1/completions"), 0, body, "large-" + index[0], 1, 1);
        return WindowPlan.closed(1, source);
    }

    @Test
    void errorInTheSourceEndsTheWindowWithAFailure() throws IOException {
        try (ScriptedServer server = new ScriptedServer(ScriptedServer.Post::stream);
                LoadRig rig = new LoadRig(folder, server.uri(), LoadOptions.DEFAULT)) {
            int[] index = new int[1];
            RequestSource source = () -> {
                if (index[0] == 5) {
                    throw new StackOverflowError("a prompt that nests too deep");
                }
                return LoadRig.request(rig.base, index[0]++, 1);
            };
            assertThatThrownBy(() -> rig.run(WindowPlan.closed(2, source)))
                    .hasMessageContaining("a prompt that nests too deep");
            assertThat(rig.records()).hasSize(5);
        }
    }
}
