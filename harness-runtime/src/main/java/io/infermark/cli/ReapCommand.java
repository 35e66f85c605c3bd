package io.infermark.cli;

import io.infermark.platform.Executables;
import io.infermark.run.EnvironmentException;
import io.infermark.server.ServerStartException;
import io.infermark.server.container.OrphanContainers;
import io.infermark.server.process.OrphanProcesses;
import java.io.PrintStream;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code reap}: ends the servers that dead runs left behind. */
@Command(
        name = "reap",
        mixinStandardHelpOptions = true,
        description =
                "Ends servers, processes and containers, that a killed run left behind. Servers of living runs are left alone. "
                        + "Where no container engine answers, it says so and looks at processes alone.")
final class ReapCommand implements Callable<Integer> {
    private static final Duration GRACE = Duration.ofSeconds(10);

    private final PrintStream out;

    @Option(
            names = {"-dry", "--dry-run"},
            description = "Lists them and ends none.")
    boolean dry;

    ReapCommand(PrintStream out) {
        this.out = out;
    }

    @Override
    public Integer call() throws InterruptedException {
        String verb = dry ? "would end " : "ended ";
        for (OrphanProcesses.Orphan orphan : dry ? OrphanProcesses.find() : OrphanProcesses.reap(GRACE)) {
            out.println(verb + "process " + orphan.pid() + " of run " + orphan.runId() + ": " + orphan.command());
        }
        if (Executables.find("docker").isPresent()) {
            reapContainers(verb);
        }
        return ExitCode.GOOD;
    }

    private void reapContainers(String verb) {
        try {
            for (OrphanContainers.Orphan orphan : dry ? OrphanContainers.find() : OrphanContainers.reap()) {
                out.println(verb + "container " + orphan.id() + " of run " + orphan.runId() + ": " + orphan.image());
            }
        } catch (ServerStartException e) {
            if (e.code().equals("DockerUnreachable")) {
                out.println("containers were not looked at: " + e.getMessage());
                return;
            }
            throw new EnvironmentException(String.valueOf(e.getMessage()), e);
        }
    }
}
