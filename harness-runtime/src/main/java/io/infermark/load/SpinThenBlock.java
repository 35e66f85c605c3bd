package io.infermark.load;

import io.netty.channel.SelectStrategy;
import io.netty.util.IntSupplier;

/**
 * Asks the selector again for a moment before it blocks. A core without work is given back to the host of a virtual machine, which can take milliseconds to return it; where the next token is
 * due within microseconds, staying awake costs less than that. With a thousand streams of 100 tokens a second the loop hardly ever blocks; with one stream it does so after each token. For
 * one loop; event-loop confined.
 */
final class SpinThenBlock implements SelectStrategy {
    private static final long SPIN_NANOS = 100_000;

    private long lastWorkNanos = System.nanoTime();

    @Override
    public int calculateStrategy(IntSupplier selector, boolean hasTasks) throws Exception {
        int ready = selector.get();
        if (ready > 0 || hasTasks) {
            lastWorkNanos = System.nanoTime();
            return ready;
        }
        return System.nanoTime() - lastWorkNanos < SPIN_NANOS ? CONTINUE : SELECT;
    }
}
