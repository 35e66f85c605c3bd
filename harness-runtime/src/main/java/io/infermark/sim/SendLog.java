package io.infermark.sim;

import java.util.ArrayList;
import java.util.List;

/**
 * What was sent and when, as primitive arrays. Requests and events live in blocks; a block is allocated ahead of its
 * first entry (the first ones at start), never per token. Confined to the event loop.
 */
final class SendLog {
    private static final int BLOCK = 1 << 15;

    /** Columns of {@link #BLOCK} events. */
    static final class Block {
        final int[] request = new int[BLOCK];
        final long[] due = new long[BLOCK];
        final long[] write = new long[BLOCK];
        final int[] tokens = new int[BLOCK];
        final int[] bytes = new int[BLOCK];
    }

    private final int mostEvents;
    private final List<Block> blocks = new ArrayList<>();
    private final List<RequestTruth> requests = new ArrayList<>();
    private int events;
    private long dropped;

    SendLog(int mostEvents) {
        this.mostEvents = mostEvents;
        for (int i = 0; i < 4; i++) {
            blocks.add(new Block());
        }
    }

    /** A new request; its truth is filled in when it ends. */
    int request(RequestTruth atArrival) {
        requests.add(atArrival);
        return requests.size() - 1;
    }

    void update(int request, RequestTruth truth) {
        requests.set(request, truth);
    }

    /** Notes an event; returns its index, or -1 when the log is full. */
    int event(int request, long dueNanos, long writeNanos, int tokens, int bytes) {
        if (events >= mostEvents) {
            dropped++;
            return -1;
        }
        int at = events & (BLOCK - 1);
        Block block = blocks.get(events / BLOCK);
        block.request[at] = request;
        block.due[at] = dueNanos;
        block.write[at] = writeNanos;
        block.tokens[at] = tokens;
        block.bytes[at] = bytes;
        if (at == BLOCK / 2 && events / BLOCK == blocks.size() - 1) {
            blocks.add(new Block());
        }
        return events++;
    }

    /** Corrects the write time of an event that was held back. */
    void written(int event, long writeNanos) {
        if (event >= 0) {
            blocks.get(event / BLOCK).write[event & (BLOCK - 1)] = writeNanos;
        }
    }

    long dropped() {
        return dropped;
    }

    List<RequestTruth> requests() {
        return requests;
    }

    /** A copy of the columns. */
    SimTruth.Columns columns() {
        SimTruth.Columns columns = new SimTruth.Columns(events);
        for (int from = 0; from < events; from += BLOCK) {
            Block block = blocks.get(from / BLOCK);
            int count = Math.min(BLOCK, events - from);
            System.arraycopy(block.request, 0, columns.request, from, count);
            System.arraycopy(block.due, 0, columns.due, from, count);
            System.arraycopy(block.write, 0, columns.write, from, count);
            System.arraycopy(block.tokens, 0, columns.tokens, from, count);
            System.arraycopy(block.bytes, 0, columns.bytes, from, count);
        }
        return columns;
    }
}
