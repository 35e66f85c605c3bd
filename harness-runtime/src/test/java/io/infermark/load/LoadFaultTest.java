package io.infermark.load;

import static org.assertj.core.api.Assertions.assertThat;

import io.infermark.record.Outcome;
import io.infermark.record.RequestRecord;
import io.infermark.record.WindowMark;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every failure is a row that says what happened, and the next request of the stream goes on. */
class LoadFaultTest {
    @TempDir
    Path folder;

    private List<RequestRecord> run(ScriptedServer server, int streams, int requests) throws IOException {
        try (LoadRig rig = new LoadRig(folder, server.uri(), LoadOptions.DEFAULT)) {
            WindowMark mark = rig.run(rig.closed(streams, requests, 8));
            List<RequestRecord> records = rig.records();
            assertThat(mark.scheduled()).isEqualTo(requests);
            assertThat(records).hasSize(requests);
            assertThat(server.failures).isEmpty();
            return records;
        }
    }

    private static RequestRecord only(List<RequestRecord> records) {
        assertThat(records).hasSize(1);
        return records.get(0);
    }

    private static void failedWith(RequestRecord record, Outcome outcome, String detail) {
        assertThat(record.outcome()).as(String.valueOf(record.detail())).isEqualTo(outcome);
        assertThat(String.valueOf(record.detail())).contains(detail);
    }

    @Test
    void refusedPortGivesConnectRows() throws IOException {
        URI nobody;
        try (ServerSocket socket = new ServerSocket(0)) {
            nobody = URI.create("http://127.0.0.1:" + socket.getLocalPort());
        }
        try (LoadRig rig = new LoadRig(folder, nobody, LoadOptions.DEFAULT)) {
            WindowMark mark = rig.run(rig.closed(4, 12, 8));
            assertThat(mark.scheduled()).isEqualTo(12);
            assertThat(mark.fullNanos()).isEqualTo(RequestRecord.UNSEEN);
            assertThat(rig.records()).hasSize(12).allSatisfy(record -> {
                failedWith(record, Outcome.CONNECT, "refused");
                assertThat(record.sentNanos()).isEqualTo(RequestRecord.UNSEEN);
                assertThat(record.reusedConnection()).isFalse();
            });
            assertThat(rig.session.health().openFailures()).isPositive();
        }
    }

    @Test
    void unknownHostGivesConnectRows() throws IOException {
        URI nobody = URI.create("http://nobody.invalid:80");
        try (LoadRig rig = new LoadRig(folder, nobody, LoadOptions.DEFAULT)) {
            rig.run(rig.closed(1, 2, 8));
            assertThat(rig.records())
                    .hasSize(2)
                    .allSatisfy(record -> failedWith(record, Outcome.CONNECT, "nobody.invalid"));
        }
    }

    @Test
    void resetInTheMiddleIsCutAndKeepsItsEvents() throws IOException {
        try (ScriptedServer server = new ScriptedServer(post -> {
            post.streamHead();
            post.token("a");
            post.token("b");
            Thread.sleep(30);
            post.reset();
        })) {
            RequestRecord record = only(run(server, 1, 1));
            failedWith(record, Outcome.CUT, "reset");
            assertThat(record.eventNanos()).hasSize(2);
            assertThat(record.status()).isEqualTo(200);
        }
    }

    @Test
    void endOfConnectionInTheMiddleIsCut() throws IOException {
        try (ScriptedServer server = new ScriptedServer(post -> {
            post.streamHead();
            post.token("a");
            post.close();
        })) {
            failedWith(only(run(server, 1, 1)), Outcome.CUT, "closed the connection");
        }
    }

    @Test
    void closeAfterDoneIsNoFailure() throws IOException {
        try (ScriptedServer server = new ScriptedServer(post -> {
            post.streamHead();
            post.token("a");
            post.usage(1);
            post.chunk("data: [DONE]\n\n");
            post.close();
        })) {
            assertThat(only(run(server, 1, 1)).outcome()).isEqualTo(Outcome.OK);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 401, 404, 429, 500, 503})
    void statusOtherThan2xxSaysWhatTheBodySays(int status) throws IOException {
        try (ScriptedServer server = new ScriptedServer(
                post -> post.document(status, "application/json", "{\"error\":{\"message\":\"no such thing\"}}"))) {
            List<RequestRecord> records = run(server, 2, 6);
            assertThat(records).allSatisfy(record -> {
                failedWith(record, Outcome.HTTP_STATUS, status + ": no such thing");
                assertThat(record.status()).isEqualTo(status);
                assertThat(record.firstByteNanos()).isGreaterThanOrEqualTo(record.sentNanos());
            });
        }
    }

