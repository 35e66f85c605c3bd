package io.infermark.record;

import java.io.Closeable;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.LockSupport;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/**
 * Writes the records of one trial into a versioned file.
 *
 * <p>Every event loop takes a {@link #lane()} and appends requests as they end. A thread of this writer drains the lanes every {@value #PERIOD_MILLIS} ms, so a
 * kill −9 loses at most what ended since; what was written stays readable, since every frame carries its length and checksum. The heap does not depend on
 * the length of a window.
 *
 * <p>A disk that fails does not disturb the load: the first error is kept, further records are dropped, and {@link #flush}, {@link #mark} and {@link #close}
 * throw it.
 */
public final class RecordWriter implements Closeable {
    private static final int PERIOD_MILLIS = 100;

    private final RecordEpoch epoch;
    /** Not a channel: an interrupt of the thread that flushes would close that. */
    private final @Nullable FileOutputStream file;

    private final List<RecordLane> lanes = new CopyOnWriteArrayList<>();
    private final Object lock = new Object();
    private final CRC32 crc = new CRC32();
    private final ByteBuffer frame = ByteBuffer.allocate(RecordLane.BLOCK + RecordFormat.FRAME_HEADER);
    private final Thread thread;
    private volatile boolean closed;
    private boolean released;
    private @Nullable IOException failure;

    private RecordWriter(@Nullable FileOutputStream file, RecordEpoch epoch) {
        this.file = file;
        this.epoch = epoch;
        thread = new Thread(this::work, "infermark-records");
        thread.setDaemon(true);
    }

    /**
     * Creates the file; one that exists is replaced.
     *
     * @param epoch zero of every instant in it
     * @throws IOException {@code [RecordsUnwritable]} if it cannot be written
     */
    public static RecordWriter create(Path path, RecordEpoch epoch) throws IOException {
        FileOutputStream file;
        try {
            file = new FileOutputStream(path.toFile());
        } catch (IOException e) {
            throw unwritable(path.toString(), e);
        }
        RecordWriter writer = new RecordWriter(file, epoch);
        try {
            writer.writeAll(header(epoch));
        } catch (IOException e) {
            file.close();
            throw unwritable(path.toString(), e);
        }
        writer.thread.start();
        return writer;
    }

    /** A writer that keeps nothing, for requests that only warm the client. */
    public static RecordWriter discarding(RecordEpoch epoch) {
        RecordWriter writer = new RecordWriter(null, epoch);
        writer.thread.start();
        return writer;
    }

    /** Zero of every instant in the file. */
    public RecordEpoch epoch() {
        return epoch;
    }

    /** A new lane, for one thread. */
    public RecordLane lane() {
        RecordLane lane = new RecordLane();
        lanes.add(lane);
        return lane;
    }

    /**
     * Writes everything that the lanes have published.
     *
     * @throws IOException {@code [RecordsUnwritable]} if the disk failed now or before
     */
    public void flush() throws IOException {
        synchronized (lock) {
            drain();
            check();
        }
    }

    /**
     * Writes everything that the lanes have published and then the bounds of the window that it belongs to.
     *
     * @throws IOException {@code [RecordsUnwritable]} if the disk failed now or before
     */
    public void mark(WindowMark mark) throws IOException {
        ByteWriter payload = new ByteWriter(128);
        MarkCodec.write(mark, payload);
        synchronized (lock) {
            drain();
            write(RecordFormat.MARK, payload.array(), 0, payload.length());
            check();
        }
    }

    @Override
    public void close() throws IOException {
        closed = true;
        LockSupport.unpark(thread);
        try {
            thread.join(10_000);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        synchronized (lock) {
            drain();
            released = true;
            if (file != null) {
                file.close();
            }
            check();
        }
    }

    private void work() {
        while (!closed) {
            LockSupport.parkNanos(PERIOD_MILLIS * 1_000_000L);
            synchronized (lock) {
                drain();
            }
        }
    }

    private void drain() {
        for (RecordLane lane : lanes) {
            lane.drain((bytes, offset, length) -> write(RecordFormat.REQUESTS, bytes, offset, length));
        }
    }

    private void write(int kind, byte[] bytes, int offset, int length) {
        if (file == null || failure != null || released) {
            return;
        }
        crc.reset();
        crc.update(bytes, offset, length);
        int total = length + RecordFormat.FRAME_HEADER;
        ByteBuffer target = total <= frame.capacity() ? frame.clear() : ByteBuffer.allocate(total);
        target.put((byte) kind)
                .putInt(length)
                .putInt((int) crc.getValue())
                .put(bytes, offset, length)
                .flip();
        try {
            writeAll(target);
        } catch (IOException e) {
            failure = e;
        }
    }

    private void writeAll(ByteBuffer source) throws IOException {
        if (file != null) {
            file.write(source.array(), source.arrayOffset(), source.limit());
        }
    }

    private void check() throws IOException {
        if (failure != null) {
            throw unwritable("the record file", failure);
        }
    }

    private static ByteBuffer header(RecordEpoch epoch) {
        ByteWriter rest = new ByteWriter(32);
        rest.signed(epoch.nanoOrigin());
        Instant wall = epoch.wallClock();
        rest.signed(wall.getEpochSecond());
        rest.varint(wall.getNano());
        CRC32 crc = new CRC32();
        crc.update(rest.array(), 0, rest.length());
        return ByteBuffer.allocate(RecordFormat.HEADER_FIXED + rest.length())
                .put(RecordFormat.MAGIC)
                .putShort((short) RecordFormat.MAJOR)
                .putShort((short) RecordFormat.MINOR)
                .putInt(rest.length())
                .putInt((int) crc.getValue())
                .put(rest.array(), 0, rest.length())
                .flip();
    }

    private static IOException unwritable(String what, IOException cause) {
        return new IOException(
                "[RecordsUnwritable] " + what + " cannot be written: " + cause.getMessage()
                        + ". Free the disk or choose another -out directory; the point has to be measured again.",
                cause);
    }
}
