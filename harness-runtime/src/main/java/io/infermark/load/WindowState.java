package io.infermark.load;

import io.infermark.model.Load;
import io.infermark.record.Outcome;
import io.infermark.record.RequestRecord;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** What the loops share of one window; touched a few times a request, never on a token. Instants are readings of the clock, not yet relative to the epoch. */
final class WindowState {
    final WindowPlan plan;
    final RequestQueue queue;
    private final int concurrency;
    private final long timeLimit;
    private final CountDownLatch done;
    private final AtomicLong start = new AtomicLong(RequestRecord.UNSEEN);
    private final AtomicLong full = new AtomicLong(RequestRecord.UNSEEN);
    private final AtomicLong exhausted = new AtomicLong(RequestRecord.UNSEEN);
    private final AtomicInteger inFlight = new AtomicInteger();
    private final AtomicInteger scheduled = new AtomicInteger();
    private final AtomicInteger sourceWaits = new AtomicInteger();
    private volatile boolean stopped;
    private volatile @Nullable Outcome aborted;

    WindowState(WindowPlan plan, RequestQueue queue, int loops) {
        this.plan = plan;
        this.queue = queue;
        concurrency = plan.load() instanceof Load.Closed closed ? closed.concurrency() : 0;
        timeLimit = plan.time().map(java.time.Duration::toNanos).orElse(Long.MAX_VALUE);
        done = new CountDownLatch(loops);
    }

    /** The window begins now, unless another loop has begun it; its start. */
    long begin(long now) {
        start.compareAndSet(RequestRecord.UNSEEN, now);
        return start.get();
    }

    long start() {
        return start.get();
    }

    long full() {
        return full.get();
    }

    long exhaustedAt() {
        return exhausted.get();
    }

    int scheduled() {
        return scheduled.get();
    }

    void schedule() {
        scheduled.incrementAndGet();
    }

    /** Whether a stream that became free at an instant may start a request. */
    boolean mayStart(long freeNanos) {
        return !stopped && freeNanos - start.get() < timeLimit;
    }

    boolean stopped() {
        return stopped;
    }

    /** No new sends. */
    void stop() {
        stopped = true;
    }

    /** No new sends, and what is in flight ends as that outcome. */
    void abort(Outcome outcome) {
        stopped = true;
        if (aborted == null) {
            aborted = outcome;
        }
    }

    @Nullable
    Outcome aborted() {
        return aborted;
    }

    /** There was no next request at an instant. */
    void exhaust(long nanos) {
        long bounded = timeLimit == Long.MAX_VALUE ? nanos : Math.min(nanos, start.get() + timeLimit);
        exhausted.compareAndSet(RequestRecord.UNSEEN, bounded);
    }

    /** The pacer found no prepared request. */
    void sourceWaited() {
        sourceWaits.incrementAndGet();
    }

    int sourceWaits() {
        return sourceWaits.get();
    }

    void sent(long nanos) {
        if (inFlight.incrementAndGet() == concurrency) {
            full.compareAndSet(RequestRecord.UNSEEN, nanos);
        }
    }

    void notInFlight() {
        inFlight.decrementAndGet();
    }

    void loopDone() {
        done.countDown();
    }

    boolean await(long nanos) throws InterruptedException {
        return done.await(nanos, TimeUnit.NANOSECONDS);
    }
}
