package io.infermark.sim;

/**
 * Knows when the event loop's selector woke up, and when it was last asked in vain. The kernel's own receive time is out of reach (see the package's page); it lies
 * between the two, so a request that was read late is seen to be late. {@link LoopTurns} tells it of turns. Loop-confined.
 */
final class TurnClock {
    private boolean seen;
    private long beganNanos = System.nanoTime();
    private long wakeNanos = beganNanos;
    private long polledNanos = beganNanos;

    /** The selector is about to be asked. */
    void asking() {
        seen = false;
        beganNanos = System.nanoTime();
    }

    /** The first event of a turn is its wake-up: nothing of ours runs between the selector's return and it. */
    void event(long nanos) {
        if (!seen) {
            seen = true;
            wakeNanos = nanos;
        }
    }

    /** All that the selector gave has been read. Without an event the instant of its return is not known; that of its call is early, but true. */
    void emptied() {
        polledNanos = seen ? wakeNanos : beganNanos;
    }

    /** A socket read that is done now. */
    Arrival read() {
        long now = System.nanoTime();
        event(now);
        return new Arrival(now, wakeNanos, polledNanos);
    }
}
