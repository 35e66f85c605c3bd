package io.infermark.fork;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Turns "drain for so long" into stop now and abort later. While a session is being opened there is nothing to drain: what opens it, which may wait for a silent server for minutes, is
 * interrupted.
 */
final class DrainTimer {
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(work -> {
        Thread thread = new Thread(work, "infermark-drain-timer");
        thread.setDaemon(true);
        return thread;
    });
    private @Nullable GeneratorSession session;
    private @Nullable Thread opener;
    private boolean stopped;
    private boolean aborted;

    /** The calling thread opens a session from now on. */
    synchronized void opening() {
        opener = Thread.currentThread();
        if (stopped || aborted) {
            opener.interrupt();
        }
    }

    synchronized void attach(GeneratorSession opened) {
        opener = null;
        session = opened;
        if (aborted) {
            opened.abort();
        } else if (stopped) {
            opened.stop();
        }
    }

    synchronized void stop(Duration drain) {
        stopped = true;
        if (session != null) {
            session.stop();
        }
        interruptOpener();
        var unused = timer.schedule(this::abort, drain.toNanos(), TimeUnit.NANOSECONDS);
    }

    synchronized void abort() {
        aborted = true;
        if (session != null) {
            session.abort();
        }
        interruptOpener();
    }

    private void interruptOpener() {
        Thread waiting = opener;
        if (waiting != null) {
            waiting.interrupt();
        }
    }

    void end() {
        timer.shutdownNow();
    }
}
