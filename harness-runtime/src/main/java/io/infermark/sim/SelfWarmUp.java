package io.infermark.sim;

import java.io.IOException;
import java.time.Duration;

/**
 * Lets a second simulator of this JVM serve loopback streams for a while, so that the code of the send path is compiled
 * before the first real request. Without it the first hundreds of milliseconds of heavy traffic are written late.
 */
final class SelfWarmUp {
    private static final int STREAMS = 64;
    private static final String[] BODIES = {
        "{\"prompt\":\"warm up\",\"stream\":true,\"max_tokens\":100}",
        "{\"prompt\":[1,2,3],\"stream\":true,\"max_tokens\":4,\"stream_options\":{\"include_usage\":true}}",
        "{\"prompt\":\"warm\",\"stream\":true,\"max_tokens\":50,\"return_token_ids\":true}"
    };

    private SelfWarmUp() {}

    static void run(Duration duration) {
        long end = System.nanoTime() + duration.toNanos();
        SimConfig config = SimConfig.builder()
                .fixed(Duration.ofMillis(2), Duration.ofMillis(1))
                .option(SimOption.LOG_EVENTS, "100000")
                .build();
        try (SimServer server = SimServer.start(config)) {
            for (int i = 0; System.nanoTime() - end < 0; i++) {
                StreamingClient.run(server.port(), STREAMS, 1, BODIES[i % BODIES.length]);
            }
        } catch (IOException failed) {
            throw new SimException(
                    "SimWarmUpFailed",
                    "the warm-up over loopback failed: " + failed + ". Set warm-up=0ms to start without it.",
                    failed);
        }
    }
}
