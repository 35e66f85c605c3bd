package io.infermark.sim;

import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Puts the events of one answer on the wire: line ends, chunk framing, writes cut or coalesced as the shape says, and
 * the log entry of each.
 */
final class EventWriter {
    private static final byte[] CRLF = {'\r', '\n'};
    private static final byte[] LAST_CHUNK = "0\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

    private final LoopState loop;
    private final RequestRouter router;
    private final Reply reply;
    private final StreamShape shape;
    private final int logIndex;
    private final String requestId;
    private final boolean chunked;
    private final byte[] lineEnd;
    private final boolean direct;
    private boolean corked;
    private int events;
    private @Nullable ByteBuf held;
    private int[] heldEvents = new int[4];
    private long[] heldEnds = new long[4];
    private int heldFirst;
    private int heldCount;
    private int coalesced;
    private long heldBytes;
    private long releasedBytes;
    private long sentBytes;
    private int cuts;
    private boolean pumping;
    private @Nullable Runnable whenSent;

    EventWriter(LoopState loop, RequestRouter router, Reply reply, StreamShape shape, int logIndex, String requestId) {
        this.loop = loop;
        this.router = router;
        this.reply = reply;
        this.shape = shape;
        this.logIndex = logIndex;
        this.requestId = requestId;
        this.chunked = reply.chunked();
        this.lineEnd = shape.lineEnd().text().getBytes(StandardCharsets.US_ASCII);
        this.direct = shape.cut().isEmpty() && shape.coalesce() == 1;
    }

    /** Sends the head of an event stream. */
    void open(long arrivalNanos) {
        reply.head(200, "text/event-stream; charset=utf-8", -1, Incoming.REQUEST_ID, requestId);
        reply.flush();
    }

    /** Sends one event and notes it. */
    void event(ByteSink json, long dueNanos, int tokens) {
        ByteSink wire = loop.wire;
        wire.clear();
        events++;
        if (shape.commentEvery() > 0 && events % shape.commentEvery() == 0) {
            wire.ascii(": comment").put(lineEnd).put(lineEnd);
        }
        if (shape.pingEvery() > 0 && events % shape.pingEvery() == 0) {
            wire.ascii("event: ping")
                    .put(lineEnd)
                    .ascii(shape.dataSpace() ? "data: " : "data:")
                    .ascii("{\"type\":\"ping\"}")
                    .put(lineEnd)
                    .put(lineEnd);
        }
        wire.ascii(shape.dataSpace() ? "data: " : "data:")
                .put(json)
                .put(lineEnd)
                .put(lineEnd);
        int size = wire.size();
        loop.counters.events++;
        loop.counters.bytes += size;
        if (direct) {
            ByteBuf buffer = loop.buffers.directBuffer(size + 12);
            frame(wire, buffer);
            loop.log.event(logIndex, dueNanos, System.nanoTime(), tokens, size);
            reply.write(buffer);
            if (!corked) {
                reply.flush();
            }
            return;
        }
        int entry = loop.log.event(logIndex, dueNanos, System.nanoTime(), tokens, size);
        ByteBuf buffer = held();
        int before = buffer.readableBytes();
        frame(wire, buffer);
        heldBytes += buffer.readableBytes() - before;
        // The end of a chunk is not the event's.
        hold(entry, chunked ? heldBytes - CRLF.length : heldBytes);
        coalesced++;
        if (coalesced >= shape.coalesce() && !corked) {
            release();
        }
    }

    private void frame(ByteSink wire, ByteBuf buffer) {
        if (chunked) {
            putHex(wire.size(), buffer);
            buffer.writeBytes(CRLF);
        }
        buffer.writeBytes(wire.array(), 0, wire.size());
        if (chunked) {
            buffer.writeBytes(CRLF);
        }
    }

    private static void putHex(int size, ByteBuf buffer) {
        int shift = 28;
        while (shift > 0 && (size >>> shift & 15) == 0) {
            shift -= 4;
        }
        for (; shift >= 0; shift -= 4) {
            int digit = size >>> shift & 15;
            buffer.writeByte(digit < 10 ? '0' + digit : 'a' + digit - 10);
        }
    }

    private ByteBuf held() {
        if (held == null) {
            held = loop.buffers.directBuffer(1024);
        }
        return held;
    }

