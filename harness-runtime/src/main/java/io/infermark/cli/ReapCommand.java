package io.infermark.cli;

import io.infermark.run.EnvironmentException;
import io.infermark.server.ServerStartException;
import io.infermark.server.launch.DeadRuns;
import java.io.PrintStream;
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
        if (dry) {
            DeadRuns.find().forEach(leftover -> out.println("would end " + leftover.text()));
            return ExitCode.GOOD;
        }
        DeadRuns.endProcesses().forEach(leftover -> out.println("ended " + leftover.text()));
        if (DeadRuns.engineExpected()) {
            try {
                DeadRuns.removeContainers().forEach(leftover -> out.println("ended " + leftover.text()));
            } catch (ServerStartException e) {
                if (!e.code().equals("DockerUnreachable")) {
                    throw new EnvironmentException(String.valueOf(e.getMessage()), e);
                }
                out.println("containers were not looked at: " + e.getMessage());
            }
        }
        return ExitCode.GOOD;
    }
}
