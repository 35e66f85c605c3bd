package io.infermark.record;

import static org.assertj.core.api.Assertions.assertThat;

import io.infermark.api.Arrival;
import io.infermark.model.Load;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A record file that a version of the format left behind is read for ever. A new minor version gets a sample of its own; none is ever written again. */
class FrozenRecordsTest {
    private static final Path SAMPLES = Path.of("src", "test", "resources", "schema");

    private static final RecordEpoch EPOCH =
            new RecordEpoch(123_456_789_012L, Instant.parse("2026-11-30T01:02:03.000000004Z"));

    /** What the samples were written from. */
    private static List<WindowMark> marks() {
        return List.of(
                new WindowMark(
                        true, 0, new Load.Closed(2), -1_000_000, -900_000, 40_000_000, 50_000_000, 2, -1L, false),
                new WindowMark(
                        false,
                        0,
                        new Load.Open(12.5, Arrival.GAMMA, 0.25, 9),
                        100_000_000,
                        RequestRecord.UNSEEN,
                        200_000_000,
                        300_000_000,
                        1,
                        7,
                        false),
                new WindowMark(
                        false,
                        1,
                        new Load.Open(20, Arrival.RAMP, 1, 0, "0.1:60s"),
                        400_000_000,
                        RequestRecord.UNSEEN,
                        500_000_000,
                        600_000_000,
                        1,
                        8,
                        false),
                new WindowMark(
                        false,
                        2,
                        new Load.Open(20, Arrival.STEPS, 1, 4, "0.5:30s,1:60s"),
                        700_000_000,
                        RequestRecord.UNSEEN,
                        800_000_000,
                        900_000_000,
                        1,
                        9,
                        false),
                new WindowMark(
                        false,
                        3,
                        new Load.Open(3.57143, Arrival.TRACE, 1, 0, "day one.txt#sha256=0123456789abcdef"),
                        1_000_000_000,
                        RequestRecord.UNSEEN,
                        RequestRecord.UNSEEN,
                        1_300_000_000,
                        6,
                        10,
                        true));
    }

    /** What the samples were written from, a request a window. */
    private static List<RequestRecord> requests() {
        return List.of(
                request(0, true, 0, Transport.HTTP_1_1, Outcome.OK, null, "length", TokenSource.IDS),
                request(0, false, 0, Transport.HTTPS_1_1, Outcome.OK, null, "stop", TokenSource.CONTINUOUS),
                request(0, false, 1, Transport.http2(false, 3), Outcome.CUT, "ended – early", null, TokenSource.NONE),
                request(0, false, 2, Transport.http2(true, 100), Outcome.OK, null, "", TokenSource.RETOKENISED),
                new RequestRecord(
                        5,
                        false,
                        3,
                        "im-é-5",
                        1,
                        1_200_000_000,
                        RequestRecord.UNSEEN,
                        0,
                        false,
                        Transport.NONE,
                        RequestRecord.UNSEEN,
                        1_300_000_000,
                        0,
                        Outcome.INTERRUPTED,
                        "the run was stopped",
                        null,
                        0,
                        16,
                        8,
                        -1,
                        -1,
                        -1,
                        TokenSource.NONE,
                        new long[0],
                        new int[0],
                        new byte[0]));
    }

    private static RequestRecord request(
            int index,
            boolean warmup,
            int iteration,
            Transport transport,
            Outcome outcome,
            @Nullable String detail,
            @Nullable String finishReason,
            TokenSource source) {
        long at = warmup ? -1_000_000 : 100_000_000 + 300_000_000L * iteration;
        boolean counted = source != TokenSource.NONE;
        return new RequestRecord(
                index,
                warmup,
                iteration,
                "im-" + iteration,
                0,
                at,
                at + 1_000,
                warmup ? 250_000 : 0,
                !warmup,
                transport,
                at + 2_000_000,
                at + 9_000_000,
                200,
                outcome,
                detail,
                finishReason,
                "stop".equals(finishReason) ? 3 : "length".equals(finishReason) ? 2 : 0,
                16,
                8,
                17,
                counted ? 8 : -1,
                iteration == 2 ? 12 : -1,
                source,
                new long[] {at + 2_000_000, at + 2_000_000, at + 3_500_001, at + 9_000_000},
                counted ? new int[] {1, 2, 5, 0} : new int[] {-1, -1, -1, -1},
                new byte[] {
                    RequestRecord.VISIBLE,
                    RequestRecord.REASONING,
                    RequestRecord.VISIBLE | RequestRecord.TOOL,
                    RequestRecord.USAGE
                });
    }

    /** The samples of the first two minor versions, written by the code of their time, have the first two windows: they know no shapes, and 1.0 not what carried a request. Up to 1.2 the last finish reason is all that is known of the choices that stopped. */
    @ParameterizedTest
    @CsvSource({"0, 2", "1, 2", "2, 5", "3, 5"})
    void aFileOfAMinorVersionIsReadAsItWasWritten(short minor, int windows) throws IOException {
        Path file = SAMPLES.resolve("records-1." + minor + ".imr");
        ByteBuffer header = ByteBuffer.wrap(Files.readAllBytes(file));
        assertThat(List.of(header.getShort(8), header.getShort(10))).containsExactly((short) 1, minor);
        List<RequestRecord> read = new ArrayList<>();
        try (RecordReader reader = RecordReader.open(file)) {
            assertThat(reader.epoch()).isEqualTo(EPOCH);
            assertThat(reader.marks()).isEqualTo(marks().subList(0, windows));
            reader.forEach(read::add);
            assertThat(reader.tornBytes()).isZero();
        }
        assertThat(read)
                .extracting(RequestRecord::transport)
                .containsExactlyElementsOf(requests().subList(0, windows).stream()
                        .map(request -> minor == 0 ? Transport.NONE : request.transport())
                        .toList());
        assertThat(read)
                .extracting(RequestRecord::stoppedChoices)
                .containsExactlyElementsOf(requests().subList(0, windows).stream()
                        .map(request -> minor < 3
                                ? (FinishReason.stopped(request.finishReason()) ? 1 : 0)
                                : request.stoppedChoices())
                        .toList());
        // By members: arrays are equal where their content is.
        assertThat(read)
                .usingRecursiveComparison()
                .ignoringFields("transport", "stoppedChoices")
                .isEqualTo(requests().subList(0, windows));
    }

    @Test
    void theVersionThatIsWrittenHasASample() {
        assertThat(SAMPLES.resolve("records-" + RecordFormat.MAJOR + "." + RecordFormat.MINOR + ".imr"))
                .isNotEmptyFile();
    }
}
