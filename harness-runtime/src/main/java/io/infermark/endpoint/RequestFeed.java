package io.infermark.endpoint;

import java.time.Duration;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * The requests of a window in order, built ahead of the sender by an own thread, within a bound of bytes.
 *
 * <p>Every request is complete before it can be polled, so a send never waits for its body. A window that fits the bound is built as a whole before {@link #awaitFilled} returns,
 * and the thread has ended by then; a longer one (or one without an end, bounded by time) goes on being built while it runs, and {@link #misses} says whether the sender was ever faster.
 *
 * <p>{@link #poll} takes no lock and may be called by several threads.
 */
public final class RequestFeed implements AutoCloseable {
    private static final long PARK_NANOS = TimeUnit.MILLISECONDS.toNanos(2);

    private final RequestBodies bodies;
    private final int count;
    private final long maxBytes;
    private final ConcurrentLinkedQueue<PreparedRequest> ready = new ConcurrentLinkedQueue<>();
    private final AtomicLong readyBytes = new AtomicLong();
    private final AtomicLong misses = new AtomicLong();
    private final CountDownLatch filled = new CountDownLatch(1);
    private final Thread builder;
    private volatile boolean closed;
    private volatile boolean complete;
    private volatile @Nullable RuntimeException failure;

    private RequestFeed(RequestBodies bodies, int count, long maxBytes) {
        this.bodies = bodies;
        this.count = count;
        this.maxBytes = maxBytes;
        this.builder = new Thread(this::build, "infermark-request-builder");
        this.builder.setDaemon(true);
    }

    /**
     * Starts to build.
     *
     * @param count requests in the window; {@link Integer#MAX_VALUE} where time ends it
     * @param maxBytes bodies held at once; at least one request is
     */
    public static RequestFeed open(RequestBodies bodies, int count, long maxBytes) {
        RequestFeed feed = new RequestFeed(bodies, count, maxBytes);
        feed.builder.start();
        return feed;
    }

    /**
     * Waits until everything or as much as the bound allows is built.
     *
     * @return false if that took longer
     * @throws RuntimeException what building failed with
     */
    public boolean awaitFilled(Duration limit) throws InterruptedException {
        boolean done = filled.await(limit.toNanos(), TimeUnit.NANOSECONDS);
        rethrow();
        return done;
    }

    /**
     * The next request, or null: either there is none any more ({@link #exhausted}) or it is not built yet, which counts as a miss.
     *
     * @throws RuntimeException what building failed with
     */
    public @Nullable PreparedRequest poll() {
        PreparedRequest request = ready.poll();
        if (request != null) {
            readyBytes.addAndGet(-request.body().length);
        } else if (!exhausted()) {
            rethrow();
            misses.incrementAndGet();
        }
        return request;
    }

    /** Whether every request has been polled. */
    public boolean exhausted() {
        return complete && ready.isEmpty();
    }

    /** Polls that found nothing although there was more to come: the builder was slower than the sender. */
    public long misses() {
        return misses.get();
    }

    /** Bytes of bodies that wait. */
    public long readyBytes() {
        return readyBytes.get();
    }

    private void build() {
        try {
            for (int index = 0; index < count && !closed; index++) {
                while (readyBytes.get() >= maxBytes && !closed) {
                    filled.countDown();
                    LockSupport.parkNanos(PARK_NANOS);
                }
                PreparedRequest request = bodies.prepare(index);
                readyBytes.addAndGet(request.body().length);
                ready.add(request);
            }
            complete = true;
        } catch (RuntimeException e) {
            failure = e;
        } finally {
            filled.countDown();
        }
    }

    private void rethrow() {
        RuntimeException thrown = failure;
        if (thrown != null) {
            throw thrown;
        }
    }

    /** Stops building. What is built can still be polled. */
    @Override
    public void close() {
        closed = true;
        LockSupport.unpark(builder);
    }
}
