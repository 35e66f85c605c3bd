package io.infermark.server.gpu;

import io.infermark.server.ServerDeath;
import io.infermark.server.ServerHandle;
import io.infermark.server.StartTimings;
import io.infermark.server.StopReport;
import io.infermark.spi.Endpoint;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** A server whose stop is over when its GPUs' memory is free again. */
final class GuardedServer implements ServerHandle {
    private final ServerHandle server;
    private final GpuGuard guard;
    private @Nullable StopReport report;

    GuardedServer(ServerHandle server, GpuGuard guard) {
        this.server = server;
        this.guard = guard;
    }

    @Override
    public Endpoint endpoint() {
        return server.endpoint();
    }

    @Override
    public StartTimings timings() {
        return server.timings();
    }

    @Override
    public Map<String, String> versions() {
        return server.versions();
    }

    @Override
    public CompletionStage<ServerDeath> death() {
        return server.death();
    }

    @Override
    public Path log() {
        return server.log();
    }

    @Override
    public synchronized void stop() {
        if (report != null) {
            return;
        }
        long asked = System.nanoTime();
        server.stop();
        List<String> held = guard.awaitRelease();
        Duration took = Duration.ofNanos(System.nanoTime() - asked);
        report = server.stopReport().map(own -> merged(own, held, took)).orElse(null);
    }

    private static StopReport merged(StopReport own, List<String> held, Duration took) {
        List<String> all = new ArrayList<>(own.notReleased());
        all.addAll(held);
        return new StopReport(
                own.toExit(), own.exitCode(), own.killed(), held.isEmpty() ? Optional.of(took) : Optional.empty(), all);
    }

    @Override
    public synchronized Optional<StopReport> stopReport() {
        return Optional.ofNullable(report);
    }
}
