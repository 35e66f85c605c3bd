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
 * a longer one is topped up as it goes, bounded by number and by memory: requests that fill the old space would leave the rest in the young one, and the window would collect.
 */
final class RequestQueue implements AutoCloseable {
    private static final int LEAST_BEFORE_WINDOW = 8192;

    /** What is made after the queue was full once is made in the window, and fewer of those stand ready: they are the youngest objects of the heap, and a collection has to copy them all. Those made before it have been moved out of its way. */
    private static final int MOST_IN_WINDOW = 2048;

    private static final long MOST_BYTES = 48L << 20;

    /** What a request takes besides its body, in either protocol's form. */
    private static final long BYTES_BESIDE_BODY = 4096;

    /** Share of a small heap that requests may take. */
    private static final int HEAP_SHARE = 4;

    /** Share of a heap that is large for the sake of many streams, whose first requests should all stand ready. */
    private static final int LARGE_HEAP_SHARE = 8;

    private final RequestSource source;
    private final Function<PreparedRequest, Outbound> build;
    private final int limit;
    private final int mostBefore;
    private final long mostBytes = mostBytes(Runtime.getRuntime().maxMemory());
    private final Queue<Outbound> ready = new ConcurrentLinkedQueue<>();
    private final AtomicInteger waiting = new AtomicInteger();
    private final AtomicLong waitingBytes = new AtomicLong();
    private final CountDownLatch filled = new CountDownLatch(1);
    private final Thread thread;
    private volatile boolean parked;
    private boolean filledOnce;
    private volatile boolean finished;
    private volatile boolean closed;
    private volatile @Nullable RuntimeException failure;

    /**
     * A queue that fills as soon as it is started.
     *
     * @param limit most requests to take from the source; 0: all
     * @param streams that send at once when the window opens
     */
    RequestQueue(RequestSource source, int limit, int streams, Function<PreparedRequest, Outbound> build) {
        this.source = source;
        this.limit = limit;
        this.mostBefore = Math.max(LEAST_BEFORE_WINDOW, streams);
        this.build = build;
        thread = new Thread(this::fill, "infermark-requests");
        thread.setDaemon(true);
    }

    /** What requests that stand ready may take of a heap, what they hold besides their bodies included. */
    static long mostBytes(long heapBytes) {
        return Math.max(Math.min(MOST_BYTES, heapBytes / HEAP_SHARE), heapBytes / LARGE_HEAP_SHARE);
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
            waitingBytes.getAndAdd(-bytes(next.prepared));
            if (parked && waiting.get() < MOST_IN_WINDOW / 4 * 3 && waitingBytes.get() < mostBytes / 4 * 3) {
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
                    LockSupport.parkNanos(20_000_000);
                    parked = false;
                    filledOnce = true;
                    continue;
                }
                PreparedRequest next = source.next();
                if (next == null) {
                    break;
                }
                ready.add(build.apply(next));
                waiting.getAndIncrement();
                waitingBytes.getAndAdd(bytes(next));
                made++;
            }
        } catch (RuntimeException e) {
            failure = e;
        } catch (OutOfMemoryError e) {
            ready.clear();
            failure = new IllegalStateException(
                    "[GeneratorMemory] the requests of a window do not fit into the generator's heap of "
                            + (Runtime.getRuntime().maxMemory() >> 20)
                            + " MiB. Give it a larger one with -jvmArgsAppend -Xmx…, or use shorter prompts.",
                    e);
        } catch (Error e) {
            // Without a failure the window would look like one whose source had no more.
            failure = new IllegalStateException("[SourceFailed] the source of a window's requests failed: " + e, e);
        } finally {
            finished = true;
            filled.countDown();
        }
    }

    private boolean full() {
        return waiting.get() >= (filledOnce ? MOST_IN_WINDOW : mostBefore)
                || (waiting.get() > 0 && waitingBytes.get() >= mostBytes);
    }

    private static long bytes(PreparedRequest request) {
        return request.body().length + BYTES_BESIDE_BODY;
    }
}
