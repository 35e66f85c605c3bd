package io.infermark.server;

import io.infermark.api.Launch;
import io.infermark.spi.StartPlan;
import io.infermark.spi.StartPlanBuilder;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** Plans that start a {@link FakeEngine}. */
public final class FakePlans {
    private FakePlans() {}

    /** A plan of a fake engine with options; port chosen at the start. */
    public static StartPlanBuilder fake(String... options) {
        return StartPlan.builder("fake", Launch.PROCESS)
                .program(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "-cp",
                        System.getProperty("java.class.path"),
                        FakeEngine.class.getName()))
                .add("--port", StartPlan.PORT)
                .add(options)
                .servedModel("fake")
                .version(new StartPlan.Version("/version", "version", List.of()))
                .grace(Duration.ofSeconds(20))
                .deadline(Duration.ofMinutes(2));
    }

    /** A plan that runs a shell script. */
    public static StartPlanBuilder shell(String script) {
        return StartPlan.builder("fake", Launch.PROCESS)
                .program(List.of("sh", "-c", script))
                .grace(Duration.ofSeconds(20))
                .deadline(Duration.ofMinutes(2));
    }
}
