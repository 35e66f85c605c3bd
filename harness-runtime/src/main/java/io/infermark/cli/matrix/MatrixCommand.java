package io.infermark.cli.matrix;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code infermark matrix}: expands master configurations into benchmark points. */
@Command(
        name = "matrix",
        mixinStandardHelpOptions = true,
        description = "Expand master configurations into a matrix of benchmark points, printed on stdout.",
        subcommands = {
            FullSweepCommand.class,
            TestConfigCommand.class,
            RunnerModelSweepCommand.class,
            PriorityCommand.class
        })
public final class MatrixCommand implements Callable<Integer> {

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    /** A command for one call. */
    public MatrixCommand() {}

    @Override
    public Integer call() {
        throw new ParameterException(
                spec.commandLine(),
                "[BadArgument] a subcommand is required: full-sweep, test-config, runner-model-sweep or priority.");
    }
}
