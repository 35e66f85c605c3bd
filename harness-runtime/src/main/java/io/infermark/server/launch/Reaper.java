package io.infermark.server.launch;

import io.infermark.server.ServerStartException;
import io.infermark.server.container.OrphanContainers;
import io.infermark.server.process.OrphanProcesses;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Ends the servers of runs whose harness is gone. */
public final class Reaper {
    private Reaper() {}

    /**
     * Ends orphaned processes: asks, waits for the grace, kills.
     *
     * @return a sentence for each
     */
    public static List<String> reapProcesses(Duration grace) throws InterruptedException {
        return OrphanProcesses.reap(grace).stream()
                .map(orphan -> "ended process " + orphan.pid() + " of run " + orphan.runId() + ": " + orphan.command())
                .toList();
    }

    /**
     * Removes orphaned containers.
     *
     * @return a sentence for each
     * @throws ServerStartException {@code [DockerUnreachable]} if no engine of containers answers
     */
    public static List<String> reapContainers() throws ServerStartException {
        List<String> ended = new ArrayList<>();
        OrphanContainers.reap()
                .forEach(orphan -> ended.add(
                        "removed container " + orphan.id() + " (" + orphan.image() + ") of run " + orphan.runId()));
        return ended;
    }

    /** What {@link #reapProcesses} would end; nothing is touched. */
    public static List<String> orphanedProcesses() {
        return OrphanProcesses.find().stream()
                .map(orphan -> "process " + orphan.pid() + " of run " + orphan.runId() + ": " + orphan.command())
                .toList();
    }
}
