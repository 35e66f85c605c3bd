package io.infermark.server.container;

import com.github.dockerjava.api.command.InspectContainerResponse;
import io.infermark.server.ServerDeath;
import io.infermark.server.StartSite;
import io.infermark.server.diagnosis.DiagnosisTable;
import io.infermark.server.readiness.LogTail;
import io.infermark.spi.StartPlan;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.output.OutputFrame;
import org.testcontainers.containers.wait.strategy.AbstractWaitStrategy;
import org.testcontainers.utility.DockerImageName;

/** Testcontainers' object with our wait, our log and our stop. Each frame of output goes straight to {@code server.log}. */
final class EngineContainer extends GenericContainer<EngineContainer> {
    private final StartSite site;
    private final OutputStream log;
    private final CompletableFuture<ServerDeath> death = new CompletableFuture<>();
    private final LogTail tail;
    private volatile boolean stopping;

    /**
     * @param pull whether an absent image is fetched
     * @param ready waits for the engine; gets this container, whose port is known then
     */
    EngineContainer(StartPlan plan, StartSite site, CreateRequest request, boolean pull, ReadyWait ready)
            throws IOException {
        super(DockerImageName.parse(plan.container().image()));
        this.site = site;
        Files.createDirectories(site.folder());
        LogTail.keepEarlier(site.log());
        this.log = Files.newOutputStream(site.log());
        this.tail = new LogTail(site.log(), plan.readiness().fatalPatterns());
        withImagePullPolicy(name -> pull);
        withExposedPorts(plan.port());
        withCreateContainerCmdModifier(request::apply);
        withLogConsumer(this::append);
        withStartupTimeout(plan.readiness().deadline());
        setWaitStrategy(new AbstractWaitStrategy() {
            @Override
            protected void waitUntilReady() {
                ready.await(EngineContainer.this);
            }
        });
    }

    /** Waits until the engine is ready; throws unchecked. */
    @FunctionalInterface
    interface ReadyWait {
        void await(EngineContainer container);
    }

    LogTail tail() {
        return tail;
    }

    CompletableFuture<ServerDeath> death() {
        return death;
    }

    /** Asks to end, waits for the grace, kills. Returns the exit code if it is known. */
    Optional<Integer> stopGracefully(Duration grace) {
        stopping = true;
        Optional<Integer> exitCode = Optional.empty();
        String id = getContainerId();
        if (id != null) {
            try {
                getDockerClient()
                        .stopContainerCmd(id)
                        .withTimeout((int) Math.max(1, grace.toSeconds()))
                        .exec();
            } catch (com.github.dockerjava.api.exception.NotModifiedException endedAlready) {
                // Its exit code is read below all the same.
            } catch (com.github.dockerjava.api.exception.NotFoundException gone) {
                id = null;
            }
        }
        if (id != null) {
            exitCode = exitCode(getDockerClient().inspectContainerCmd(id).exec());
        }
        super.stop();
        closeLog();
        return exitCode;
    }

    /** Whether the engine of containers has removed a container of ours. */
    boolean gone(String id) {
        try {
            getDockerClient().inspectContainerCmd(id).exec();
            return false;
        } catch (com.github.dockerjava.api.exception.NotFoundException removed) {
            return true;
        }
    }

    @Override
    public void stop() {
        // Also called by Testcontainers itself after a failed start.
        stopping = true;
        super.stop();
        closeLog();
    }

    @Override
    protected void containerIsStarting(InspectContainerResponse started) {
        String id = started.getId();
        getDockerClient().waitContainerCmd(id).exec(new DeathWatch(code -> died(id, code)));
    }

    private void died(String id, int code) {
        if (stopping) {
            return;
        }
        boolean oom = false;
        try {
            oom = Boolean.TRUE.equals(
                    getDockerClient().inspectContainerCmd(id).exec().getState().getOOMKilled());
        } catch (com.github.dockerjava.api.exception.DockerException removedMeanwhile) {
            // Somebody removed it; the exit code is all there is.
        }
        // The flag is also set when only a child was killed and the server went on to end by itself.
        boolean killedForMemory = oom && code == 137;
        tail.poll();
        List<String> lines = tail.lastLines();
        death.complete(new ServerDeath(
                Optional.of(code),
                killedForMemory,
                lines,
                DiagnosisTable.standard().diagnose(lines, Optional.of(code), killedForMemory)));
    }

    private static Optional<Integer> exitCode(InspectContainerResponse container) {
        Long code = container.getState() == null ? null : container.getState().getExitCodeLong();
        return code == null ? Optional.empty() : Optional.of(code.intValue());
    }

    private void append(OutputFrame frame) {
        byte[] bytes = frame.getBytes();
        if (bytes == null) {
            return;
        }
        try {
            synchronized (log) {
                log.write(bytes);
            }
        } catch (IOException full) {
            logger().warn("{} cannot be written: {}", site.log(), full.getMessage());
        }
    }

    private void closeLog() {
        try {
            synchronized (log) {
                log.close();
            }
        } catch (IOException unflushed) {
            logger().warn("{} was not closed: {}", site.log(), unflushed.getMessage());
        }
    }

    @Override
    public boolean equals(Object other) {
        return this == other;
    }

    @Override
    public int hashCode() {
        return System.identityHashCode(this);
    }
}
