package io.infermark.fork;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Turns "drain for so long" into stop now and abort later. Orders that come before there is a session are kept for it. */
final class DrainTimer {
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(work -> {
        Thread thread = new Thread(work, "infermark-drain-timer");
        thread.setDaemon(true);
        return thread;
    });
    private @Nullable GeneratorSession session;
    private boolean stopped;
    private boolean aborted;

    synchronized void attach(GeneratorSession opened) {
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
        var unused = timer.schedule(this::abort, drain.toNanos(), TimeUnit.NANOSECONDS);
    }

    synchronized void abort() {
        aborted = true;
        if (session != null) {
            session.abort();
        }
    }

    void end() {
        timer.shutdownNow();
    }
}
