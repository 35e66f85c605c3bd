package io.infermark.sse;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.infermark.record.Outcome;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class GoldenStreamsTest {
    static List<GoldenStream> all() {
        return GoldenStream.all();
    }

    static List<GoldenStream> streams() {
        return GoldenStream.streams();
    }

    @Test
    void coverEveryDialectAndOutcome() {
        List<GoldenStream> all = all();
        assertThat(all).hasSizeGreaterThanOrEqualTo(40);
        assertThat(all.stream().map(g -> g.name().split("-", -1)[0]))
                .contains("vllm", "sglang", "trtllm", "llamacpp", "tgi", "transformers");
        assertThat(all.stream().map(GoldenStream::outcome))
                .contains(
                        Outcome.OK,
                        Outcome.CUT,
                        Outcome.HTTP_STATUS,
                        Outcome.NOT_SSE,
                        Outcome.STREAM_ERROR,
                        Outcome.MALFORMED,
                        Outcome.EMPTY);
    }

    @Test
    void whatIsDocumentedNamesItsSource() throws IOException {
        ObjectMapper json = new ObjectMapper();
        for (GoldenStream golden : GoldenStream.all()) {
            JsonNode file = json.readTree(
                    GoldenStream.folder().resolve(golden.name() + ".json").toFile());
            boolean documented = file.get("provenance").asText().equals("documented");
            assertThat(file.hasNonNull("source")).as(golden.name()).isEqualTo(documented);
        }
    }

    @ParameterizedTest
    @MethodSource("all")
    void fileDerivesItsLatenciesFromItsEvents(GoldenStream golden) {
        JsonNode expect = golden.expect();
        JsonNode events = expect.get("events");
        assertThat(expect.get("ttft_us").isNull()).isEqualTo(events.isEmpty());
        if (!events.isEmpty()) {
            assertThat(expect.get("ttft_us").asLong())
                    .isEqualTo(events.get(0).get("at_us").asLong());
            assertThat(expect.get("e2el_us").asLong())
                    .isEqualTo(events.get(events.size() - 1).get("at_us").asLong());
        }
    }

    @ParameterizedTest
    @MethodSource("all")
    void scannedAsRecorded(GoldenStream golden) {
        if (!golden.isStream()) {
            StreamVerdict verdict = golden.status() == 200
                    ? ErrorBody.notEventStream(golden.contentType(), golden.body())
                    : ErrorBody.httpStatus(golden.status(), golden.body());
            assertThat(verdict.outcome()).isEqualTo(golden.outcome());
            assertThat(verdict.detail()).contains(golden.detailPart());
            return;
        }
        Scan scan = Scan.of(golden.reads(), golden.endNanos(), golden.orderly());
        assertThat(scan).isEqualTo(golden.expected(scan));
        checkDetail(golden, scan.detail());
    }

    @ParameterizedTest
    @MethodSource("streams")
    void everySplitOfAReadGivesTheSame(GoldenStream golden) {
        StreamScanner scanner = new StreamScanner();
        Scan whole = Scan.of(scanner, golden.reads(), golden.endNanos(), golden.orderly());
        for (int r = 0; r < golden.reads().size(); r++) {
            Scan.Read read = golden.reads().get(r);
            for (int at = 1; at < read.bytes().length; at++) {
                List<Scan.Read> reads = new ArrayList<>(golden.reads());
                reads.set(r, new Scan.Read(read.nanos(), Arrays.copyOfRange(read.bytes(), at, read.bytes().length)));
                reads.add(r, new Scan.Read(read.nanos(), Arrays.copyOf(read.bytes(), at)));
                Scan scan = Scan.of(scanner, reads, golden.endNanos(), golden.orderly());
                if (!scan.equals(whole)) {
                    assertThat(scan).as("read %d split at %d", r, at).isEqualTo(whole);
                }
            }
        }
    }

    /** The body in two reads: each event has the instant of the read that brought its last byte, known from a byte-by-byte scan. */
    @ParameterizedTest
    @MethodSource("streams")
    void everySplitOfTheBodyStampsTheCompletingRead(GoldenStream golden) {
        byte[] body = golden.body();
        StreamScanner scanner = new StreamScanner();
        List<Scan.Read> single = new ArrayList<>();
        for (int i = 0; i < body.length; i++) {
            single.add(new Scan.Read(i + 1, new byte[] {body[i]}));
        }
        Scan byBytes = Scan.of(scanner, single, body.length + 1, golden.orderly());
        for (int at = 0; at <= body.length; at++) {
            List<Scan.Read> two = List.of(
                    new Scan.Read(1000, Arrays.copyOf(body, at)),
                    new Scan.Read(2000, Arrays.copyOfRange(body, at, body.length)));
            Scan scan = Scan.of(scanner, two, 3000, golden.orderly());
            int split = at;
            List<Scan.Event> expected = byBytes.events().stream()
                    .map(e -> new Scan.Event(e.nanos() <= split ? 1000 : 2000, e.tokens(), e.flags()))
                    .toList();
            if (!scan.events().equals(expected) || scan.outcome() != golden.outcome()) {
                assertThat(scan.events()).as("split at %d", at).isEqualTo(expected);
                assertThat(scan.outcome()).as("split at %d", at).isEqualTo(golden.outcome());
            }
        }
    }

    @ParameterizedTest
    @MethodSource("streams")
    void randomSplitsGiveTheSame(GoldenStream golden) {
        long seed = golden.name().hashCode();
        SplittableRandom random = new SplittableRandom(seed);
        StreamScanner scanner = new StreamScanner();
        Scan whole = Scan.of(scanner, golden.reads(), golden.endNanos(), golden.orderly());
        for (int round = 0; round < 200; round++) {
            int longest = 1 + random.nextInt(round < 100 ? 8 : 400);
            List<Scan.Read> reads = new ArrayList<>();
            for (Scan.Read read : golden.reads()) {
                int from = 0;
                while (from < read.bytes().length) {
                    int to = Math.min(read.bytes().length, from + 1 + random.nextInt(longest));
                    reads.add(new Scan.Read(read.nanos(), Arrays.copyOfRange(read.bytes(), from, to)));
                    from = to;
                }
            }
            Scan scan = Scan.of(scanner, reads, golden.endNanos(), golden.orderly());
            assertThat(scan).as("seed %d, round %d", seed, round).isEqualTo(whole);
        }
    }

    private static void checkDetail(GoldenStream golden, @Nullable String detail) {
        if (golden.outcome() == Outcome.OK) {
            assertThat(detail).isNull();
        } else {
            assertThat(detail).startsWith("[").contains(golden.detailPart()).doesNotContain("\n");
        }
    }
}
