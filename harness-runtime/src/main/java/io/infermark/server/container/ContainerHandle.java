package io.infermark.server.container;

import io.infermark.platform.HostView;
import io.infermark.server.ServerDeath;
import io.infermark.server.ServerHandle;
import io.infermark.server.StartTimings;
import io.infermark.server.StopReport;
import io.infermark.server.readiness.ReadinessWait;
import io.infermark.spi.Endpoint;
import io.infermark.spi.StartPlan;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** A container whose engine answers. */
final class ContainerHandle implements ServerHandle {
    private final StartPlan plan;
    private final Endpoint endpoint;
    private final StartTimings timings;
    private final Map<String, String> versions;
    private final EngineContainer container;
    private final Path log;
    private @Nullable StopReport report;

    ContainerHandle(
            StartPlan plan,
            URI base,
            ReadinessWait.Ready ready,
            Map<String, String> versions,
            EngineContainer container,
            Path log) {
        this.plan = plan;
        this.endpoint = new Endpoint(List.of(base), ready.model(), plan.endpoint());
        this.timings = ready.timings();
        this.versions = Collections.unmodifiableMap(versions);
        this.container = container;
        this.log = log;
    }

    @Override
    public Endpoint endpoint() {
        return endpoint;
    }

    @Override
    public StartTimings timings() {
        return timings;
    }

    @Override
    public Map<String, String> versions() {
        return versions;
    }

    @Override
    public CompletionStage<ServerDeath> death() {
        return container.death().minimalCompletionStage();
    }

    @Override
    public Path log() {
        return log;
    }

    @Override
    public synchronized void stop() {
        if (report != null) {
            return;
        }
        String id = container.getContainerId();
        Duration grace = plan.gracefulStop().grace();
        long asked = System.nanoTime();
        Optional<Integer> exitCode = container.stopGracefully(grace);
        Duration took = Duration.ofNanos(System.nanoTime() - asked);
        boolean killed = exitCode.filter(code -> code == 137).isPresent() && took.compareTo(grace) >= 0;
        report = new StopReport(took, exitCode, killed, Optional.empty(), notReleased(id));
    }

    private List<String> notReleased(@Nullable String id) {
        List<String> held = new ArrayList<>();
        if (id != null && !container.gone(id)) {
            held.add("container " + id + " is still there");
        }
        int port = endpoint.urls().get(0).getPort();
        if (!HostView.local().portFree(port)) {
            held.add("port " + port + " is still in use");
        }
        return held;
    }

    @Override
    public synchronized Optional<StopReport> stopReport() {
        return Optional.ofNullable(report);
    }
}
