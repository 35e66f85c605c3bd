package io.infermark.run;

import io.infermark.model.DurationText;
import io.infermark.plan.Estimate;
import io.infermark.plan.PlannedPoint;
import io.infermark.plan.RunOrder;
import io.infermark.plan.ServerGroup;
import java.nio.file.Path;
import java.time.Duration;

/** What {@code -dry} prints: everything that would be started, in order, and about how long it would take. Starts nothing. */
final class DryRun {
    private final Console console;
    private final HostServers servers;
    private final GeneratorFactory generators;

    DryRun(Console console, HostServers servers, GeneratorFactory generators) {
        this.console = console;
        this.servers = servers;
        this.generators = generators;
    }

    void print(RunOrder plan) {
        for (ServerGroup group : plan.groups()) {
            PlannedPoint first = group.points().get(0);
            console.result("# Server: " + first.spec().server().engine().name() + ", "
                    + Count.of(group.starts(), "start") + ", about " + rounded(Estimate.ofStart(first)) + " each");
            console.result("#   " + servers.commandLine(servers.plan(group, Path.of("."))));
            for (PlannedPoint planned : group.points()) {
                console.result(planned.id() + "  " + Count.of(planned.trials(), "trial") + ", about "
                        + rounded(Estimate.ofTrial(planned)) + " each");
            }
        }
        console.detail("# Load generator: "
                + String.join(" ", generators.command(plan.points().get(0))));
        console.result("# " + Count.of(plan.points().size(), "point") + ", "
                + Count.of(plan.trials().size(), "trial") + ", about "
                + rounded(Estimate.of(plan))
                + " in all (a guess: TTFT 0.5 s and 20 ms a token until something was measured)");
    }

    private static String rounded(Duration duration) {
        return DurationText.format(Duration.ofSeconds(Math.max(1, Math.round(duration.toMillis() / 1000.0))));
    }
}
