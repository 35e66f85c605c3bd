package io.infermark.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.infermark.api.Arrival;
import io.infermark.model.Load;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.reflect.RecordComponent;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RecordFileTest {
    @TempDir
    Path folder;

    private static final RecordEpoch EPOCH =
            new RecordEpoch(123_456_789_012L, Instant.parse("2026-11-25T01:02:03.000000004Z"));

    private static RequestRecord random(SplittableRandom random, int index) {
        int events = random.nextInt(4) == 0 ? 0 : random.nextInt(200);
        TokenSource source = List.of(TokenSource.values()).get(random.nextInt(TokenSource.values().length));
        long[] nanos = new long[events];
        int[] tokens = new int[events];
        byte[] flags = new byte[events];
        long at = random.nextLong(-1000, 1L << 50);
        for (int i = 0; i < events; i++) {
            at += random.nextInt(3) == 0 ? 0 : random.nextLong(1L << random.nextInt(1, 40));
            nanos[i] = at;
            tokens[i] = source == TokenSource.NONE ? -1 : random.nextInt(1, 1 << random.nextInt(1, 12));
            flags[i] = (byte) random.nextInt(8);
        }
        Outcome outcome = List.of(Outcome.values()).get(random.nextInt(Outcome.values().length));
        return new RequestRecord(
                index,
                random.nextBoolean(),
                random.nextInt(5),
                "id-é-" + random.nextInt(),
                random.nextInt(4),
                instant(random),
                instant(random),
                random.nextLong(1L << 40),
                random.nextBoolean(),
                Transport.http2(random.nextBoolean(), random.nextInt(100)),
                instant(random),
                instant(random),
                random.nextInt(600),
                outcome,
                random.nextBoolean() ? null : "detail \u0000 " + random.nextInt(),
                random.nextBoolean() ? null : "",
                random.nextInt(5),
                random.nextInt(1 << 20),
                random.nextInt(1 << 20),
                random.nextInt(-1, 1 << 20),
                random.nextInt(-1, 1 << 20),
                random.nextInt(-1, 1 << 20),
                source,
                nanos,
                tokens,
                flags);
    }

    private static long instant(SplittableRandom random) {
        return random.nextInt(4) == 0 ? RequestRecord.UNSEEN : random.nextLong();
    }

    private static void same(List<RequestRecord> read, List<RequestRecord> written) {
        assertThat(read).hasSameSizeAs(written);
        for (int i = 0; i < read.size(); i++) {
            assertThat(text(read.get(i))).isEqualTo(text(written.get(i)));
        }
    }

    /** All members, arrays by content. */
    private static String text(RequestRecord record) {
        StringBuilder text = new StringBuilder();
        try {
            for (RecordComponent member : RequestRecord.class.getRecordComponents()) {
                Object value = member.getAccessor().invoke(record);
                text.append(member.getName()).append('=').append(Arrays.deepToString(new Object[] {value}));
            }
        } catch (ReflectiveOperationException e) {
            throw new LinkageError(e.getMessage(), e);
        }
        return text.toString();
    }

    private static List<RequestRecord> all(RecordReader reader) {
        List<RequestRecord> all = new ArrayList<>();
        reader.forEach(all::add);
        return all;
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void whatWasWrittenIsReadInOrderWithItsMarks(long seed) throws IOException {
        SplittableRandom random = new SplittableRandom(seed);
        Path file = folder.resolve("records");
        List<RequestRecord> written = new ArrayList<>();
        List<WindowMark> marks = List.of(
                new WindowMark(true, 0, new Load.Closed(7), 1, RequestRecord.UNSEEN, -5, 99, 3, -1L, true),
                new WindowMark(false, 2, new Load.Open(12.5, Arrival.GAMMA, 0.25, 9), 1, 2, 3, 4, 5, seed, false),
                new WindowMark(false, 3, new Load.Open(8, Arrival.RAMP, 1, 0, "0.1:60s"), 1, 2, 3, 4, 5, seed, false));
        try (RecordWriter writer = RecordWriter.create(file, EPOCH)) {
            RecordLane lane = writer.lane();
            for (int window = 0; window < marks.size(); window++) {
                int count = random.nextInt(1, 600);
                for (int i = 0; i < count; i++) {
                    RequestRecord record = random(random, i);
                    written.add(record);
                    lane.append(record);
                }
                writer.mark(marks.get(window));
            }
        }
        try (RecordReader reader = RecordReader.open(file)) {
            assertThat(reader.epoch()).isEqualTo(EPOCH);
            assertThat(reader.marks()).isEqualTo(marks);
            assertThat(reader.tornBytes()).isZero();
            same(all(reader), written);
            same(all(reader), written);
        }
    }

    @Test
    void requestLargerThanABlockIsKept() throws IOException {
        Path file = folder.resolve("records");
        SplittableRandom random = new SplittableRandom(1);
        EventLog events = new EventLog();
        events.reset(10);
        int count = 3 * RecordLane.BLOCK;
        for (int i = 0; i < count; i++) {
            events.add(i * 1000L, 1, RequestRecord.VISIBLE);
        }
        try (RecordWriter writer = RecordWriter.create(file, EPOCH)) {
            RecordLane lane = writer.lane();
            lane.append(random(random, 0));
            lane.append(head(1, TokenSource.IDS), events);
            lane.append(random(random, 2));
        }
        try (RecordReader reader = RecordReader.open(file)) {
            List<RequestRecord> read = all(reader);
            assertThat(read).hasSize(3);
            assertThat(read.get(1).eventNanos()).hasSize(count);
            assertThat(read.get(1).eventNanos()[count - 1]).isEqualTo((count - 1) * 1000L);
        }
    }

    /** Counts of single events are worth nothing once one event could not be counted. */
    @Test
    void uncountableEventsHaveNoCounts() throws IOException {
        Path file = folder.resolve("records");
        EventLog events = new EventLog();
        events.reset(2);
        events.add(1, 3, 0);
        events.add(2, -1, 0);
        try (RecordWriter writer = RecordWriter.create(file, EPOCH)) {
            writer.lane().append(head(0, TokenSource.NONE), events);
        }
        try (RecordReader reader = RecordReader.open(file)) {
            assertThat(all(reader).get(0).eventTokens()).containsExactly(-1, -1);
        }
    }

    private static RequestRecord head(int index, TokenSource source) {
        RequestRecord any = random(new SplittableRandom(3), index);
        return new RequestRecord(
                index,
                false,
                0,
                "id",
                0,
                0,
                1,
                0,
                true,
                Transport.HTTP_1_1,
                2,
                3,
                200,
                Outcome.OK,
                null,
                "length",
                0,
                any.plannedInputTokens(),
                any.plannedOutputTokens(),
                1,
                1,
                -1,
                source,
                new long[0],
                new int[0],
                new byte[0]);
    }

    @Test
    void lanesOfSeveralThreadsKeepEveryRequest() throws Exception {
        Path file = folder.resolve("records");
        int lanes = 3;
        int each = 5000;
        try (RecordWriter writer = RecordWriter.create(file, EPOCH)) {
            List<Thread> threads = new ArrayList<>();
            for (int l = 0; l < lanes; l++) {
                RecordLane lane = writer.lane();
                int number = l;
                Thread thread = new Thread(() -> {
                    SplittableRandom random = new SplittableRandom(number);
                    for (int i = 0; i < each; i++) {
                        lane.append(random(random, number * each + i));
                    }
                });
                threads.add(thread);
                thread.start();
            }
            for (Thread thread : threads) {
                thread.join();
            }
        }
        try (RecordReader reader = RecordReader.open(file)) {
            int[] next = new int[lanes];
            for (RequestRecord record : reader) {
                int lane = record.index() / each;
                assertThat(record.index()).isEqualTo(lane * each + next[lane]++);
            }
            assertThat(next).containsOnly(each);
        }
    }

    /** Every length at which the file can be torn leaves a readable file whose records are a prefix. */
    @Test
    void anyTornTailLeavesAReadablePrefix() throws IOException {
        Path file = folder.resolve("records");
        SplittableRandom random = new SplittableRandom(8);
        List<RequestRecord> written = new ArrayList<>();
        try (RecordWriter writer = RecordWriter.create(file, EPOCH)) {
            RecordLane lane = writer.lane();
            for (int i = 0; i < 12; i++) {
                RequestRecord record = random(random, i);
                written.add(record);
                lane.append(record);
                writer.flush();
            }
            writer.mark(new WindowMark(false, 0, new Load.Closed(1), 0, 0, 0, 0, 12, 0, false));
        }
        byte[] whole = Files.readAllBytes(file);
        Path torn = folder.resolve("torn");
        int header = RecordFormat.HEADER_FIXED + ByteBuffer.wrap(whole).getInt(12);
        int most = 0;
        for (int length = header; length < whole.length; length += 1 + length % 7) {
            Files.write(torn, Arrays.copyOf(whole, length));
            try (RecordReader reader = RecordReader.open(torn)) {
                List<RequestRecord> read = all(reader);
                same(read, written.subList(0, read.size()));
                assertThat(read.size()).isGreaterThanOrEqualTo(most);
                most = read.size();
                assertThat(reader.marks()).isEmpty();
                assertThat(reader.tornBytes()).isBetween(0L, (long) length);
            }
        }
        assertThat(most).isEqualTo(12);
    }

    @Test
    void damagedByteEndsTheReadablePart() throws IOException {
        Path file = folder.resolve("records");
        try (RecordWriter writer = RecordWriter.create(file, EPOCH)) {
            writer.lane().append(head(0, TokenSource.IDS));
        }
        byte[] bytes = Files.readAllBytes(file);
        bytes[bytes.length - 3] ^= 1;
        Files.write(file, bytes);
        try (RecordReader reader = RecordReader.open(file)) {
            assertThat(all(reader)).isEmpty();
            assertThat(reader.tornBytes()).isPositive();
        }
    }

    @Test
    void foreignAndNewerFilesAreRefused() throws IOException {
        Path file = folder.resolve("records");
        Files.writeString(file, "{\"not\":\"a record file, though long enough to be one\"}");
        assertThatThrownBy(() -> RecordReader.open(file)).hasMessageStartingWith("[RecordsForeign]");
        Files.writeString(file, "x");
        assertThatThrownBy(() -> RecordReader.open(file)).hasMessageStartingWith("[RecordsForeign]");
        RecordWriter.create(file, EPOCH).close();
        byte[] bytes = Files.readAllBytes(file);
        bytes[9] = (byte) (RecordFormat.MAJOR + 1);
        Files.write(file, bytes);
        assertThatThrownBy(() -> RecordReader.open(file)).hasMessageStartingWith("[RecordsNewer]");
        bytes[8] = (byte) 0x80;
        Files.write(file, bytes);
        assertThatThrownBy(() -> RecordReader.open(file)).hasMessageStartingWith("[RecordsNewer]");
    }

    @Test
    void unknownFramesOfALaterMinorVersionAreSkipped() throws IOException {
        Path file = folder.resolve("records");
        try (RecordWriter writer = RecordWriter.create(file, EPOCH)) {
            writer.lane().append(head(0, TokenSource.IDS));
        }
        byte[] whole = Files.readAllBytes(file);
        int header = RecordFormat.HEADER_FIXED + ByteBuffer.wrap(whole).getInt(12);
        ByteBuffer longer = ByteBuffer.allocate(whole.length + RecordFormat.FRAME_HEADER + 4);
        java.util.zip.CRC32 crc = new java.util.zip.CRC32();
        crc.update(new byte[] {1, 2, 3, 4});
        longer.put(whole, 0, header)
                .put((byte) 77)
                .putInt(4)
                .putInt((int) crc.getValue())
                .put(new byte[] {1, 2, 3, 4})
                .put(whole, header, whole.length - header);
        Files.write(file, longer.array());
        try (RecordReader reader = RecordReader.open(file)) {
            assertThat(all(reader)).hasSize(1);
            assertThat(reader.tornBytes()).isZero();
        }
    }

    @Test
    void unwritablePlaceIsAClearError() {
        assertThatThrownBy(() -> RecordWriter.create(folder.resolve("none").resolve("records"), EPOCH))
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith("[RecordsUnwritable]");
    }

    @Test
    void fullDiskIsReportedAndDoesNotStopTheLane() throws IOException {
        Path full = Path.of("/dev/full");
        org.junit.jupiter.api.Assumptions.assumeTrue(Files.exists(full), "only Linux has a device that is always full");
        assertThatThrownBy(() -> RecordWriter.create(full, EPOCH))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("[RecordsUnwritable]")
                .hasMessageContaining("No space left");
    }

    @Test
    void unevenRecordIsRefused() throws IOException {
        try (RecordWriter writer = RecordWriter.discarding(EPOCH)) {
            RequestRecord good = head(0, TokenSource.IDS);
            RequestRecord bad = new RequestRecord(
                    0,
                    false,
                    0,
                    "id",
                    0,
                    0,
                    0,
                    0,
                    true,
                    Transport.HTTPS_1_1,
                    0,
                    0,
                    200,
                    Outcome.OK,
                    null,
                    null,
                    0,
                    1,
                    1,
                    1,
                    1,
                    -1,
                    TokenSource.IDS,
                    new long[1],
                    new int[0],
                    new byte[1]);
            RecordLane lane = writer.lane();
            lane.append(good);
            assertThatThrownBy(() -> lane.append(bad)).hasMessageStartingWith("[RecordUneven]");
        }
    }

    /** The writing process is killed as hard as can be: what it had flushed is there. */
    @Test
    @Timeout(120)
    void killedWriterLeavesWhatWasFlushed() throws Exception {
        Path file = folder.resolve("records");
        Process child = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Victim.class.getName(),
                        file.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        int flushed = 0;
        try (BufferedReader output =
                new BufferedReader(new InputStreamReader(child.getInputStream(), StandardCharsets.UTF_8))) {
            while (flushed < 3000) {
                String line = output.readLine();
                assertThat(line).as("the child writes until it is killed").isNotNull();
                flushed = Integer.parseInt(line);
            }
        }
        child.destroyForcibly();
        assertThat(child.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(child.exitValue()).isEqualTo(128 + 9);
        try (RecordReader reader = RecordReader.open(file)) {
            int next = 0;
            for (RequestRecord record : reader) {
                assertThat(record.index()).isEqualTo(next++);
            }
            assertThat(next).isGreaterThanOrEqualTo(flushed);
        }
    }

    /** Writes until it is killed, and says how much it has flushed. */
    static final class Victim {
        private Victim() {}

        public static void main(String[] arguments) throws IOException {
            try (RecordWriter writer = RecordWriter.create(Path.of(arguments[0]), EPOCH)) {
                RecordLane lane = writer.lane();
                SplittableRandom random = new SplittableRandom(1);
                for (int i = 0; i < 100_000_000; i++) {
                    lane.append(random(random, i));
                    if (i % 1000 == 999) {
                        writer.flush();
                        System.out.println(i + 1);
                    }
                }
            }
        }
    }
}
