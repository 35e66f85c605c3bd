package io.infermark.record;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;

/**
 * One event loop's way into the record file. {@link #append} encodes into a preallocated block and publishes it with one volatile store: no lock, no system
 * call. The writer's thread drains what was published and gives the block back. If that thread falls behind, the lane takes a new block instead of waiting, and
 * counts it.
 */
public final class RecordLane {
    static final int BLOCK = 64 * 1024;
    private static final int PREALLOCATED = 4;

    private final Queue<Block> free = new ConcurrentLinkedQueue<>();
    private final ByteWriter entry = new ByteWriter(4096);
    private final ByteWriter prefix = new ByteWriter(16);
    private final EventLog replayed = new EventLog();

    /** Filled by the loop. */
    private Block head;

    /** Emptied by the writer; guarded by its lock. */
    private Block tail;

    private int addedByLoop;
    private volatile int added;

    RecordLane() {
        for (int i = 1; i < PREALLOCATED; i++) {
            free.add(new Block(BLOCK));
        }
        head = new Block(BLOCK);
        tail = head;
    }

    /**
     * Appends a request that has ended. Called by this lane's loop only.
     *
     * @param request everything but its events: its event arrays are not looked at
     * @param events its events
     */
    public void append(RequestRecord request, EventLog events) {
        entry.clear();
        EntryCodec.write(request, events, entry);
        prefix.clear();
        prefix.varint(entry.length());
        int size = prefix.length() + entry.length();
        Block block = head;
        if (size > block.bytes.length - block.filled) {
            block = next(size);
        }
        block.put(prefix);
        block.put(entry);
        block.committed = block.filled;
    }

    /**
     * Appends a complete record.
     *
     * @throws IllegalArgumentException if its event arrays differ in length
     */
    public void append(RequestRecord request) {
        int events = request.eventNanos().length;
        if (request.eventTokens().length != events || request.eventFlags().length != events) {
            throw new IllegalArgumentException("[RecordUneven] request " + request.index() + " has " + events
                    + " event instants, " + request.eventTokens().length + " token counts and "
                    + request.eventFlags().length + " flags. There must be as many of each.");
        }
        replayed.reset(events);
        for (int i = 0; i < events; i++) {
            replayed.add(request.eventNanos()[i], request.eventTokens()[i], request.eventFlags()[i]);
        }
        append(request, replayed);
    }

    /** Blocks that had to be allocated beyond the preallocated ones, because the disk was slower than the load. */
    public int blocksAdded() {
        return added;
    }

    private Block next(int size) {
        Block block = size <= BLOCK ? free.poll() : null;
        if (block == null) {
            block = new Block(Math.max(size, BLOCK));
            added = ++addedByLoop;
        }
        Block full = head;
        head = block;
        full.next = block;
        return block;
    }

    /** Hands everything published to the sink. Called under the writer's lock. */
    void drain(Sink sink) {
        while (true) {
            Block block = tail;
            // The order matters: once a successor is seen, the loop has published all it ever will of this block.
            Block next = block.next;
            int committed = block.committed;
            if (committed > block.drained) {
                sink.take(block.bytes, block.drained, committed - block.drained);
                block.drained = committed;
            }
            if (next == null) {
                return;
            }
            tail = next;
            if (block.bytes.length == BLOCK) {
                block.clear();
                free.add(block);
            }
        }
    }

    /** Takes bytes that hold whole entries. */
    @FunctionalInterface
    interface Sink {
        void take(byte[] bytes, int offset, int length);
    }

    private static final class Block {
        final byte[] bytes;

        /** The loop's. */
        int filled;

        /** The writer's. */
        int drained;

        volatile int committed;
        volatile @Nullable Block next;

        Block(int size) {
            bytes = new byte[size];
        }

        void put(ByteWriter source) {
            System.arraycopy(source.array(), 0, bytes, filled, source.length());
            filled += source.length();
        }

        void clear() {
            filled = 0;
            drained = 0;
            committed = 0;
            next = null;
        }
    }
}
