package io.infermark.run;

import io.infermark.sim.SimConfig;
import io.infermark.sim.SimServer;
import java.time.Duration;

/** Fast simulators in this JVM. */
public final class Sims {
    private Sims() {}

    /** Options as name and value, one after the other. */
    public static SimServer start(String... options) {
        SimConfig.Builder builder = SimConfig.builder().fixed(Duration.ofMillis(2), Duration.ofMillis(1));
        for (int i = 0; i < options.length; i += 2) {
            builder.option(options[i], options[i + 1]);
        }
        return SimServer.start(builder.build());
    }
}
