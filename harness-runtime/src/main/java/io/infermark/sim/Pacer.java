package io.infermark.sim;

import io.netty.channel.EventLoop;
import io.netty.util.concurrent.Future;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Runs work on the event loop at its due time: a binary heap of due times over one timer. The timer wakes the loop a
 * little before the earliest due time; from then on the loop turns without sleeping, so sockets are still read while
 * the last microseconds pass. Everything that is due is done in one pass, a bounded number at a time.
 *
 * <p>Confined to the event loop. Does not allocate while the loop is busy; going to sleep costs one timer object.
 */
final class Pacer implements Runnable {
    /** Work with a due time. */
    interface Paced {
        /** Called on the loop at or after the due time. */
        void due(long dueNanos);
    }

    /** More than an idle virtual core takes to wake up (50 to 110 µs were seen). */
    private static final long SPIN_NANOS = 120_000;

    private static final int MOST_IN_A_PASS = 128;

    private final EventLoop loop;
    private final boolean busy;
    private final Runnable timerRun = this::timerFired;
    private long[] dues = new long[1024];
    private Paced[] items = new Paced[1024];
    private int size;
    private boolean queued;
    private long timerAt = Long.MAX_VALUE;
    private @Nullable Future<?> timer;

    Pacer(EventLoop loop, boolean busy) {
        this.loop = loop;
        this.busy = busy;
    }

    void add(long dueNanos, Paced item) {
        if (size == dues.length) {
            dues = Arrays.copyOf(dues, size * 2);
            items = Arrays.copyOf(items, size * 2);
        }
        siftUp(size++, dueNanos, item);
        if (!queued && dues[0] == dueNanos) {
            arm();
        }
    }

    @Override
    public void run() {
        queued = false;
        int done = 0;
        while (size > 0 && done < MOST_IN_A_PASS) {
            long due = dues[0];
            if (due - System.nanoTime() > 0) {
                break;
            }
            // While work runs, additions must not arm the timer: the end of the pass does.
            queued = true;
            Paced item = items[0];
            removeFirst();
            item.due(due);
            queued = false;
            done++;
        }
        arm();
    }

    private void timerFired() {
        timerAt = Long.MAX_VALUE;
        timer = null;
        if (!queued) {
            run();
        }
    }

    private void arm() {
        if (size == 0) {
            return;
        }
        long wait = dues[0] - System.nanoTime() - SPIN_NANOS;
        if (wait <= 0 || busy) {
            queued = true;
            loop.execute(this);
        } else if (timer == null || dues[0] < timerAt) {
            if (timer != null) {
                timer.cancel(false);
            }
            timerAt = dues[0];
            timer = loop.schedule(timerRun, wait, TimeUnit.NANOSECONDS);
        }
    }

    private void siftUp(int start, long due, Paced item) {
        int at = start;
        while (at > 0) {
            int parent = (at - 1) >>> 1;
            if (dues[parent] <= due) {
                break;
            }
            dues[at] = dues[parent];
            items[at] = items[parent];
            at = parent;
        }
        dues[at] = due;
        items[at] = item;
    }

    @SuppressWarnings("NullAway") // Slots past the size hold null so that finished work can be collected.
    private void removeFirst() {
        size--;
        long due = dues[size];
        Paced item = items[size];
        items[size] = null;
        int at = 0;
        int half = size >>> 1;
        while (at < half) {
            int child = 2 * at + 1;
            if (child + 1 < size && dues[child + 1] < dues[child]) {
                child++;
            }
            if (due <= dues[child]) {
                break;
            }
            dues[at] = dues[child];
            items[at] = items[child];
            at = child;
        }
        if (size > 0) {
            dues[at] = due;
            items[at] = item;
        }
    }
}
