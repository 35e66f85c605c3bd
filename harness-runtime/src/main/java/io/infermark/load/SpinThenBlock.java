package io.infermark.load;

import io.netty.channel.SelectStrategy;
import io.netty.util.IntSupplier;
import java.util.function.BooleanSupplier;

/**
 * Reads first, then sends: what waits to be sent is sent a little at a time, before each look at the sockets. And asks the selector again for a moment before it blocks. A core without work is given back to the host of a virtual machine, which can take milliseconds to return it; where the next token is
 * due within microseconds, staying awake costs less than that. With a thousand streams of 100 tokens a second the loop hardly ever blocks; with one stream it does so after each token. For
 * one loop; event-loop confined.
 */
final class SpinThenBlock implements SelectStrategy {
    /** Longer than between two tokens of a thousand streams; as short as that, since the other threads of the generator need the core too and would go to that of a local server. */
    static final long SPIN_NANOS = 20_000;

    private final long spinNanos;
    private final BooleanSupplier sends;
    private long lastWorkNanos = System.nanoTime();

    /**
     * For one loop.
     *
     * @param spinNanos how long it stays awake without work
     * @param sends sends a little of what waits; whether some was left
     */
    SpinThenBlock(long spinNanos, BooleanSupplier sends) {
        this.spinNanos = spinNanos;
        this.sends = sends;
    }

    @Override
    public int calculateStrategy(IntSupplier selector, boolean hasTasks) throws Exception {
        boolean more = sends.getAsBoolean();
        int ready = selector.get();
        if (ready > 0 || hasTasks || more) {
            lastWorkNanos = System.nanoTime();
            return ready;
        }
        return System.nanoTime() - lastWorkNanos < spinNanos ? CONTINUE : SELECT;
    }
}
