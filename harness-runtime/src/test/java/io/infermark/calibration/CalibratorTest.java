package io.infermark.calibration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.infermark.fork.ConnectionMessage;
import io.infermark.fork.FromGenerator;
import io.infermark.fork.Generator;
import io.infermark.fork.GeneratorOrders;
import io.infermark.fork.InProcessGenerator;
import io.infermark.fork.ToGenerator;
import io.infermark.model.Load;
import io.infermark.model.WorkloadSpec;
import io.infermark.record.RecordEpoch;
import io.infermark.record.RecordLane;
import io.infermark.record.RecordReader;
import io.infermark.record.RecordWriter;
import io.infermark.record.RequestRecord;
import io.infermark.run.Sims;
import io.infermark.sim.SimServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Proxy;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A generator that has an endpoint of its own is calibrated beside it. */
@Timeout(120)
class CalibratorTest {
    @TempDir
    Path folder;

    private final Calibrator calibrator = new Calibrator(InetAddress.getLoopbackAddress());

    private ToGenerator.Open order(SimServer endpoint) {
        return GeneratorOrders.open(endpoint, WorkloadSpec.of(16, 4), new Load.Closed(2), folder);
    }

    @Test
    void theErrorIsWhatLiesBetweenWriteAndRead() throws IOException {
        LoadShape closed = new LoadShape(20, 0, 10);
        LoadShape open = new LoadShape(0, 50, 10);
        try (SimServer endpoint = Sims.start();
                Generator generator = new InProcessGenerator()) {
            generator.open(order(endpoint), Duration.ofSeconds(60));
            long asked = endpoint.truth().requestCount();
            generator.run(new ToGenerator.RunWindow(false, 0, 1, 6, -1, 30_000, false));

            CalibrationFigures figures = calibrator.before(generator, closed, folder);
            assertThat(figures.requests()).isEqualTo(100);
            assertThat(figures.failed()).isZero();
            assertThat(figures.ttftErrorMeanMicros()).isPositive().isLessThan(figures.ttftErrorMaxMicros() + 1);
            assertThat(figures.ttftErrorP99Micros()).isLessThanOrEqualTo(figures.ttftErrorMaxMicros());
            assertThat(figures.sentLateP99Micros()).isNotNegative();

            CalibrationFigures ofRate = calibrator.measure(generator, open, folder);
            assertThat(ofRate.requests()).isEqualTo(35);
            assertThat(ofRate.failed()).isZero();

            assertThat(calibrator.before(generator, closed, folder))
                    .as("one start, one load: measured once")
                    .isSameAs(figures);
            generator.run(new ToGenerator.RunWindow(false, 1, 1, 6, -1, 30_000, false));
            assertThat(endpoint.truth().requestCount() - asked)
                    .as("the endpoint sees nothing of a calibration")
                    .isEqualTo(12);
        }
        List<RequestRecord> rows = new ArrayList<>();
        try (RecordReader reader = RecordReader.open(folder.resolve("records.imr"))) {
            reader.forEach(rows::add);
        }
        assertThat(rows).hasSize(12).allMatch(RequestRecord::ok);
        assertThat(Files.exists(folder.resolve("calibration.imr"))).isFalse();
    }

    @Test
    void oneThatFailedIsNotTheNextTrialsToo() throws IOException {
        LoadShape shape = new LoadShape(2, 0, 10);
        try (SimServer endpoint = Sims.start();
                Generator generator = new InProcessGenerator()) {
            generator.open(order(endpoint), Duration.ofSeconds(60));
            assertThat(calibrator.before(new Silent(), shape, folder).requests())
                    .isZero();

            assertThat(calibrator.before(generator, shape, folder).requests()).isPositive();
        }
    }

