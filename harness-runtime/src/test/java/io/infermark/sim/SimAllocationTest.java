package io.infermark.sim;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.netty.util.ResourceLeakDetector;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.Comparator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a token costs in garbage on the event loop: nothing of ours, so far less than its own event has bytes. */
@Timeout(60)
class SimAllocationTest {
    private static final int TOKENS = 10_000;

    @Test
    void writingATokenAllocatesNothingOfOurs() throws IOException {
        // Netty's leak detector samples buffers with stack traces, which would hide what is counted here.
        ResourceLeakDetector.Level level = ResourceLeakDetector.getLevel();
        ResourceLeakDetector.setLevel(ResourceLeakDetector.Level.DISABLED);
        try {
            assertThat(allocatedByToken()).as("bytes a token").isLessThan(8);
        } finally {
            ResourceLeakDetector.setLevel(level);
        }
    }

    private static double allocatedByToken() throws IOException {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        try (SimServer server = SimServer.start(
                SimConfig.builder().fixed(Duration.ofMillis(1), Duration.ZERO).build())) {
            String few = "{\"prompt\":\"a\",\"stream\":true,\"max_tokens\":2000}";
            String many = "{\"prompt\":\"a\",\"stream\":true,\"max_tokens\":" + TOKENS + "}";
            for (int i = 0; i < 4; i++) {
                StreamingClient.run(server.port(), 2, 1, few);
            }
            long loop = Thread.getAllStackTraces().keySet().stream()
                    .filter(thread -> thread.getName().matches("infermark-sim-[0-9]+-[0-9]+"))
                    .max(Comparator.comparingLong(Thread::getId))
                    .orElseThrow()
                    .getId();
            // A block of the send log lasts for more than two of these runs, so one of any three allocates none.
            long least = Long.MAX_VALUE;
            for (int run = 0; run < 3; run++) {
                long before = threads.getThreadAllocatedBytes(loop);
                StreamingClient.run(server.port(), 1, 1, many);
                least = Math.min(least, threads.getThreadAllocatedBytes(loop) - before);
            }
            assertThat(server.truth().outputTokens()).isEqualTo(8 * 2000 + 3 * TOKENS);
            return (double) least / TOKENS;
        }
    }
}
