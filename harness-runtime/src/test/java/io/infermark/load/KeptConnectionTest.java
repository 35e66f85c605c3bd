package io.infermark.load;

import static org.assertj.core.api.Assertions.assertThat;

import io.infermark.endpoint.RequestHeaders;
import io.infermark.record.Outcome;
import io.infermark.record.RequestRecord;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Queue;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is sent over a connection that stands open, and how its answers are read. */
final class KeptConnectionTest {
    @TempDir
    Path folder;

    @Test
    void requestsLookTheSameOverNewAndOverKeptConnections() throws IOException {
        Queue<String> heads = new ConcurrentLinkedQueue<>();
        try (ScriptedServer server = new ScriptedServer(post -> {
            heads.add(post.head);
            post.stream();
        })) {
            LoadTarget target = LoadTarget.builder()
                    .url(server.uri().resolve("/health"))
                    .header("Authorization", "Bearer käse")
                    .header("X-Team", "a b")
                    .build();
            try (LoadRig rig = new LoadRig(folder, server.uri().resolve("/?a=b%20c"), LoadOptions.DEFAULT, target)) {
                rig.run(rig.closed(2, 2, 1).withConnections(1));
                assertThat(rig.records())
                        .extracting(RequestRecord::reusedConnection)
                        .containsExactlyInAnyOrder(true, false);
            }
        }
        List<Map<String, String>> seen =
                heads.stream().map(KeptConnectionTest::parsed).toList();
        assertThat(seen).hasSize(2);
        assertThat(seen.get(0)).isEqualTo(seen.get(1)).containsKeys("host", "user-agent", "accept", "content-type");
    }

    private static Map<String, String> parsed(String head) {
        Map<String, String> lines = new TreeMap<>();
        head.lines().filter(line -> !line.isEmpty()).forEach(line -> {
            int colon = line.indexOf(": ");
            if (colon < 0) {
                lines.put("request line", line);
            } else if (!line.startsWith(RequestHeaders.REQUEST_ID)) {
                lines.put(line.substring(0, colon).toLowerCase(Locale.ROOT), line.substring(colon + 2));
            }
        });
        return lines;
    }

    @Test
    void laterWindowsOpenNoConnectionThatThereIs() throws IOException {
        try (ScriptedServer server = new ScriptedServer(ScriptedServer.Post::stream);
                LoadRig rig = new LoadRig(folder, server.uri(), LoadOptions.DEFAULT)) {
            rig.run(rig.closed(4, 8, 1));
            assertThat(rig.session.health().opened()).isEqualTo(4);
            rig.run(rig.closed(4, 8, 1));
            assertThat(rig.session.health().opened()).isZero();
            rig.run(rig.closed(6, 12, 1));
            assertThat(rig.session.health().opened()).isEqualTo(2);
            assertThat(server.connections()).isEqualTo(6);
        }
    }