    /** Remembers an event until its last byte, which is the {@code end}-th that was held back, is written. */
    private void hold(int event, long end) {
        if (heldFirst == heldCount) {
            heldFirst = 0;
            heldCount = 0;
        }
        if (heldCount == heldEvents.length) {
            heldEvents = Arrays.copyOf(heldEvents, heldCount * 2);
            heldEnds = Arrays.copyOf(heldEnds, heldCount * 2);
        }
        heldEvents[heldCount] = event;
        heldEnds[heldCount++] = end;
    }

    /** Writes what was held back: whole, or in cut sizes. */
    private void release() {
        coalesced = 0;
        releasedBytes = heldBytes;
        if (!shape.cut().isEmpty()) {
            if (!pumping) {
                pump();
            }
        } else if (held != null) {
            noteWrite(held.readableBytes());
            reply.write(held);
            reply.flush();
            held = null;
        }
    }

    /** So many more bytes are about to be written: an event is written when its last byte is, since no client can read it before. */
    private void noteWrite(int bytes) {
        long now = System.nanoTime();
        sentBytes += bytes;
        while (heldFirst < heldCount && heldEnds[heldFirst] <= sentBytes) {
            loop.log.written(heldEvents[heldFirst++], now);
        }
    }

    private void pump() {
        while (held != null && sentBytes < releasedBytes) {
            int size = (int) Math.min(
                    releasedBytes - sentBytes,
                    shape.cut().get(cuts++ % shape.cut().size()));
            noteWrite(size);
            reply.write(loop.buffers.directBuffer(size).writeBytes(held, size));
            reply.flush();
            if (!shape.cutGap().isZero() && sentBytes < releasedBytes) {
                pumping = true;
                loop.pacer.add(System.nanoTime() + shape.cutGap().toNanos(), due -> pump());
                return;
            }
        }
        pumping = false;
        if (held != null && !held.isReadable()) {
            discardHeld();
        }
        Runnable next = whenSent;
        whenSent = null;
        if (next != null) {
            next.run();
        }
    }

    /** Drops what is held back; for a connection that is gone. */
    void discardHeld() {
        if (held != null) {
            held.release();
            held = null;
        }
    }

    /** From now on writes wait for {@link #uncork} or {@link #finish}. */
    void cork() {
        corked = true;
    }

    void uncork() {
        corked = false;
        if (direct) {
            reply.flush();
        } else if (heldBytes > releasedBytes) {
            release();
        }
    }

    /** Ends the answer in order. */
    void finish() {
        if (direct) {
            if (chunked) {
                reply.write(loop.buffers.directBuffer(8).writeBytes(LAST_CHUNK));
            }
            reply.answered();
            return;
        }
        if (chunked) {
            held().writeBytes(LAST_CHUNK);
            heldBytes += LAST_CHUNK.length;
        }
        corked = false;
        release();
        afterHeld(reply::answered);
    }

    private void afterHeld(Runnable work) {
        if (pumping) {
            whenSent = work;
        } else {
            work.run();
        }
    }

    /** Sends a whole JSON answer and notes it as one event. */
    void body(ByteSink json, long dueNanos, int tokens) {
        int size = json.size();
        loop.counters.events++;
        loop.counters.bytes += size;
        loop.log.event(logIndex, dueNanos, System.nanoTime(), tokens, size);
        reply.head(200, "application/json", size, Incoming.REQUEST_ID, requestId);
        reply.write(loop.buffers.directBuffer(size).writeBytes(json.array(), 0, size));
        reply.answered();
    }

    /** Sends an HTTP error instead of an answer that had not begun. */
    void problem(HttpProblem problem) {
        router.answer(problem, reply);
    }

    /** Announces that the connection takes no more requests; this answer goes on. */
    void goAway() {
        reply.goAway();
    }

    /** Resets the connection, or the HTTP/2 stream, after what was sent. */
    void reset() {
        flushThen(reply::reset);
    }

    /** Closes the connection in order, without the end of the answer. */
    void closeNow() {
        flushThen(reply::close);
    }

    /** Closes the sending side only. */
    void halfClose() {
        flushThen(reply::halfClose);
    }

    private void flushThen(Runnable work) {
        uncork();
        afterHeld(work);
    }
}
