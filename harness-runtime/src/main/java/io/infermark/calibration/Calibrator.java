package io.infermark.calibration;

import io.infermark.fork.FromGenerator;
import io.infermark.fork.Generator;
import io.infermark.fork.ToGenerator;
import io.infermark.sim.SimConfig;
import io.infermark.sim.SimOption;
import io.infermark.sim.SimServer;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/** Calibrates generators of one server start. For one thread. */
public final class Calibrator {
    private static final double TTFT_MILLIS = 20;

    /**
     * First tokens come after the opening wave has left even where a request takes so long to send. With a shorter TTFT the calibration would measure that a loop that sends does not
     * read, which a point with a longer one never sees; one with a shorter one sees it in the lag of its own loop.
     */
    private static final double TTFT_MILLIS_A_STREAM = 0.2;

    private static final double WINDOW_MILLIS = 450;

    /** Longer, since a slow rate gives few requests. */
    private static final double OPEN_WINDOW_MILLIS = 700;

    private static final int MOST_REQUESTS_A_STREAM = 10;
    private static final int ENOUGH_REQUESTS = 100;
    private static final int ATTEMPTS = 3;

    /** The simulator's code is compiled by this much of its own load, once in a JVM. */
    private static final Duration SIMULATOR_WARM_UP = Duration.ofMillis(400);

    private static final Duration DEADLINE = Duration.ofSeconds(20);

    private final Map<LoadShape, CalibrationFigures> done = new HashMap<>();
    private final InetAddress loopback;
    private boolean simulatorIsWarm;

    /** @param loopback that the generators' connections can reach */
    public Calibrator(InetAddress loopback) {
        this.loopback = loopback;
    }

    /** Figures of the shape: those of an earlier trial of this start if there are some that were good, else measured now. */
    public CalibrationFigures before(Generator generator, LoadShape shape, Path folder) throws IOException {
        CalibrationFigures known = done.get(shape);
        if (known != null) {
            return known;
        }
        CalibrationFigures figures = measure(generator, shape, folder);
        if (figures.faults("", null).isEmpty()) {
            done.put(shape, figures);
        }
        return figures;
    }

    /** Figures of the shape, measured now. */
    public CalibrationFigures measure(Generator generator, LoadShape shape, Path folder) throws IOException {
        CalibrationFigures best = once(generator, shape, folder);
        for (int i = 1; i < ATTEMPTS && !best.faults("", null).isEmpty(); i++) {
            CalibrationFigures again = once(generator, shape, folder);
            best = again.badness() < best.badness() ? again : best;
        }
        return best;
    }

    private CalibrationFigures once(Generator generator, LoadShape shape, Path folder) throws IOException {
        long start = System.nanoTime();
        Path records = folder.resolve("calibration.imr");
        SimConfig.Builder config = SimConfig.builder()
                .fixed(ttft(shape), Duration.ofMillis(shape.itlMillis()))
                .option("host", loopback.getHostAddress());
        if (!simulatorIsWarm) {
            config.option(SimOption.WARM_UP, SIMULATOR_WARM_UP.toMillis() + "ms");
            simulatorIsWarm = true;
        }
        try (SimServer simulator = SimServer.start(config.build())) {
            ToGenerator.Calibrate order = order(shape, simulator.uri().toString(), records);
            FromGenerator.Calibrated ended = generator.calibrate(order);
            return CalibrationJoin.of(
                    records,
                    simulator.truth(),
                    order.requests(),
                    shape,
                    ended.health().get("loopRunQueueShare"),
                    (System.nanoTime() - start) / 1e6);
        } finally {
            Files.deleteIfExists(records);
        }
    }

    private static ToGenerator.Calibrate order(LoadShape shape, String url, Path records) {
        int requests;
        int tokens;
        if (shape.open()) {
            requests = (int) Math.max(10, Math.round(shape.requestsPerSecond() * OPEN_WINDOW_MILLIS / 1000));
            tokens = LoadShape.OPEN_TOKENS;
        } else {
            int each = Math.max(1, Math.min(MOST_REQUESTS_A_STREAM, ceil(ENOUGH_REQUESTS, shape.streams())));
            requests = each * shape.streams();
            tokens = (int) Math.max(2, 1 + (WINDOW_MILLIS / each - ttft(shape).toMillis()) / shape.itlMillis());
        }
        return new ToGenerator.Calibrate(
                url,
                shape.streams(),
                shape.requestsPerSecond(),
                requests,
                tokens,
                records.toString(),
                DEADLINE.toMillis());
    }

    private static Duration ttft(LoadShape shape) {
        return Duration.ofMillis(Math.round(TTFT_MILLIS + TTFT_MILLIS_A_STREAM * shape.streams()));
    }

    private static int ceil(int a, int b) {
        return (a + b - 1) / b;
    }
}
