package io.infermark.server.launch;

import io.infermark.platform.HostView;
import io.infermark.server.ServerStartException;
import io.infermark.server.container.ContainerSurvey;
import io.infermark.server.container.OrphanContainers;
import io.infermark.server.process.OrphanProcesses;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Servers, processes and containers, whose harness is gone. Servers of living runs are never touched. */
public final class DeadRuns {
    private static final Duration GRACE = Duration.ofSeconds(10);

    private DeadRuns() {}

    /**
     * A server of a dead run.
     *
     * @param kind {@code process} or {@code container}
     * @param what its command line, or its image
     */
    public record Leftover(String kind, String id, String runId, String what) {
        /** {@code process 17 of run R: command}. */
        public String text() {
            return kind + " " + id + " of run " + runId + ": " + what;
        }
    }

    /** Looks, and ends none. Where no engine of containers answers, processes alone are looked at. */
    public static List<Leftover> find() {
        List<Leftover> found = processes(OrphanProcesses.find());
        if (engineExpected()) {
            try {
                found.addAll(containers(OrphanContainers.find()));
            } catch (ServerStartException silent) {
                // Whoever needs containers is told so when one is started.
            }
        }
        return found;
    }

    /** Ends the processes; returns those that were there. */
    public static List<Leftover> endProcesses() throws InterruptedException {
        return processes(OrphanProcesses.reap(GRACE));
    }

    /**
     * Removes the containers, killing those that run; returns those that were there.
     *
     * @throws ServerStartException {@code [DockerUnreachable]} if no engine of containers answers
     */
    public static List<Leftover> removeContainers() throws ServerStartException {
        return containers(OrphanContainers.reap());
    }

    /**
     * Ends the processes and, if asked, removes the containers; returns those that were there. An engine of containers that does not answer is left to whoever starts one.
     *
     * @param withContainers whether containers are looked for
     */
    public static List<Leftover> endAll(boolean withContainers) {
        List<Leftover> ended = new ArrayList<>();
        try {
            ended.addAll(endProcesses());
            if (withContainers) {
                ended.addAll(removeContainers());
            }
        } catch (ServerStartException silent) {
            // The start that needs the engine fails with the same message, and is then told of the right point.
        } catch (InterruptedException stopNow) {
            Thread.currentThread().interrupt();
        }
        return ended;
    }

    /** Whether this host looks like having an engine of containers; asking where none is costs seconds. */
    public static boolean engineExpected() {
        return ContainerSurvey.expected(HostView.local());
    }

    private static List<Leftover> processes(List<OrphanProcesses.Orphan> orphans) {
        List<Leftover> found = new ArrayList<>();
        orphans.forEach(orphan ->
                found.add(new Leftover("process", Long.toString(orphan.pid()), orphan.runId(), orphan.command())));
        return found;
    }

    private static List<Leftover> containers(List<OrphanContainers.Orphan> orphans) {
        return orphans.stream()
                .map(orphan -> new Leftover("container", orphan.id(), orphan.runId(), orphan.image()))
                .toList();
    }
}
