package io.infermark.load;

import io.infermark.load.arrival.ArrivalSchedule;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Hands the requests of an open loop's window to the event loops, each at its instant. It sleeps until {@value #SPIN_NANOS} ns before an instant and spins the rest. What is late is handed over at once, with its instant unchanged: nothing is dropped and
 * nothing that follows moves.
 */
final class Pacer implements Runnable {
    static final long SPIN_NANOS = 5_000;
    private static final long LONGEST_SLEEP_NANOS = 20_000_000;
    private static final long HEAD_START_NANOS = 2_000_000;

    private final ArrivalSchedule schedule;
    private final WindowState state;
    private final List<LoopWindow> windows;
    private final int cap;

    /**
     * One that has not begun.
     *
     * @param cap of all windows together, of which the first ones have a share more; 0: none
     */
    Pacer(ArrivalSchedule schedule, WindowState state, List<LoopWindow> windows, int cap) {
        this.schedule = schedule;
        this.state = state;
        this.windows = windows;
        this.cap = cap;
    }

    /**
     * A thread for the pacers of a session's windows, one after the other, with a timer slack of one nanosecond and before all else on its core where the platform lets it be. It begins
     * with the first of them: what it costs to be preferred, a process, is paid once.
     */
    static ExecutorService thread() {
        return Executors.newSingleThreadExecutor(pacers -> {
            Thread thread = new Thread(
                    () -> {
                        LinuxThread.finestTimer();
                        int id = LinuxThread.id();
                        var unused = LinuxThread.realTime(id) || LinuxThread.prefer(id, LinuxThread.PACER);
                        pacers.run();
                    },
                    "infermark-pacer");
            thread.setDaemon(true);
            return thread;
        });
    }

    /** Paces the window, from its beginning until nothing more is due. */
    @Override
    public void run() {
        long start = state.begin(System.nanoTime() + HEAD_START_NANOS);
        int index = 0;
        while (index < schedule.size() && handOver(start, index)) {
            index++;
        }
        state.exhaust(System.nanoTime());
        for (LoopWindow window : windows) {
            window.client().loop().execute(window::allFed);
        }
    }

    private boolean handOver(long start, int index) {
        Outbound next = next();
        long due = start + schedule.offsetNanos(index);
        if (next == null || !sleepUntil(due)) {
            return false;
        }
        // In proportion to the loops' shares of the cap: one without a share gets none.
        int slot = cap > 0 ? index % cap : index;
        LoopWindow window = windows.get(slot % windows.size());
        next.dueNanos = due;
        next.destination = window;
        window.client().loop().execute(next);
        return true;
    }

    /** Null when the source has ended or the window was stopped. */
    private @Nullable Outbound next() {
        Outbound next = state.queue.poll();
        while (next == null && !state.queue.exhausted() && !state.stopped()) {
            state.sourceWaited();
            LockSupport.parkNanos(100_000);
            next = state.queue.poll();
        }
        return next;
    }

    private boolean sleepUntil(long due) {
        long left = due - System.nanoTime();
        while (left > 0) {
            if (state.stopped()) {
                return false;
            }
            if (left > SPIN_NANOS) {
                LockSupport.parkNanos(Math.min(left - SPIN_NANOS, LONGEST_SLEEP_NANOS));
            } else {
                Thread.onSpinWait();
            }
            left = due - System.nanoTime();
        }
        return !state.stopped();
    }
}
