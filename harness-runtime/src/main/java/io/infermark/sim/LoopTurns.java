package io.infermark.sim;

import io.netty.channel.IoHandle;
import io.netty.channel.IoHandler;
import io.netty.channel.IoHandlerContext;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.IoRegistration;

/**
 * What the event loop does in a turn: it reads every socket that is ready, then writes what is due, then takes at most {@value #MOST_REQUESTS} of the requests that
 * were read. So a request is stamped soon after it has come, however many came with it and however much is due: handling one costs ten times its reading.
 *
 * <p>It stands around the transport's own handler, because the loop's task queue is no place for work that renews itself: the loop empties its queue, up to a second
 * long, before it looks at a socket again. Confined to the event loop. Allocates nothing.
 */
final class LoopTurns {
    /** More than an idle virtual core takes to wake up (50 to 110 µs were seen). */
    private static final long SPIN_NANOS = 120_000;

    private static final int MOST_TOKENS = 128;
    private static final int MOST_REQUESTS = 2;

    private final Pacer pacer;
    private final Inbox inbox;
    private final TurnClock clock;
    private final boolean busy;

    /**
     * Turns of one loop.
     *
     * @param busy whether the loop never sleeps
     */
    LoopTurns(Pacer pacer, Inbox inbox, TurnClock clock, boolean busy) {
        this.pacer = pacer;
        this.inbox = inbox;
        this.clock = clock;
        this.busy = busy;
    }

    /** Handlers of the transport that take these turns; for a group of one loop. */
    IoHandlerFactory around(IoHandlerFactory transport) {
        return executor -> new Turning(transport.newHandler(executor));
    }

    /** An exception that got out would end the event loop, and with it every other answer. */
    private void work() {
        try {
            pacer.runDue(MOST_TOKENS);
            for (int i = 0; i < MOST_REQUESTS && !inbox.isEmpty() && pacer.waitNanos() > 0; i++) {
                inbox.deliverOne();
            }
        } catch (RuntimeException broken) {
            System.err.println("infermark-sim: an answer ends without its rest after an internal error: " + broken);
        }
    }

    /** How long the loop may sleep; 0 or less: not at all. */
    private long sleepNanos() {
        if (busy || !inbox.isEmpty()) {
            return 0;
        }
        long wait = pacer.waitNanos();
        return wait == Long.MAX_VALUE ? wait : wait - SPIN_NANOS;
    }

    private final class Turning implements IoHandler {
        private final IoHandler transport;
        private final Sleep sleep = new Sleep();

        Turning(IoHandler transport) {
            this.transport = transport;
        }

        @Override
        public int run(IoHandlerContext context) {
            sleep.loop = context;
            clock.asking();
            int handled = transport.run(sleep);
            clock.emptied();
            work();
            return handled;
        }

        @Override
        public void initialize() {
            transport.initialize();
        }

        @Override
        public void prepareToDestroy() {
            transport.prepareToDestroy();
        }

        @Override
        public void destroy() {
            transport.destroy();
        }

        @Override
        public IoRegistration register(IoHandle handle) throws Exception {
            return transport.register(handle);
        }

        @Override
        public void wakeup() {
            transport.wakeup();
        }

        @Override
        public boolean isCompatible(Class<? extends IoHandle> handleType) {
            return transport.isCompatible(handleType);
        }
    }

    /** The loop's own limits of a sleep, shortened by what is due here. */
    private final class Sleep implements IoHandlerContext {
        private IoHandlerContext loop = this;

        @Override
        public boolean canBlock() {
            return loop.canBlock() && sleepNanos() > 0;
        }

        @Override
        public long delayNanos(long currentTimeNanos) {
            return Math.max(0, Math.min(loop.delayNanos(currentTimeNanos), sleepNanos()));
        }

        @Override
        public long deadlineNanos() {
            long own = sleepNanos();
            // The transport only asks whether this is another instant than the last time.
            return own < loop.delayNanos(System.nanoTime()) ? pacer.nextDueNanos() : loop.deadlineNanos();
        }

        @Override
        public void reportActiveIoTime(long activeNanos) {
            loop.reportActiveIoTime(activeNanos);
        }

        @Override
        public boolean shouldReportActiveIoTime() {
            return loop.shouldReportActiveIoTime();
        }
    }
}
