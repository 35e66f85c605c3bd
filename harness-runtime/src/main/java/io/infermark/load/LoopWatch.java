package io.infermark.load;

import io.infermark.record.RequestRecord;
import org.HdrHistogram.Histogram;

/** Counters of one event loop in one window. Written by the loop; read after it has finished the window. */
final class LoopWatch {
    static final int TICK_MILLIS = 10;
    private static final long HIGHEST = 3_600_000_000_000L;

    final Histogram lag = new Histogram(HIGHEST, 3);
    final Histogram lateness = new Histogram(HIGHEST, 3);
    int fresh;
    long connectMax;
    int resends;
    int blocked;
    long blockedSum;
    long blockedMax;
    int sourceWaits;
    long tokenEvents;
    long lastEnd = RequestRecord.UNSEEN;

    /** Once a request, by the sending that its record shows. */
    void sent(long intendedNanos, long sentNanos) {
        lateness.recordValue(clamp(sentNanos - intendedNanos));
    }

    void tick(long lagNanos) {
        lag.recordValue(clamp(lagNanos));
    }

    void connected(long connectNanos) {
        fresh++;
        connectMax = Math.max(connectMax, connectNanos);
    }

    void unblocked(long waitedNanos) {
        blockedSum += waitedNanos;
        blockedMax = Math.max(blockedMax, waitedNanos);
    }

    void ended(long nanos) {
        lastEnd = Math.max(lastEnd, nanos);
    }

    private static long clamp(long nanos) {
        return Math.max(0, Math.min(HIGHEST, nanos));
    }
}
