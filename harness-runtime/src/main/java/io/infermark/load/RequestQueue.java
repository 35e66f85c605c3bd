package io.infermark.load;

import io.infermark.endpoint.PreparedRequest;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Requests of a window, made ready ahead of their sends by a thread of its own. A window of a few thousand short requests stands here in full before it opens;
 * a longer one is topped up as it goes, bounded by number and by bytes.
 */
final class RequestQueue implements AutoCloseable {
    private static final int MOST = 8192;
    private static final long MOST_BYTES = 48L << 20;

    private final RequestSource source;
    private final Function<PreparedRequest, Outbound> build;
    private final int limit;
    private final Queue<Outbound> ready = new ConcurrentLinkedQueue<>();
    private final AtomicInteger waiting = new AtomicInteger();
    private final AtomicLong waitingBytes = new AtomicLong();
    private final CountDownLatch filled = new CountDownLatch(1);
    private final Thread thread;
    private volatile boolean parked;
    private volatile boolean finished;
    private volatile boolean closed;
    private volatile @Nullable RuntimeException failure;

    /**
     * A queue that fills as soon as it is started.
     *
     * @param limit most requests to take from the source; 0: all
     */
    RequestQueue(RequestSource source, int limit, Function<PreparedRequest, Outbound> build) {
        this.source = source;
        this.limit = limit;
        this.build = build;
        thread = new Thread(this::fill, "infermark-requests");
        thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    /** Waits until it is full or holds all there is; false if that takes longer than a time. */
    boolean awaitFilled(long timeoutNanos) throws InterruptedException {
        return filled.await(timeoutNanos, TimeUnit.NANOSECONDS);
    }

    /** The next request; null if there is none now, see {@link #exhausted}. */
    @Nullable
    Outbound poll() {
        Outbound next = ready.poll();
        if (next != null) {
            waiting.getAndDecrement();
            waitingBytes.getAndAdd(-next.prepared.body().length);
            if (parked && waiting.get() < MOST / 2) {
                LockSupport.unpark(thread);
            }
        }
        return next;
    }

    /** Whether no further request will come. */
    boolean exhausted() {
        return finished && ready.isEmpty();
    }

    /** What the source threw, which ended it; null if nothing. */
    @Nullable
    RuntimeException failure() {
        return failure;
    }

    @Override
    public void close() {
        closed = true;
        LockSupport.unpark(thread);
    }

    private void fill() {
        try {
            int made = 0;
            while (!closed && (limit == 0 || made < limit)) {
                if (full()) {
                    filled.countDown();
                    parked = true;
                    // Bounded, since the wake-up may come between the test and the sleep.
                    LockSupport.parkNanos(1_000_000);
                    parked = false;
                    continue;
                }
                PreparedRequest next = source.next();
                if (next == null) {
                    break;
                }
                ready.add(build.apply(next));
                waiting.getAndIncrement();
                waitingBytes.getAndAdd(next.body().length);
                made++;
            }
        } catch (RuntimeException e) {
            failure = e;
        } finally {
            finished = true;
            filled.countDown();
        }
    }

    private boolean full() {
        return waiting.get() >= MOST || (waiting.get() > 0 && waitingBytes.get() >= MOST_BYTES);
    }
}
