package io.infermark.benchmarks;

import io.infermark.api.Concurrency;
import io.infermark.api.Hardware;
import io.infermark.api.Model;
import io.infermark.api.Precision;
import io.infermark.api.Server;
import io.infermark.api.ServingBenchmark;
import io.infermark.api.Sweep;
import io.infermark.api.Window;
import io.infermark.api.Workload;
import io.infermark.api.engine.LlamaCpp;
import io.infermark.api.hardware.HostCpu;
import io.infermark.spi.Endpoint;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Setup;

/**
 * One stream with more requests in a window than llama-server serves on a connection (100), and before each window a pause longer than it keeps an idle one (5 s). When the pause is over no
 * connection may be left, or there was nothing for the generator to cope with.
 */
@ServingBenchmark
@Model(
        id = "SmolLM2-135M-Instruct.Q4_1.gguf",
        prefix = "smollm2",
        precision = Precision.INT4,
        servedName = "smollm2-135m")
@Hardware(HostCpu.class)
@Server(engine = LlamaCpp.class)
@Workload(isl = 4, osl = 2)
@Sweep(concurrency = @Concurrency({1}))
@Window(requests = KeepAliveStreams.REQUESTS, warmupRequests = 1)
@Measurement(iterations = 2)
public class KeepAliveStreams {
    static final int REQUESTS = 110;
    private static final int IDLE_SECONDS = 6;
    private static final String ESTABLISHED = "01";

    /** Pauses, and throws if a connection outlived the pause. */
    @Setup(Level.Iteration)
    public void pause(Endpoint endpoint) throws IOException, InterruptedException {
        boolean interrupted = new CountDownLatch(1).await(IDLE_SECONDS, TimeUnit.SECONDS);
        long open = connections(endpoint.urls().get(0).getPort());
        if (interrupted || open > 0) {
            throw new IllegalStateException(open + " connections outlived " + IDLE_SECONDS + " s without a request");
        }
    }

    private static long connections(int port) throws IOException {
        String remote = String.format(Locale.ROOT, ":%04X", port);
        List<String> sockets = List.of("/proc/net/tcp", "/proc/net/tcp6");
        long open = 0;
        for (String file : sockets) {
            open += Files.readAllLines(Path.of(file)).stream()
                    .map(line -> line.strip().split("\\s+", -1))
                    .filter(words -> words.length > 3 && words[2].endsWith(remote) && words[3].equals(ESTABLISHED))
                    .count();
        }
        return open;
    }
}