    @Test
    void connectionsFromAnIpv6AddressReachTheSimulator() throws IOException {
        ConnectionMessage connections = ConnectionMessage.DEFAULT.withSources(List.of("::1"));
        try (ServerSocket probe = new ServerSocket()) {
            probe.bind(new InetSocketAddress(connections.options().loopback(), 0));
        } catch (IOException e) {
            assumeThat(e).as("this machine has no IPv6").isNull();
        }
        try (SimServer endpoint = Sims.start();
                Generator generator = new InProcessGenerator()) {
            ToGenerator.Open order = order(endpoint);
            generator.open(
                    new ToGenerator.Open(
                            order.pointId(),
                            order.fork(),
                            order.urls(),
                            order.model(),
                            order.options(),
                            order.prefixCache(),
                            order.dialect(),
                            order.tokenizer(),
                            order.workload(),
                            order.load(),
                            order.records(),
                            order.loops(),
                            order.core(),
                            connections,
                            order.warmUpMillis(),
                            order.probeTimeoutMillis(),
                            order.inferencexPrompts(),
                            order.secrets()),
                    Duration.ofSeconds(60));

            CalibrationFigures figures =
                    new Calibrator(connections.options().loopback()).before(generator, new LoadShape(2, 0, 10), folder);

            assertThat(figures.failed()).isZero();
            assertThat(figures.requests()).isPositive();
        }
    }

    /** A generator that loses the rows of half its requests has not been shown to be able to measure. */
    @Test
    void requestsWithoutARowCountAsFailed() throws IOException {
        try (SimServer endpoint = Sims.start();
                Generator generator = new InProcessGenerator()) {
            generator.open(order(endpoint), Duration.ofSeconds(60));
            Generator losing = (Generator) Proxy.newProxyInstance(
                    Generator.class.getClassLoader(), new Class<?>[] {Generator.class}, (proxy, method, arguments) -> {
                        if (!method.getName().equals("calibrate")) {
                            return method.invoke(generator, arguments);
                        }
                        ToGenerator.Calibrate all = (ToGenerator.Calibrate) arguments[0];
                        return generator.calibrate(new ToGenerator.Calibrate(
                                all.url(),
                                all.streams(),
                                all.requestsPerSecond(),
                                all.requests() / 2,
                                all.tokens(),
                                all.records(),
                                all.timeoutMillis()));
                    });
            CalibrationFigures figures = calibrator.measure(losing, new LoadShape(20, 0, 10), folder);
            assertThat(figures.requests()).isEqualTo(50);
            assertThat(figures.failed()).isEqualTo(50);
            assertThat(figures.faults("before", null)).isNotEmpty();
        }
    }

    /** As many rows as requests, and yet one is missing. */
    @Test
    void aDoubledRowDoesNotStandForALostOne() throws IOException {
        try (SimServer endpoint = Sims.start();
                Generator generator = new InProcessGenerator()) {
            generator.open(order(endpoint), Duration.ofSeconds(60));
            Generator doubling = (Generator) Proxy.newProxyInstance(
                    Generator.class.getClassLoader(), new Class<?>[] {Generator.class}, (proxy, method, arguments) -> {
                        Object answer = method.invoke(generator, arguments);
                        if (method.getName().equals("calibrate")) {
                            ToGenerator.Calibrate order = (ToGenerator.Calibrate) arguments[0];
                            doubleOne(Path.of(order.records()));
                        }
                        return answer;
                    });
            CalibrationFigures figures = calibrator.measure(doubling, new LoadShape(20, 0, 10), folder);
            assertThat(figures.requests()).isEqualTo(99);
            assertThat(figures.failed()).isEqualTo(2);
        }
    }

    private static void doubleOne(Path file) throws IOException {
        List<RequestRecord> rows = new ArrayList<>();
        RecordEpoch epoch;
        try (RecordReader reader = RecordReader.open(file)) {
            epoch = reader.epoch();
            reader.forEach(rows::add);
        }
        rows.set(7, rows.get(6));
        Files.delete(file);
        try (RecordWriter writer = RecordWriter.create(file, epoch)) {
            RecordLane lane = writer.lane();
            rows.forEach(lane::append);
        }
    }

    /** A generator that sends nothing. */
    private static final class Silent implements Generator {
        @Override
        public FromGenerator.Opened open(ToGenerator.Open order, Duration deadline) {
            throw new UnsupportedOperationException();
        }

        @Override
        public FromGenerator.WindowEnded run(ToGenerator.RunWindow order) {
            throw new UnsupportedOperationException();
        }

        @Override
        public FromGenerator.Calibrated calibrate(ToGenerator.Calibrate order) {
            try (RecordWriter empty = RecordWriter.create(Path.of(order.records()), RecordEpoch.now())) {
                empty.flush();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            return new FromGenerator.Calibrated(Map.of());
        }

        @Override
        public OptionalLong process() {
            return OptionalLong.empty();
        }

        @Override
        public void stop(Duration drain) {}

        @Override
        public void abort() {}

        @Override
        public void close() {}
    }
}
