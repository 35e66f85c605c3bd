package io.infermark.sse;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.infermark.record.Outcome;
import java.io.ByteArrayOutputStream;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever the bytes are: no exception, a documented outcome, bounded memory, and the same answer however they are cut. */
class StreamScannerFuzzTest {
    private static final Set<Outcome> DOCUMENTED = EnumSet.of(
            Outcome.OK, Outcome.CUT, Outcome.STREAM_ERROR, Outcome.MALFORMED, Outcome.EMPTY, Outcome.NOT_SSE);
    private static final String[] PIECES = {
        "data",
        ":",
        " ",
        "\n",
        "\r",
        "\n\n",
        "\r\n",
        "[DONE]",
        "{",
        "}",
        "[",
        "]",
        ",",
        "\"",
        "\\",
        "\\u00",
        "null",
        "true",
        "-",
        "1",
        "e9",
        ".",
        "\"choices\":",
        "\"delta\":",
        "\"content\":",
        "\"usage\":",
        "\"completion_tokens\":",
        "\"error\":",
        "\"token_ids\":",
        "event: error",
        "event",
        "id",
        "retry",
        "\"text\":\"",
        "\"index\":",
        "\"finish_reason\":\"stop\"",
        "\"tokens\":",
        "\"token\":",
        "\"meta_info\":",
        "\uFEFF",
        "🎉",
        "\0",
        "data: {",
        "\"timings\":{\"predicted_n\":",
        "\"logprobs\":{\"content\":["
    };

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void randomBytes(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        for (int round = 0; round < 8_000; round++) {
            byte[] bytes = new byte[random.nextInt(200)];
            random.nextBytes(bytes);
            check(bytes, random, seed, round);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {11, 12, 13, 14})
    void randomPiecesOfTheGrammar(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        for (int round = 0; round < 8_000; round++) {
            StringBuilder text = new StringBuilder();
            for (int i = random.nextInt(60); i > 0; i--) {
                text.append(PIECES[random.nextInt(PIECES.length)]);
            }
            check(text.toString().getBytes(StandardCharsets.UTF_8), random, seed, round);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {21, 22, 23, 24})
    void mutatedStreams(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        List<byte[]> bodies = GoldenStream.streams().stream()
                .map(GoldenStream::body)
                .filter(body -> body.length > 0 && body.length < 4000)
                .toList();
        for (int round = 0; round < 4_000; round++) {
            byte[] bytes = bodies.get(random.nextInt(bodies.size()));
            for (int i = 1 + random.nextInt(4); i > 0; i--) {
                bytes = mutate(bytes, bodies, random);
            }
            check(bytes, random, seed, round);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {31})
    void memoryStaysBounded(long seed) {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        SplittableRandom random = new SplittableRandom(seed);
        StreamScanner scanner = new StreamScanner(1 << 16);
        byte[] bytes = new byte[1 << 14];
        EventSink sink = (nanos, tokens, flags) -> {};
        long before = threads.getCurrentThreadAllocatedBytes();
        for (int stream = 0; stream < 20; stream++) {
            scanner.reset();
            for (int i = 0; i < 100; i++) {
                random.nextBytes(bytes);
                for (int k = 0; k < bytes.length; k += 1 + random.nextInt(200)) {
                    bytes[k] = '\n';
                    if (k + 6 < bytes.length) {
                        System.arraycopy("data:{".getBytes(StandardCharsets.US_ASCII), 0, bytes, k + 1, 5);
                    }
                }
                scanner.accept(bytes, 0, bytes.length, i, sink);
            }
            scanner.end(1);
        }
        // 32 MB went through; what remains are exceptions and the growth of buffers.
        assertThat(threads.getCurrentThreadAllocatedBytes() - before).isLessThan(64L << 20);
    }

    private static byte[] mutate(byte[] bytes, List<byte[]> bodies, SplittableRandom random) {
        if (bytes.length < 2) {
            return bytes;
        }
        int at = random.nextInt(bytes.length);
        int to = Math.min(bytes.length, at + 1 + random.nextInt(12));
        return switch (random.nextInt(6)) {
            case 0 -> Arrays.copyOf(bytes, at);
            case 1 -> splice(bytes, at, to, new byte[0]);
            case 2 -> splice(bytes, at, at, Arrays.copyOfRange(bytes, at, to));
            case 3 -> splice(bytes, at, at + 1, new byte[] {(byte) random.nextInt(256)});
            case 4 -> splice(bytes, at, at, PIECES[random.nextInt(PIECES.length)].getBytes(StandardCharsets.UTF_8));
            default -> {
                byte[] other = bodies.get(random.nextInt(bodies.size()));
                yield splice(
                        bytes, at, bytes.length, Arrays.copyOfRange(other, random.nextInt(other.length), other.length));
            }
        };
    }

    private static byte[] splice(byte[] bytes, int from, int to, byte[] middle) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(bytes, 0, from);
        out.writeBytes(middle);
        out.write(bytes, to, bytes.length - to);
        return out.toByteArray();
    }

    private static void check(byte[] bytes, SplittableRandom random, long seed, int round) {
        boolean orderly = random.nextBoolean();
        StreamScanner scanner = new StreamScanner(1 << 12);
        Scan whole = Scan.of(scanner, List.of(new Scan.Read(7, bytes)), 8, orderly);
        if (!DOCUMENTED.contains(whole.outcome()) || (whole.detail() == null) != (whole.outcome() == Outcome.OK)) {
            assertThat(whole.outcome())
                    .as("seed %d, round %d: %s", seed, round, whole)
                    .isIn(DOCUMENTED);
            assertThat(whole.detail()).as("seed %d, round %d", seed, round).isNotNull();
        }
        List<Scan.Read> reads = new ArrayList<>();
        int from = 0;
        while (from < bytes.length) {
            int to = Math.min(bytes.length, from + 1 + random.nextInt(40));
            reads.add(new Scan.Read(7, Arrays.copyOfRange(bytes, from, to)));
            from = to;
        }
        Scan pieces = Scan.of(scanner, reads, 8, orderly);
        if (!pieces.equals(whole)) {
            assertThat(pieces).as("seed %d, round %d", seed, round).isEqualTo(whole);
        }
    }
}
