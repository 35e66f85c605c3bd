package io.infermark.cli.report;

import java.io.PrintStream;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code infermark evals}: results of lm-eval. */
@Command(
        name = "evals",
        mixinStandardHelpOptions = true,
        description = "Collects accuracy results of lm-eval, or checks them against thresholds.")
public final class EvalsCommand implements Callable<Integer> {
    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    private EvalsCommand() {}

    /** The command with its subcommands. */
    public static CommandLine commandLine(PrintStream out, PrintStream err) {
        return new CommandLine(new EvalsCommand())
                .addSubcommand(new EvalsCollectCommand(out))
                .addSubcommand(new EvalsValidateCommand(out, err));
    }

    @Override
    public Integer call() {
        throw new ParameterException(
                spec.commandLine(), "[BadArgument] a subcommand is required: collect or validate.");
    }
}
