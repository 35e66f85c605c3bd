package io.infermark.model;

import java.time.Duration;
import java.util.List;

/**
 * How often and how long a point is measured; the vocabulary is explained in {@link io.infermark.api.Window}.
 *
 * @param warmupForks forks that are run and thrown away
 * @param iterationTimeout deadline of one iteration, drain included
 * @param minRequests fewer successful requests in a measured window mark the point as short
 * @param jvmArgs further arguments of the load generator's JVM
 */
public record RunSettings(
        int forks,
        int warmupForks,
        int warmupIterations,
        WindowBound warmup,
        int iterations,
        WindowBound measurement,
        Duration iterationTimeout,
        int minRequests,
        List<String> jvmArgs) {
    /** 1 fork of 1 warm-up iteration (2 × concurrency) and 3 iterations (10 × concurrency), 10 minutes for each. */
    public static final RunSettings DEFAULT = new RunSettings(
            1,
            0,
            1,
            new WindowBound.PerConcurrency(2),
            3,
            new WindowBound.PerConcurrency(10),
            Duration.ofMinutes(10),
            10,
            List.of());

    public RunSettings {
        jvmArgs = List.copyOf(jvmArgs);
    }
}
