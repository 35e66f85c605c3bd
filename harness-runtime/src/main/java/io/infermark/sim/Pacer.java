package io.infermark.sim;

import java.util.Arrays;

/**
 * Work with due times: a binary heap, which {@link LoopTurns} looks at in every turn of the loop. Confined to the event loop. Allocates nothing but a larger heap.
 */
final class Pacer {
    /** Work with a due time. */
    interface Paced {
        /** Called on the loop at or after the due time. */
        void due(long dueNanos);

        /** Of work that is due at the same instant, what has less goes first. It never changes while work waits. */
        default long order() {
            return 0;
        }
    }

    private long[] dues = new long[1024];
    private Paced[] items = new Paced[1024];
    private int size;

    void add(long dueNanos, Paced item) {
        if (size == dues.length) {
            dues = Arrays.copyOf(dues, size * 2);
            items = Arrays.copyOf(items, size * 2);
        }
        siftUp(size++, dueNanos, item);
    }

    /** Time until the earliest work is due, 0 or less if it is; {@link Long#MAX_VALUE} if there is none. */
    long waitNanos() {
        return size == 0 ? Long.MAX_VALUE : dues[0] - System.nanoTime();
    }

    /** When the earliest work is due; only if there is some. */
    long nextDueNanos() {
        return dues[0];
    }

    /** Does what is due, work that this work added included, but not more than a number. */
    void runDue(int most) {
        for (int done = 0; done < most && size > 0 && dues[0] - System.nanoTime() <= 0; done++) {
            long due = dues[0];
            Paced item = items[0];
            removeFirst();
            item.due(due);
        }
    }

    private void siftUp(int start, long due, Paced item) {
        int at = start;
        while (at > 0) {
            int parent = (at - 1) >>> 1;
            if (goesFirst(parent, due, item)) {
                break;
            }
            dues[at] = dues[parent];
            items[at] = items[parent];
            at = parent;
        }
        dues[at] = due;
        items[at] = item;
    }

    /** Whether what lies in a slot need not give way to other work; looks at the work itself, often a cache miss, only at the same instant. */
    private boolean goesFirst(int slot, long due, Paced item) {
        long own = dues[slot];
        return own < due || (own == due && items[slot].order() <= item.order());
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
            if (child + 1 < size && !goesFirst(child, dues[child + 1], items[child + 1])) {
                child++;
            }
            if (!goesFirst(child, due, item)) {
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
