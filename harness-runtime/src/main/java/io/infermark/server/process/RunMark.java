package io.infermark.server.process;

import io.infermark.platform.ProcFs;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * What every process of a start carries in its environment.
 *
 * @param runId the run
 * @param owner process id and start time of the harness's JVM, {@code pid-ticks}
 * @param start unique to one start
 */
record RunMark(String runId, String owner, String start) {
    static final String RUN = "INFERMARK_RUN";
    static final String OWNER = "INFERMARK_OWNER";
    static final String START = "INFERMARK_START";

    /** A new mark of this JVM. */
    static RunMark create(String runId) {
        return new RunMark(
                runId, owner(ProcessHandle.current().pid()), UUID.randomUUID().toString());
    }

    Map<String, String> environment() {
        return Map.of(RUN, runId, OWNER, owner, START, start);
    }

    /** Whether the JVM that {@code owner} names is still running. */
    static boolean alive(String owner) {
        int dash = owner.indexOf('-');
        if (dash < 1) {
            return false;
        }
        long pid;
        try {
            pid = Long.parseLong(owner.substring(0, dash));
        } catch (NumberFormatException notOurs) {
            return false;
        }
        Optional<ProcessHandle> process = ProcessHandle.of(pid);
        return process.isPresent() && process.get().isAlive() && owner(pid).equals(owner);
    }

    private static String owner(long pid) {
        return pid + "-"
                + ProcFs.startTicks(pid)
                        .orElseGet(() -> ProcessHandle.of(pid)
                                .flatMap(p -> p.info().startInstant())
                                .map(java.time.Instant::toEpochMilli)
                                .orElse(0L));
    }
}
