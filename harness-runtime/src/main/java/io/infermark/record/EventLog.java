package io.infermark.record;

/**
 * The token events of a request in flight, delta-encoded as they come: about five bytes an event. One belongs to each stream and is used again for its next
 * request. Single writer; {@link #add} allocates nothing while the events fit what {@link #reset} made room for.
 */
public final class EventLog {
    private static final int BYTES_EACH = 7;

    private final ByteWriter encoded = new ByteWriter(512);
    private int events;
    private long lastNanos;

    /** Forgets the last request and makes room for the next one's. */
    public void reset(int expectedEvents) {
        encoded.clear();
        events = 0;
        lastNanos = 0;
        encoded.ensure(Math.min(expectedEvents, 1 << 20) * BYTES_EACH + 16);
    }

    /**
     * Adds an event.
     *
     * @param nanos since the trial's epoch; not before the last event's
     * @param tokens at least 1; -1 where they could not be counted
     * @param flags as in {@link RequestRecord}
     */
    public void add(long nanos, int tokens, int flags) {
        encoded.signed(nanos - lastNanos);
        encoded.varint(((tokens + 1L) << 3) | (flags & 7));
        lastNanos = nanos;
        events++;
    }

    /** Events so far. */
    public int size() {
        return events;
    }

    /** Instant of the last event; meaningless if there is none. */
    public long lastNanos() {
        return lastNanos;
    }

    void writeTo(ByteWriter target) {
        target.varint(events);
        target.raw(encoded.array(), encoded.length());
    }
}
