package io.infermark.record;

import java.io.Closeable;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/**
 * Reads the record file of a trial. Requests are streamed one at a time, as often as wanted; they come in the order in which they ended on their event loop,
 * and with several loops the batches of the loops alternate. Opening reads the file once, checks every frame and collects the marks.
 *
 * <p>A file whose writer was killed ends in the middle of a frame. That is no error: what stands before the first frame that is cut or damaged is read, and
 * {@link #tornBytes()} says how much was given up. Everything of a file of a newer minor version is read as far as this version knows it.
 */
public final class RecordReader implements Closeable, Iterable<RequestRecord> {
    private final RandomAccessFile file;
    private final RecordEpoch epoch;
    private final long firstFrame;
    private final long end;
    private final List<WindowMark> marks;

    private RecordReader(RandomAccessFile file, String name) throws IOException {
        this.file = file;
        byte[] head = new byte[RecordFormat.HEADER_FIXED];
        ByteBuffer fixed = ByteBuffer.wrap(head);
        byte[] magic = new byte[RecordFormat.MAGIC.length];
        if (!fill(head, 0)) {
            throw RecordFormatException.foreign(name);
        }
        fixed.get(magic);
        if (!Arrays.equals(magic, RecordFormat.MAGIC)) {
            throw RecordFormatException.foreign(name);
        }
        int major = Short.toUnsignedInt(fixed.getShort());
        if (major > RecordFormat.MAJOR) {
            throw RecordFormatException.newer(major);
        }
        // A newer minor version is read as far as this one knows it.
        fixed.position(fixed.position() + Short.BYTES);
        int length = fixed.getInt();
        int checksum = fixed.getInt();
        byte[] rest = payload(RecordFormat.HEADER_FIXED, length, checksum);
        if (rest == null) {
            throw new RecordFormatException("a damaged header");
        }
        ByteReader in = new ByteReader(rest, 0, rest.length);
        epoch = new RecordEpoch(in.signed(), Instant.ofEpochSecond(in.signed(), in.varint()));
        firstFrame = RecordFormat.HEADER_FIXED + (long) length;
        List<WindowMark> found = new ArrayList<>();
        end = scan(found);
        marks = List.copyOf(found);
    }

    /**
     * Opens a file.
     *
     * @throws IOException if it cannot be read
     * @throws RecordFormatException if it is no record file, has a damaged header, or a higher major version
     */
    public static RecordReader open(Path path) throws IOException {
        RandomAccessFile file = new RandomAccessFile(path.toFile(), "r");
        try {
            return new RecordReader(file, path.toString());
        } catch (IOException | RuntimeException e) {
            file.close();
            throw e;
        }
    }

    /** Zero of every instant. */
    public RecordEpoch epoch() {
        return epoch;
    }

    /** The windows, in the order in which they ended. The last one of a killed run has none. */
    public List<WindowMark> marks() {
        return marks;
    }

    /** Bytes at the end that hold no complete frame; 0 for a file that was closed in order. */
    public long tornBytes() throws IOException {
        return file.length() - end;
    }

    /** The requests; reading errors come as {@link UncheckedIOException}. */
    @Override
    public Iterator<RequestRecord> iterator() {
        return new Requests();
    }

    @Override
    public void close() throws IOException {
        file.close();
    }

    private long scan(List<WindowMark> found) throws IOException {
        long at = firstFrame;
        Frame frame = frameAt(at);
        while (frame != null) {
            if (frame.kind == RecordFormat.MARK) {
                found.add(MarkCodec.read(new ByteReader(frame.payload, 0, frame.payload.length)));
            }
            at = frame.next;
            frame = frameAt(at);
        }
        return at;
    }

    private @Nullable Frame frameAt(long at) throws IOException {
        byte[] head = new byte[RecordFormat.FRAME_HEADER];
        ByteBuffer header = ByteBuffer.wrap(head);
        if (!fill(head, at)) {
            return null;
        }
        int kind = header.get();
        int length = header.getInt();
        byte[] payload = payload(at + RecordFormat.FRAME_HEADER, length, header.getInt());
        return payload == null ? null : new Frame(kind, payload, at + RecordFormat.FRAME_HEADER + length);
    }

    private byte @Nullable [] payload(long at, int length, int checksum) throws IOException {
        if (length < 0 || length > file.length() - at) {
            return null;
        }
        byte[] bytes = new byte[length];
        if (!fill(bytes, at)) {
            return null;
        }
        CRC32 crc = new CRC32();
        crc.update(bytes);
        return (int) crc.getValue() == checksum ? bytes : null;
    }

    /** Fills a new buffer from a place in the file; false if the file ends before. */
    private boolean fill(byte[] buffer, long at) throws IOException {
        if (buffer.length > file.length() - at) {
            return false;
        }
        file.seek(at);
        file.readFully(buffer);
        return true;
    }

    @SuppressWarnings("ArrayRecordComponent") // read once and dropped
    private record Frame(int kind, byte[] payload, long next) {}

    private final class Requests implements Iterator<RequestRecord> {
        private long at = firstFrame;
        private ByteReader entries = new ByteReader(new byte[0], 0, 0);

        @Override
        public boolean hasNext() {
            while (entries.atEnd() && at < end) {
                try {
                    Frame frame = frameAt(at);
                    if (frame == null) {
                        throw new RecordFormatException("a frame that changed while it was read");
                    }
                    at = frame.next;
                    if (frame.kind == RecordFormat.REQUESTS) {
                        entries = new ByteReader(frame.payload, 0, frame.payload.length);
                    }
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }
            return !entries.atEnd();
        }

        @Override
        public RequestRecord next() {
            if (!hasNext()) {
                throw new NoSuchElementException();
            }
            return EntryCodec.read(entries.slice(entries.varint()));
        }
    }
}