    @Test
    void pageInsteadOfStreamIsNotSse() throws IOException {
        try (ScriptedServer server =
                new ScriptedServer(post -> post.document(200, "text/html", "<html>hello</html>"))) {
            failedWith(only(run(server, 1, 1)), Outcome.NOT_SSE, "text/html");
        }
    }

    @Test
    void compressedStreamIsNamed() throws IOException {
        ByteArrayOutputStream compressed = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(compressed)) {
            gzip.write("data: [DONE]\n\n".getBytes(StandardCharsets.UTF_8));
        }
        try (ScriptedServer server = new ScriptedServer(post -> {
            post.streamHead("Content-Encoding: gzip");
            post.raw(Integer.toHexString(compressed.size()) + "\r\n");
            post.out.write(compressed.toByteArray());
            post.raw("\r\n0\r\n\r\n");
        })) {
            RequestRecord record = only(run(server, 1, 1));
            failedWith(record, Outcome.NOT_SSE, "[ContentEncoded] content encoding gzip");
            failedWith(record, Outcome.NOT_SSE, "switch compression off");
            assertThat(record.status()).isEqualTo(200);
        }
    }

    @Test
    void compressedErrorIsNotTakenForText() throws IOException {
        try (ScriptedServer server = new ScriptedServer(
                post -> post.raw("HTTP/1.1 502 Status\r\nContent-Encoding: br\r\nContent-Length: 3\r\n\r\n\u0001{}"))) {
            RequestRecord record = only(run(server, 1, 1));
            failedWith(record, Outcome.HTTP_STATUS, "502");
            failedWith(record, Outcome.HTTP_STATUS, "content encoding br");
            assertThat(record.detail()).doesNotContain("{}");
        }
    }

    @Test
    void identityIsNoEncoding() throws IOException {
        try (ScriptedServer server = new ScriptedServer(post -> post.stream("Content-Encoding: Identity"))) {
            assertThat(only(run(server, 1, 1)).outcome()).isEqualTo(Outcome.OK);
        }
    }

    @Test
    void redirectIsAStatusAndIsNotFollowed() throws IOException {
        try (ScriptedServer server = new ScriptedServer(
                post -> post.raw("HTTP/1.1 307 Elsewhere\r\nLocation: /v1/completions\r\nContent-Length: 0\r\n\r\n"))) {
            failedWith(only(run(server, 1, 1)), Outcome.HTTP_STATUS, "307");
            assertThat(server.posts()).isEqualTo(1);
        }
    }

    @Test
    void errorObjectInsideTheStreamIsAStreamError() throws IOException {
        try (ScriptedServer server = new ScriptedServer(post -> {
            post.streamHead();
            post.token("a");
            post.chunk("data: {\"error\":{\"message\":\"out of blocks\",\"code\":500}}\n\n");
            post.end();
        })) {
            failedWith(only(run(server, 1, 1)), Outcome.STREAM_ERROR, "out of blocks");
        }
    }

    @Test
    void streamWithoutTokensIsEmpty() throws IOException {
        try (ScriptedServer server = new ScriptedServer(post -> {
            post.streamHead();
            post.end();
        })) {
            assertThat(only(run(server, 1, 1)).outcome()).isEqualTo(Outcome.EMPTY);
        }
    }

    @Test
    void brokenJsonIsMalformed() throws IOException {
        try (ScriptedServer server = new ScriptedServer(post -> {
            post.streamHead();
            post.chunk("data: {\"choices\":[{\n\n");
            post.end();
        })) {
            assertThat(only(run(server, 1, 1)).outcome()).isEqualTo(Outcome.MALFORMED);
        }
    }

    /** It is we who end that connection: nobody should look for the reason in the server's time-outs. On a connection that was opened ahead, and on one of the request's own. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void brokenHttpIsAFailedRowThatSaysSo(int requests) throws IOException {
        try (ScriptedServer server = new ScriptedServer(post -> {
            post.raw("this is no HTTP\r\n\r\n");
            assertThat(post.socket.getInputStream().read()).isEqualTo(-1);
        })) {
            assertThat(run(server, 1, requests))
                    .allSatisfy(record ->
                            failedWith(record, Outcome.CUT, "[CutBeforeAnswer] the server sent what is no HTTP/1.1 ("));
        }
    }

    @Test
    void brokenChunkIsNotTheEndOfTheConnection() throws IOException {
        try (ScriptedServer server = new ScriptedServer(post -> {
            post.streamHead();
            post.token("a");
            post.raw("xyz\r\n");
            assertThat(post.socket.getInputStream().read()).isEqualTo(-1);
        })) {
            assertThat(run(server, 1, 2)).allSatisfy(record -> {
                failedWith(record, Outcome.CUT, "(the server sent what is no HTTP/1.1 (");
                assertThat(record.eventNanos()).hasSize(1);
            });
        }
    }

    /** Gateways add policies, cookies and traces; the probe's client, as most others, takes many times as much. */
    @Test
    void longHeadIsTaken() throws IOException {
        try (ScriptedServer server = new ScriptedServer(post -> {
            post.streamHead("X-Policy: " + "p".repeat(40_000), "X-Trace: " + "t".repeat(20_000));
            post.token("a");
            post.usage(1);
            post.end();
        })) {
            LoadRig.allOk(run(server, 2, 6), 6);
        }
    }

    @Test
    void requestThatStallsTimesOutAndTheStreamGoesOn() throws IOException {
        ScriptedServer[] self = new ScriptedServer[1];
        try (ScriptedServer server = new ScriptedServer(post -> {
            if (post.ofServer == 1) {
                post.streamHead();
                post.token("a");
                self[0].stall();
            } else {
                post.stream();
            }
        })) {
            self[0] = server;
            try (LoadRig rig = new LoadRig(folder, server.uri(), LoadOptions.DEFAULT)) {
                WindowMark mark = rig.run(rig.closed(1, 3, 8).within(Duration.ofMillis(300), Duration.ofSeconds(60)));
                List<RequestRecord> records = rig.records();
                assertThat(records).hasSize(3);
                failedWith(records.get(0), Outcome.TIMEOUT, "[RequestTimeout] no end within 300ms");
                assertThat(records.get(0).eventNanos()).hasSize(1);
                assertThat(records.get(1).outcome()).isEqualTo(Outcome.OK);
                assertThat(records.get(2).outcome()).isEqualTo(Outcome.OK);
                assertThat(mark.interrupted()).isFalse();
            }
        }
    }

    @Test
    void answerThatSaidDoneIsCompleteEvenIfTheServerNeverEndsIt() throws IOException {
        ScriptedServer[] self = new ScriptedServer[1];
        try (ScriptedServer server = new ScriptedServer(post -> {
            post.streamHead();
            post.token("a");
            post.usage(1);
            post.chunk("data: [DONE]\n\n");
            self[0].stall();
        })) {
            self[0] = server;
            try (LoadRig rig = new LoadRig(folder, server.uri(), LoadOptions.DEFAULT)) {
                rig.run(rig.closed(1, 1, 8).within(Duration.ofMillis(300), Duration.ofSeconds(60)));
                assertThat(only(rig.records()).outcome()).isEqualTo(Outcome.OK);
            }
        }
    }

    @Test
    void windowDeadlineEndsWhatIsInFlight() throws IOException {
        ScriptedServer[] self = new ScriptedServer[1];
        try (ScriptedServer server = new ScriptedServer(post -> self[0].stall())) {
            self[0] = server;
            try (LoadRig rig = new LoadRig(folder, server.uri(), LoadOptions.DEFAULT)) {
                WindowMark mark = rig.run(rig.closed(3, 9, 8).within(Duration.ofSeconds(60), Duration.ofMillis(300)));
                assertThat(mark.interrupted()).isTrue();
                assertThat(mark.scheduled()).isEqualTo(3);
                assertThat(rig.records())
                        .hasSize(3)
                        .allSatisfy(record -> failedWith(
                                record, Outcome.TIMEOUT, "[WindowTimeout] the window did not end within 300ms"));
            }
        }
    }

    @Test
    void serverThatAnnouncesTheCloseCostsAConnectionAndNothingElse() throws IOException {
        try (ScriptedServer server = new ScriptedServer(post -> {
            if (post.ofConnection == 3) {
                post.stream("Connection: close");
                post.close();
            } else {
                post.stream();
            }
        })) {
            try (LoadRig rig = new LoadRig(folder, server.uri(), LoadOptions.DEFAULT)) {
                rig.run(rig.closed(2, 24, 8));
                List<RequestRecord> records = rig.records();
                assertThat(records)
                        .hasSize(24)
                        .allSatisfy(record -> assertThat(record.outcome())
                                .as(String.valueOf(record.detail()))
                                .isEqualTo(Outcome.OK));
                long fresh = records.stream()
                        .filter(record -> !record.reusedConnection())
                        .count();
                assertThat(fresh).isPositive().isEqualTo(rig.session.health().freshConnections());
                assertThat(records)
                        .filteredOn(record -> !record.reusedConnection())
                        .allSatisfy(record -> assertThat(record.connectNanos()).isPositive());
                assertThat(server.posts()).isEqualTo(24);
            }
        }
    }

    /** A server that closes without a word right after an answer: the next request may already be on its way. */
    @Test
    void silentCloseAfterAnAnswerIsNoFailureAndIsCounted() throws IOException {
        try (ScriptedServer server = new ScriptedServer(post -> {
            post.stream();
            if (post.ofConnection == 2) {
                post.close();
            }
        })) {
            try (LoadRig rig = new LoadRig(folder, server.uri(), LoadOptions.DEFAULT)) {
                rig.run(rig.closed(4, 80, 8));
                List<RequestRecord> records = rig.records();
                assertThat(records)
                        .hasSize(80)
                        .allSatisfy(record -> assertThat(record.outcome())
                                .as(String.valueOf(record.detail()))
                                .isEqualTo(Outcome.OK));
                assertThat(rig.session.health().freshConnections()).isPositive();
            }
        }
    }

    /** The close meets a request that was written: the server takes the second request of a connection off the wire and closes without an answer. */
    @Test
    void requestOnAConnectionThatWasClosedUnderItIsSentOnceMore() throws IOException {
        try (ScriptedServer server = new ScriptedServer(post -> {
            if (post.ofConnection == 2) {
                post.close();
            } else {
                post.stream();
            }
        })) {
            try (LoadRig rig = new LoadRig(folder, server.uri(), LoadOptions.DEFAULT)) {
                rig.run(rig.closed(1, 6, 8));
                List<RequestRecord> records = rig.records();
                assertThat(records)
                        .hasSize(6)
                        .allSatisfy(record -> assertThat(record.outcome())
                                .as(String.valueOf(record.detail()))
                                .isEqualTo(Outcome.OK));
                assertThat(rig.session.health().resends()).isEqualTo(5);
                assertThat(rig.session.health().sentAfterIntended().count())
                        .as("each request once, by the sending that its record shows")
                        .isEqualTo(6);
                assertThat(records.stream().filter(record -> !record.reusedConnection()))
                        .hasSize(5)
                        .allSatisfy(record -> assertThat(record.connectNanos()).isPositive());
            }
        }
    }

    /** As llama-server does after each stream. Whether a close is seen before the next request is written is chance, so a few meet it; then the generator has learnt. */
    @Test
    void serverThatClosesSilentlyAfterEachAnswerIsSoonAskedOnNewConnectionsOnly() throws IOException {
        try (ScriptedServer server = new ScriptedServer(post -> {
            post.stream();
            post.close();
        })) {
            try (LoadRig rig = new LoadRig(folder, server.uri(), LoadOptions.DEFAULT)) {
                rig.run(rig.closed(2, 80, 8));
                assertThat(rig.records())
                        .hasSize(80)
                        .allSatisfy(record -> assertThat(record.outcome())
                                .as(String.valueOf(record.detail()))
                                .isEqualTo(Outcome.OK));
                assertThat(rig.session.health().resends()).isLessThanOrEqualTo(ConnectionPool.CLOSED_IN_A_ROW + 1);
                assertThat(server.posts()).isEqualTo(80);
            }
        }
    }

    /** The first answer on a connection that was opened ahead of the window comes while the other stream has already met three closed ones: it says nothing about whether the server keeps them. */
    @Test
    void firstAnswerOnAConnectionOpenedAheadDoesNotUndoWhatWasLearnt() throws IOException {
        CountDownLatch metThree = new CountDownLatch(3);
        AtomicInteger first = new AtomicInteger();
        try (ScriptedServer server = new ScriptedServer(post -> {
            if (post.ofConnection == 2) {
                metThree.countDown();
                post.close();
                return;
            }
            if (first.getAndIncrement() == 0) {
                assertThat(metThree.await(60, TimeUnit.SECONDS)).isTrue();
            }
            post.stream();
        })) {
            try (LoadRig rig = new LoadRig(folder, server.uri(), LoadOptions.DEFAULT)) {
                rig.run(rig.closed(2, 80, 8));
                assertThat(rig.records()).hasSize(80);
                assertThat(server.failures).isEmpty();
                assertThat(rig.session.health().resends())
                        .isBetween(ConnectionPool.CLOSED_IN_A_ROW, ConnectionPool.CLOSED_IN_A_ROW + 1);
            }
        }
    }

    /** On a new connection there is no race to blame: it is a failure, and the server is not asked again. */
    @Test
    void closeOnANewConnectionIsAFailure() throws IOException {
        try (ScriptedServer server = new ScriptedServer(ScriptedServer.Post::close)) {
            try (LoadRig rig = new LoadRig(folder, server.uri(), LoadOptions.DEFAULT)) {
                rig.run(rig.closed(1, 4, 8));
                List<RequestRecord> records = rig.records();
                assertThat(records)
                        .hasSize(4)
                        .allSatisfy(record -> failedWith(record, Outcome.CUT, "[CutBeforeAnswer]"));
                // The first one met the connection opened before the window and was sent once more.
                assertThat(server.posts()).isEqualTo(5);
                assertThat(rig.session.health().resends()).isEqualTo(1);
            }
        }
    }

    /** A close later than the race allows is the server's failure. */
    @Test
    void lateCloseBeforeAnyAnswerIsAFailure() throws IOException {
        try (ScriptedServer server = new ScriptedServer(post -> {
            Thread.sleep(Exchange.STALE_RACE_MILLIS + 500);
            post.close();
        })) {
            failedWith(only(run(server, 1, 1)), Outcome.CUT, "[CutBeforeAnswer]");
            assertThat(server.posts()).isEqualTo(1);
        }
    }

    @Test
    void connectionsClosedWhileIdleBetweenWindowsAreOpenedAgain() throws IOException {
        try (ScriptedServer server = new ScriptedServer(ScriptedServer.Post::stream)) {
            try (LoadRig rig = new LoadRig(folder, server.uri(), LoadOptions.DEFAULT)) {
                rig.run(rig.closed(5, 10, 8));
                server.closeConnections();
                rig.run(rig.closed(5, 10, 8).as(false, 1));
                assertThat(rig.records())
                        .hasSize(20)
                        .allSatisfy(record -> assertThat(record.outcome()).isEqualTo(Outcome.OK));
                assertThat(rig.session.health().openFailures()).isZero();
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"true, INTERRUPTED", "false, OK"})
    void abortEndsAndStopDrains(boolean abort, Outcome expected) throws Exception {
        ScriptedServer[] self = new ScriptedServer[1];
        LoadRig[] rigs = new LoadRig[1];
        try (ScriptedServer server = new ScriptedServer(post -> {
            post.streamHead();
            post.token("a");
            if (post.ofServer == 4) {
                if (abort) {
                    rigs[0].session.abort();
                } else {
                    rigs[0].session.stopSending();
                }
            }
            if (abort) {
                self[0].stall();
            }
            post.usage(1);
            post.end();
        })) {
            self[0] = server;
            try (LoadRig rig = new LoadRig(folder, server.uri(), LoadOptions.DEFAULT)) {
                rigs[0] = rig;
                WindowMark mark = rig.run(rig.closed(4, 4000, 8));
                assertThat(mark.interrupted()).isTrue();
                List<RequestRecord> records = rig.records();
                assertThat(records).hasSize(mark.scheduled());
                assertThat(records.size()).isBetween(4, 3999);
                assertThat(records)
                        .allSatisfy(record -> assertThat(record.outcome()).isEqualTo(expected));
                WindowMark next = rig.run(rig.closed(4, 8, 8));
                assertThat(next.scheduled()).isZero();
                assertThat(next.interrupted()).isTrue();
            }
        }
    }

    @Test
    void timeBoundStopsNewRequestsAndDrains() throws IOException {
        try (ScriptedServer server = new ScriptedServer(ScriptedServer.Post::stream)) {
            try (LoadRig rig = new LoadRig(folder, server.uri(), LoadOptions.DEFAULT)) {
                int[] index = new int[1];
                WindowPlan plan = WindowPlan.closed(2, () -> LoadRig.request(rig.base, index[0]++, 8))
                        .during(Duration.ofMillis(400));
                WindowMark mark = rig.run(plan);
                List<RequestRecord> records = rig.records();
                assertThat(records).hasSize(mark.scheduled()).hasSizeGreaterThan(2);
                assertThat(mark.exhaustedNanos() - mark.startNanos()).isEqualTo(400_000_000L);
                assertThat(records)
                        .allSatisfy(record -> assertThat(record.intendedNanos()).isLessThan(mark.exhaustedNanos()));
                assertThat(mark.interrupted()).isFalse();
            }
        }
    }
}
