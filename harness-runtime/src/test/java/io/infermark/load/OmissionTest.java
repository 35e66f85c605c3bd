package io.infermark.load;

import static org.assertj.core.api.Assertions.assertThat;

import io.infermark.api.Arrival;
import io.infermark.metric.MetricContext;
import io.infermark.metric.StartLatency;
import io.infermark.metric.WindowAnalysis;
import io.infermark.model.Load;
import io.infermark.model.WorkloadSpec;
import io.infermark.record.WindowMark;
import io.infermark.sim.SimConfig;
import io.infermark.sim.SimServer;
import io.infermark.sim.SimTruth;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.DoubleStream;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What waits in the client is in the latencies: those from the intended instant are what queueing theory says of one server, a steady arrival and a cap of one. */
@Timeout(60)
class OmissionTest {
    private static final Percentage TWO_PERCENT = Percentage.withPercentage(2);

    @TempDir
    Path folder;

    /**
     * Of a queue with one server: a request waits for what the one before it had left when it came.
     *
     * @param serviceMillis of each request, by the server's own account
     */
    private static double[] theory(double requestsPerSecond, double[] serviceMillis) {
        double[] latency = new double[serviceMillis.length];
        double left = 0;
        for (int i = 0; i < latency.length; i++) {
            latency[i] = left + serviceMillis[i];
            left = Math.max(0, latency[i] - 1000 / requestsPerSecond);
        }
        return latency;
    }

    private StartLatency measured(URI server, double requestsPerSecond, int requests) throws IOException {
        try (LoadRig rig = new LoadRig(folder, server, LoadOptions.DEFAULT)) {
            rig.session.warmUp(Duration.ofMillis(500));
            WindowMark mark = rig.run(WindowPlan.open(
                    new Load.Open(requestsPerSecond, Arrival.CONSTANT, 1, 1),
                    RequestSource.of(LoadRig.requests(rig.base, requests, 1)),
                    requests,
                    1));
            return WindowAnalysis.of(rig.records(), mark, MetricContext.of(WorkloadSpec.of(4, 1), 0))
                    .metrics()
                    .e2elMs();
        }
    }

    @Test
    void aStallOfTwoSecondsIsInTheLatenciesOfAllThatCameMeanwhile() throws IOException {
        int requests = 16;
        long[] startNanos = new long[requests];
        long[] endNanos = new long[requests];
        try (ScriptedServer server = new ScriptedServer(post -> {
            startNanos[post.ofServer - 1] = System.nanoTime();
            Thread.sleep(post.ofServer == 3 ? 2000 : 10);
            // Before the answer, behind which the client may be done at any time.
            endNanos[post.ofServer - 1] = System.nanoTime();
            post.stream();
        })) {
            StartLatency measured = measured(server.uri(), 4, requests);

            double[] serviceMillis = new double[requests];
            // By the server's clock since each was due: on a busy machine the client turns round late, which is a wait
            // too. The promptest of all shows when the schedule began.
            double[] waitedMillis = new double[requests];
            long began = Long.MAX_VALUE;
            for (int i = 0; i < requests; i++) {
                serviceMillis[i] = (endNanos[i] - startNanos[i]) / 1e6;
                began = Math.min(began, startNanos[i] - 250_000_000L * i);
            }
            for (int i = 0; i < requests; i++) {
                waitedMillis[i] = (endNanos[i] - began) / 1e6 - 250 * i;
            }
            double[] theory = theory(4, serviceMillis);
            assertThat(measured.headline()).isEqualTo(StartLatency.Origin.INTENDED);
            assertThat(measured.shown().mean()).isGreaterThanOrEqualTo(0.98 * mean(theory));
            assertThat(measured.shown().mean()).isCloseTo(mean(waitedMillis), TWO_PERCENT);
            assertThat(measured.shown().max()).isCloseTo(waitedMillis[2], TWO_PERCENT);
            // Whoever starts the clock at the send sees one slow request of sixteen.
            assertThat(measured.fromSent().mean()).isLessThan(mean(theory) / 3);
        }
    }

    /** Eight requests of half a second, ten a second, a cap of one: from the send 506 ms on average, from the schedule 1,932 (vLLM's issue 54101). */
    @Test
    void aCapBelowTheLoadIsNotHiddenByTheSemaphore() throws IOException {
        try (SimServer server = SimServer.start(SimConfig.builder()
                .fixed(Duration.ofMillis(500), Duration.ofMillis(1))
                .build())) {
            StartLatency measured = measured(server.uri(), 10, 8);

            SimTruth truth = server.truth();
            double[] serviceMillis = new double[8];
            // Since each was due, by the server's clock: on a busy machine the client turns round late, which is a wait
            // too.
            double[] waitedMillis = new double[8];
            long first = truth.requests().get(0).arrivalNanos();
            for (int i = 0; i < truth.eventCount(); i++) {
                SimTruth.Event event = truth.event(i);
                if (event.tokens() > 0) {
                    long arrival = truth.requests().get(event.requestIndex()).arrivalNanos();
                    serviceMillis[event.requestIndex()] = (event.writeNanos() - arrival) / 1e6;
                    waitedMillis[event.requestIndex()] =
                            (event.writeNanos() - first) / 1e6 - 100 * event.requestIndex();
                }
            }
            assertThat(mean(serviceMillis)).isBetween(500.0, 600.0);
            double[] theory = theory(10, serviceMillis);
            assertThat(mean(theory)).isGreaterThanOrEqualTo(1900);
            assertThat(measured.shown().mean()).isGreaterThanOrEqualTo(0.98 * mean(theory));
            assertThat(measured.shown().mean()).isCloseTo(mean(waitedMillis), TWO_PERCENT);
            assertThat(measured.shown().max()).isCloseTo(waitedMillis[7], TWO_PERCENT);
            assertThat(measured.fromSent().mean()).isCloseTo(mean(serviceMillis), TWO_PERCENT);
        }
    }

    private static double mean(double[] values) {
        return DoubleStream.of(values).average().orElseThrow();
    }
}
