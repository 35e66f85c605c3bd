package io.infermark.server.external;

import io.infermark.server.ServerDeath;
import io.infermark.server.ServerHandle;
import io.infermark.server.StartTimings;
import io.infermark.server.StopReport;
import io.infermark.server.readiness.ReadinessWait;
import io.infermark.spi.Endpoint;
import io.infermark.spi.StartPlan;
import java.net.URI;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Somebody else's server: its death cannot be known, and its stop is not ours. */
final class ExternalHandle implements ServerHandle {
    private final Endpoint endpoint;
    private final StartTimings timings;
    private final Map<String, String> versions;
    private final Path log;

    ExternalHandle(StartPlan plan, List<URI> urls, ReadinessWait.Ready ready, Map<String, String> versions, Path log) {
        this.endpoint = new Endpoint(urls, ready.model(), plan.endpoint());
        this.timings = ready.timings();
        Map<String, String> all = new LinkedHashMap<>(versions);
        all.put("fork", "renews the load generator only: the server is somebody else's and keeps running");
        this.versions = Collections.unmodifiableMap(all);
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
        return new CompletableFuture<ServerDeath>().minimalCompletionStage();
    }

    @Override
    public Path log() {
        return log;
    }

    @Override
    public void stop() {}

    @Override
    public Optional<StopReport> stopReport() {
        return Optional.empty();
    }
}
