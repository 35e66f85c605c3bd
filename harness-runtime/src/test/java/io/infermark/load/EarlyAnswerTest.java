package io.infermark.load;

import static org.assertj.core.api.Assertions.assertThat;

import io.infermark.endpoint.PreparedRequest;
import io.infermark.load.ConnectionOptions.Protocol;
import io.infermark.load.EarlyServer.Way;
import io.infermark.record.Outcome;
import io.infermark.record.RequestRecord;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A server that answers while the body is still on its way, and ends the connection. Over both transports, on connections that stand open and on new ones. */
@Timeout(60)
class EarlyAnswerTest {
    /** Fewer than requests that met a closed connection before no connection is kept any more. */
    private static final int REQUESTS = ConnectionPool.CLOSED_IN_A_ROW - 1;

    @TempDir
    Path folder;

    private static Stream<Arguments> connections() {
        return Stream.of(LoadOptions.Transport.values())
                .flatMap(transport -> Stream.of(Arguments.of(transport, true), Arguments.of(transport, false)));
    }

    private List<RequestRecord> run(Way way, LoadOptions.Transport transport, boolean kept, int posts)
            throws IOException {
        LoadOptions options = LoadOptions.DEFAULT
                .withTransport(transport)
                .withConnections(new ConnectionOptions(Protocol.HTTP_1_1, 1, kept, List.of()));
        try (EarlyServer server = new EarlyServer(way);
                LoadRig rig = new LoadRig(folder, server.uri(), options)) {
            byte[] body = new byte[8 << 20];
            for (int i = 0; i < REQUESTS; i++) {
                RequestSource one = RequestSource.of(List.of(
                        new PreparedRequest(i, rig.base.resolve("/v1/completions"), 0, body, "large-" + i, 1, 1)));
                rig.run(WindowPlan.closed(1, one)
                        .as(false, i)
                        .withConnections(1)
                        .within(Duration.ofSeconds(5), Duration.ofSeconds(20)));
            }
            assertThat(server.posts).hasValue(posts);
            List<RequestRecord> records = rig.records();
            assertThat(records).hasSize(REQUESTS);
            return records;
        }
    }

    private static void refused(List<RequestRecord> records, boolean kept) {
        assertThat(records).allSatisfy(record -> {
            assertThat(record.outcome()).as(String.valueOf(record.detail())).isEqualTo(Outcome.HTTP_STATUS);
            assertThat(record.status()).isEqualTo(413);
            assertThat(record.detail()).contains(EarlyServer.MESSAGE);
            assertThat(record.reusedConnection()).isEqualTo(kept);
        });
    }

    @ParameterizedTest
    @MethodSource("connections")
    void refusalWhoseServerReadsOnIsTheAnswer(LoadOptions.Transport transport, boolean kept) throws IOException {
        refused(run(Way.REFUSES_AND_READS_ON, transport, kept, REQUESTS), kept);
    }

    /** Other systems throw away what has been received when a reset comes. */
    @ParameterizedTest
    @EnabledOnOs(OS.LINUX)
    @MethodSource("connections")
    void refusalBeforeAnEndIsTheAnswer(LoadOptions.Transport transport, boolean kept) throws IOException {
        refused(run(Way.REFUSES_AND_CLOSES, transport, kept, REQUESTS), kept);
    }

    @ParameterizedTest
    @EnabledOnOs(OS.LINUX)
    @MethodSource("connections")
    void refusalBeforeAResetIsTheAnswerAndTheConnectionIsNotUsedAgain(LoadOptions.Transport transport, boolean kept)
            throws IOException {
        refused(run(Way.REFUSES_AND_RESETS, transport, kept, REQUESTS), kept);
    }

    /** On a connection that stood open the first byte of a head is enough: the server has begun with the request, and it goes out only once. */
    @ParameterizedTest
    @EnabledOnOs(OS.LINUX)
    @MethodSource("connections")
    void resetInTheHeadIsACut(LoadOptions.Transport transport, boolean kept) throws IOException {
        assertThat(run(Way.RESETS_IN_THE_HEAD, transport, kept, REQUESTS)).allSatisfy(record -> {
            assertThat(record.outcome()).isEqualTo(Outcome.CUT);
            assertThat(record.detail()).startsWith("[CutBeforeAnswer]");
            assertThat(record.status()).isZero();
        });
    }

    /** A failed write takes the reset from the socket, and what is read then looks like an orderly end. */
    @ParameterizedTest
    @EnabledOnOs(OS.LINUX)
    @MethodSource("connections")
    void resetInAStreamWithoutFramingIsACut(LoadOptions.Transport transport, boolean kept) throws IOException {
        assertThat(run(Way.RESETS_IN_A_STREAM, transport, kept, REQUESTS)).allSatisfy(record -> {
            assertThat(record.outcome()).as(String.valueOf(record.detail())).isEqualTo(Outcome.CUT);
            assertThat(record.status()).isEqualTo(200);
            assertThat(record.eventNanos()).hasSize(1);
        });
    }

    @ParameterizedTest
    @MethodSource("connections")
    void resetWithoutAnAnswerIsACut(LoadOptions.Transport transport, boolean kept) throws IOException {
        int posts = kept ? 2 * REQUESTS : REQUESTS;
        assertThat(run(Way.RESETS, transport, kept, posts)).allSatisfy(record -> {
            assertThat(record.outcome()).isEqualTo(Outcome.CUT);
            assertThat(record.detail()).startsWith("[CutBeforeAnswer]");
            assertThat(record.reusedConnection()).isFalse();
        });
    }
}