    @Test
    void withoutKeepingEachRequestOpensItsOwnConnectionAndSaysSoToTheServer() throws IOException {
        Queue<String> heads = new ConcurrentLinkedQueue<>();
        LoadOptions options = LoadOptions.DEFAULT.withConnections(
                new ConnectionOptions(ConnectionOptions.Protocol.HTTP_1_1, 1, false, List.of()));
        try (ScriptedServer server = new ScriptedServer(post -> {
                    heads.add(post.head);
                    post.stream("Connection: close");
                    post.close();
                });
                LoadRig rig = new LoadRig(folder, server.uri(), options)) {
            rig.run(rig.closed(3, 9, 1));
            assertThat(rig.records()).hasSize(9).allSatisfy(record -> {
                assertThat(record.outcome()).isEqualTo(Outcome.OK);
                assertThat(record.reusedConnection()).isFalse();
                assertThat(record.connectNanos()).isPositive();
            });
            assertThat(rig.session.health().opened()).isZero();
            assertThat(server.connections()).isEqualTo(9);
        }
        assertThat(heads).allSatisfy(head -> assertThat(parsed(head)).containsEntry("connection", "close"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "HTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\n",
                "HTTP/1.1 100 Continue\r\n\r\n",
                "HTTP/1.1 102 Processing\r\n\r\nHTTP/1.1 103 Early Hints\r\n\r\n"
            })
    void interimAnswersAreNotTheAnswer(String interim) throws IOException {
        try (ScriptedServer server = new ScriptedServer(post -> {
                    post.raw(interim);
                    post.stream();
                });
                LoadRig rig = new LoadRig(folder, server.uri(), LoadOptions.DEFAULT)) {
            rig.run(rig.closed(2, 6, 1));
            assertThat(rig.records()).hasSize(6).allSatisfy(record -> {
                assertThat(record.outcome()).as(String.valueOf(record.detail())).isEqualTo(Outcome.OK);
                assertThat(record.status()).isEqualTo(200);
                assertThat(record.reusedConnection()).isTrue();
            });
        }
    }

    @Test
    void answerThatEndsWithTheConnectionIsWhole() throws IOException {
        try (ScriptedServer server = new ScriptedServer(post -> {
                    post.raw("HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\n");
                    post.raw("""
                            data: {"choices":[{"index":0,"text":"a","finish_reason":"stop"}]}

                            data: [DONE]

                            """);
                    post.close();
                });
                LoadRig rig = new LoadRig(folder, server.uri(), LoadOptions.DEFAULT)) {
            rig.run(rig.closed(1, 3, 1));
            assertThat(rig.records())
                    .hasSize(3)
                    .allSatisfy(record -> assertThat(record.outcome())
                            .as(String.valueOf(record.detail()))
                            .isEqualTo(Outcome.OK));
        }
    }

    @Test
    void answerThatIsNoHttpFails() throws IOException {
        try (ScriptedServer server = new ScriptedServer(post -> {
                    post.raw("SSH-2.0-OpenSSH_9.2\r\n\r\n");
                });
                LoadRig rig = new LoadRig(folder, server.uri(), LoadOptions.DEFAULT)) {
            rig.run(rig.closed(1, 2, 1));
            assertThat(rig.records()).hasSize(2).allSatisfy(record -> {
                assertThat(record.outcome()).isEqualTo(Outcome.CUT);
                assertThat(record.detail()).startsWith("[CutBeforeAnswer]");
            });
        }
    }

    @Test
    void switchOfProtocolsThatNobodyAskedForIsAFailureAndNoEndlessWait() throws IOException {
        try (ScriptedServer server = new ScriptedServer(
                        post -> post.raw("HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\n\r\nxxxx"));
                LoadRig rig = new LoadRig(folder, server.uri(), LoadOptions.DEFAULT)) {
            rig.run(rig.closed(1, 2, 1));
            assertThat(rig.records())
                    .hasSize(2)
                    .allSatisfy(record -> assertThat(record.outcome()).isNotIn(Outcome.OK, Outcome.TIMEOUT));
        }
    }

    /** A server that gives up an idle connection with a 408 before it closes it: that is no answer to the next request. */
    @Test
    void answerThatNobodyAskedForIsNotTakenForTheNextOne() throws IOException {
        try (ScriptedServer server = new ScriptedServer(post -> {
                    post.stream();
                    if (post.ofConnection == 2) {
                        post.raw("HTTP/1.1 408 Request Timeout\r\nContent-Length: 0\r\n\r\n");
                    }
                });
                LoadRig rig = new LoadRig(folder, server.uri(), LoadOptions.DEFAULT)) {
            rig.run(rig.closed(1, 2, 1));
            rig.run(rig.closed(1, 2, 1).as(false, 1));
            assertThat(rig.records())
                    .hasSize(4)
                    .allSatisfy(record -> assertThat(record.outcome())
                            .as(String.valueOf(record.detail()))
                            .isEqualTo(Outcome.OK));
        }
    }
}
