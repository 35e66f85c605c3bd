package io.infermark.server.process;

import io.infermark.server.ServerDeath;
import io.infermark.server.ServerHandle;
import io.infermark.server.StartTimings;
import io.infermark.server.StopReport;
import io.infermark.server.readiness.ReadinessWait;
import io.infermark.spi.Endpoint;
import io.infermark.spi.StartPlan;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** The handle of a {@link RunningProcess} that is ready. */
final class ProcessHandleOfServer implements ServerHandle {
    private final StartPlan plan;
    private final Endpoint endpoint;
    private final StartTimings timings;
    private final Map<String, String> versions;
    private final RunningProcess process;

    ProcessHandleOfServer(
            StartPlan plan, URI base, ReadinessWait.Ready ready, Map<String, String> versions, RunningProcess process) {
        this.plan = plan;
        this.endpoint = new Endpoint(List.of(base), ready.model(), plan.endpoint());
        this.timings = ready.timings();
        this.versions = versions;
        this.process = process;
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
        return process.death().minimalCompletionStage();
    }

    @Override
    public Path log() {
        return process.tail().file();
    }

    @Override
    public void stop() {
        process.stop(plan.gracefulStop().grace());
    }

    @Override
    public Optional<StopReport> stopReport() {
        return process.report();
    }
}
