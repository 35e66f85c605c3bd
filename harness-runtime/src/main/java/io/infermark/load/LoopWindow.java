package io.infermark.load;

import io.infermark.model.DurationText;
import io.infermark.record.Outcome;
import io.infermark.record.RequestRecord;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One event loop's share of a window: starts requests, hands the next one to a stream that became free, keeps the deadlines. Event-loop confined.
 *
 * <p>A closed loop has a fixed number of streams here; each of them waits in {@link #free} with the instant at which it became free, which is the intended
 * instant of its next request. An open loop gets requests from the {@link Pacer}; those above the cap wait in {@link #blocked}, their intended instant unchanged.
 * Ending a request never starts the next one directly but through {@link #pump}, after the reads
 * that are due: a server that refuses everything cannot exhaust the stack, and no token waits for a request.
 */
final class LoopWindow {
    private static final long REFUSED_PAUSE_NANOS = 10_000_000;
    private static final long SOURCE_PAUSE_NANOS = 200_000;
    private static final int SCANS_A_DEADLINE = 100;

    /** Takes some 12 ms. Answers that come while more are sent than that would be read late. */
    private static final int LARGEST_BURST = 1_000;

    private final ClientLoop client;
    private final WindowState state;
    private final int streams;
    private final int cap;
    private final boolean open;
    private final LoopWatch watch = new LoopWatch();
    private final ArrayDeque<Exchange> free = new ArrayDeque<>();
    private final ArrayDeque<Outbound> blocked = new ArrayDeque<>();
    private Exchange[] running = new Exchange[64];
    private int runningCount;
    private int pausing;
    private boolean awaitingSource;
    private boolean pumping;
    private boolean fed;
    private boolean finished;
    private boolean deadlineMet;
    private long nextScan;
    private long nextTick;
    private @Nullable Future<?> ticking;

    /**
     * A share that has not begun.
     *
     * @param streams of a closed loop; 0 in an open one
     * @param cap of an open loop; 0: none
     */
    LoopWindow(ClientLoop client, WindowState state, int streams, int cap, boolean open) {
        this.client = client;
        this.state = state;
        this.streams = streams;
        this.cap = cap;
        this.open = open;
    }

    WindowPlan plan() {
        return state.plan;
    }

    LoopWatch watch() {
        return watch;
    }

    ClientLoop client() {
        return client;
    }

    /** The opening wave of a closed loop: streams send one after the other, without anything between up to {@value #LARGEST_BURST}, the others with looks at the sockets. */
    void burst() {
        long now = System.nanoTime();
        state.begin(now);
        begin(now);
        for (int i = 0; i < streams; i++) {
            Exchange exchange = client.exchange();
            exchange.freeNanos = state.start();
            free.add(exchange);
        }
        fed = true;
        if (pump(LARGEST_BURST)) {
            client.sendSoon(this);
        }
    }

    /** An open loop may feed from now on. */
    void openUp() {
        begin(System.nanoTime());
    }

    private void begin(long now) {
        nextTick = now + TimeUnit.MILLISECONDS.toNanos(LoopWatch.TICK_MILLIS);
        nextScan = now;
        ticking = client.loop()
                .scheduleAtFixedRate(this::tick, LoopWatch.TICK_MILLIS, LoopWatch.TICK_MILLIS, TimeUnit.MILLISECONDS);
    }

    /** A request of the open loop is due. */
    void due(Outbound next) {
        state.schedule();
        blocked.add(next);
        if (cap > 0 && runningCount + blocked.size() > cap) {
            next.blocked = true;
            watch.blocked++;
        }
        pump();
    }

    /** The pacer gives no more. */
    void allFed() {
        fed = true;
        pump();
    }

    void sent(long nanos) {
        state.sent(nanos);
    }

    boolean mayResend() {
        return state.aborted() == null;
    }

    void resent(boolean wasInFlight) {
        watch.resends++;
        if (wasInFlight) {
            state.notInFlight();
        }
    }

    /** A request has ended and its row is written. */
    void ended(Exchange exchange, Outcome outcome, boolean wasInFlight, int tokenEvents) {
        watch.tokenEvents += tokenEvents;
        watch.ended(exchange.freeNanos);
        if (wasInFlight) {
            state.notInFlight();
        }
        Exchange last = running[--runningCount];
        running[exchange.place] = last;
        last.place = exchange.place;
        if (open) {
            client.release(exchange);
        } else if (outcome == Outcome.CONNECT) {
            // A server that refuses connections would otherwise be asked as fast as the loop can.
            pause(exchange, REFUSED_PAUSE_NANOS);
        } else {
            free.add(exchange);
        }
        client.sendSoon(this);
    }

    private void pause(Exchange exchange, long nanos) {
        pausing++;
        exchange.freeNanos += nanos;
        Future<?> unused = client.loop()
                .schedule(
                        () -> {
                            pausing--;
                            free.add(exchange);
                            pump();
                        },
                        nanos,
                        TimeUnit.NANOSECONDS);
    }

    /** Starts whatever can be started, and notices the end. */
    void pump() {
        var unused = pump(Integer.MAX_VALUE);
    }

    /**
     * Starts so many at most, and notices the end.
     *
     * @return whether more can be started
     */
    boolean pump(int most) {
        if (pumping || finished) {
            return false;
        }
        pumping = true;
        try {
            int left = most;
            while (left > 0 && startable()) {
                left--;
                Exchange next = awaitingSource ? null : free.poll();
                if (next != null) {
                    startNext(next);
                } else {
                    startBlocked(blocked.remove());
                }
            }
        } finally {
            pumping = false;
        }
        if (fed && runningCount == 0 && pausing == 0 && free.isEmpty() && blocked.isEmpty()) {
            finish();
        }
        return startable();
    }

    private boolean startable() {
        return (!free.isEmpty() && !awaitingSource)
                || (!blocked.isEmpty() && (cap == 0 || runningCount < cap || state.stopped()));
    }

    private void startNext(Exchange exchange) {
        if (!state.mayStart(exchange.freeNanos)) {
            state.exhaust(exchange.freeNanos);
            client.release(exchange);
            return;
        }
        Outbound next = state.queue.poll();
        if (next != null) {
            state.schedule();
            start(exchange, next, exchange.freeNanos);
        } else if (state.queue.exhausted()) {
            state.exhaust(exchange.freeNanos);
            client.release(exchange);
        } else {
            waitForSource(exchange);
        }
    }

    /** All streams stay free since when they were: the wait shows as lateness. */
    private void waitForSource(Exchange exchange) {
        watch.sourceWaits++;
        free.addFirst(exchange);
        awaitingSource = true;
        Future<?> unused = client.loop()
                .schedule(
                        () -> {
                            awaitingSource = false;
                            client.sendSoon(this);
                        },
                        SOURCE_PAUSE_NANOS,
                        TimeUnit.NANOSECONDS);
    }

    private void startBlocked(Outbound next) {
        if (state.stopped()) {
            neverSent(next);
            return;
        }
        countWait(next, System.nanoTime());
        start(client.exchange(), next, next.dueNanos);
    }

    private void countWait(Outbound next, long now) {
        if (next.blocked) {
            watch.unblocked(now - next.dueNanos);
        }
    }

    private void neverSent(Outbound next) {
        Outcome outcome = state.aborted() == Outcome.TIMEOUT ? Outcome.TIMEOUT : Outcome.INTERRUPTED;
        long now = System.nanoTime();
        countWait(next, now);
        watch.ended(now);
        RequestRecord row = Exchange.neverSent(
                plan(), next.prepared, client.relative(next.dueNanos), client.relative(now), outcome, reason(outcome));
        client.lane().append(row);
    }

    private void start(Exchange exchange, Outbound next, long intended) {
        if (runningCount == running.length) {
            running = Arrays.copyOf(running, runningCount * 2);
        }
        exchange.place = runningCount;
        running[runningCount++] = exchange;
        exchange.start(this, next, intended, System.nanoTime());
    }

    private void tick() {
        long now = System.nanoTime();
        client.tick(nextTick, watch);
        nextTick += TimeUnit.MILLISECONDS.toNanos(LoopWatch.TICK_MILLIS);
        if (!deadlineMet && now - state.start() >= plan().windowDeadline().toNanos()) {
            deadlineMet = true;
            state.abort(Outcome.TIMEOUT);
        }
        if (state.aborted() != null) {
            giveUpAll();
        } else if (now >= nextScan) {
            long deadline = plan().requestDeadline().toNanos();
            nextScan = now + Math.min(1_000_000_000L, deadline / SCANS_A_DEADLINE);
            giveUpOverdue(now, deadline);
        }
        client.sendSoon(this);
    }

    /** Ends all that is in flight as the window was aborted. */
    void giveUpAll() {
        Outcome outcome = state.aborted();
        if (outcome == null) {
            return;
        }
        boolean outer = pumping;
        pumping = true;
        for (int i = runningCount - 1; i >= 0; i--) {
            running[i].giveUp(outcome, reason(outcome));
        }
        pumping = outer;
        pump();
    }

    private void giveUpOverdue(long now, long deadline) {
        boolean outer = pumping;
        pumping = true;
        for (int i = runningCount - 1; i >= 0; i--) {
            if (now - running[i].startedNanos() >= deadline) {
                running[i].giveUp(
                        Outcome.TIMEOUT,
                        "[RequestTimeout] no end within " + DurationText.word(plan().requestDeadline()));
            }
        }
        pumping = outer;
    }

    private String reason(Outcome outcome) {
        return outcome == Outcome.TIMEOUT
                ? "[WindowTimeout] the window did not end within " + DurationText.word(plan().windowDeadline())
                : "[Interrupted] the run was interrupted";
    }

    private void finish() {
        finished = true;
        if (ticking != null) {
            ticking.cancel(false);
        }
        client.endTicks();
        state.loopDone();
    }
}
