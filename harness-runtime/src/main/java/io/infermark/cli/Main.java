package io.infermark.cli;

import io.infermark.cli.matrix.ChangelogCommand;
import io.infermark.cli.matrix.ExportCommand;
import io.infermark.cli.matrix.ImportCommand;
import io.infermark.cli.matrix.LastWins;
import io.infermark.cli.matrix.MatrixCommand;
import io.infermark.cli.report.CompareCommand;
import io.infermark.cli.report.EvalsCommand;
import io.infermark.cli.report.PowerCommand;
import io.infermark.cli.report.SummarizeCommand;
import io.infermark.fork.GeneratorException;
import io.infermark.plan.UsageException;
import io.infermark.run.EnvironmentException;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParameterException;

/** The entry point of the uber-jar. */
@Command(
        name = "infermark",
        synopsisSubcommandLabel = "[COMMAND]",
        mixinStandardHelpOptions = true,
        versionProvider = VersionProvider.class,
        description = "Measures LLM inference serving. Without a command: run.")
public final class Main {
    private static final Set<String> TOP_LEVEL = Set.of("-V", "--version", "help");

    /** Commands that read their arguments as upstream's do. */
    private static final Set<String> UPSTREAMS = Set.of("matrix", "changelog");

    private Main() {}

    /** Runs and exits. */
    public static void main(String[] arguments) {
        System.exit(run(arguments, System.out, System.err));
    }

    /** Runs and returns the exit code; nothing is left running. */
    public static int run(String[] arguments, PrintStream out, PrintStream err) {
        Map<String, Supplier<Object>> commands = commands(out, err);
        List<String> words = new ArrayList<>(Arrays.asList(arguments));
        boolean topLevel = !words.isEmpty() && TOP_LEVEL.contains(words.get(0));
        if (!topLevel && (words.isEmpty() || !commands.containsKey(words.get(0)))) {
            words.add(0, "run");
        }
        if (!topLevel) {
            // Reading the options of a command costs tens of milliseconds; only the one that is called is read.
            commands.keySet().retainAll(Set.of(words.get(0)));
        }
        boolean upstreams = !words.isEmpty() && UPSTREAMS.contains(words.get(0)) && !words.contains("add");
        List<String> effective = upstreams ? LastWins.of(words) : words;
        CommandLine line = commandLine(commands, out, err);
        line.setAbbreviatedOptionsAllowed(upstreams);
        return line.execute(effective.toArray(String[]::new));
    }

    private static Map<String, Supplier<Object>> commands(PrintStream out, PrintStream err) {
        Map<String, Supplier<Object>> commands = new LinkedHashMap<>();
        commands.put("run", () -> new RunCommand(out, err));
        commands.put("quick", () -> new QuickCommand(out, err));
        commands.put("sim", () -> new SimCommand(out));
        commands.put("records", () -> new RecordsCommand(out));
        commands.put("matrix", MatrixCommand::new);
        commands.put("changelog", ChangelogCommand::new);
        commands.put("import", ImportCommand::new);
        commands.put("export", ExportCommand::new);
        commands.put("summarize", () -> new SummarizeCommand(out));
        commands.put("compare", () -> new CompareCommand(out));
        commands.put("evals", () -> EvalsCommand.commandLine(out, err));
        commands.put("power", () -> new PowerCommand(out, err));
        commands.put("doctor", () -> new DoctorCommand(out, err));
        commands.put("advise", () -> new AdviseCommand(out));
        commands.put("reap", () -> new ReapCommand(out));
        commands.put("help", CommandLine.HelpCommand::new);
        return commands;
    }

    private static CommandLine commandLine(Map<String, Supplier<Object>> commands, PrintStream out, PrintStream err) {
        CommandLine line = new CommandLine(new Main());
        commands.forEach((name, command) -> line.addSubcommand(name, command.get()));
        line.setOut(new java.io.PrintWriter(out, true, java.nio.charset.StandardCharsets.UTF_8));
        line.setErr(new java.io.PrintWriter(err, true, java.nio.charset.StandardCharsets.UTF_8));
        line.setPosixClusteredShortOptionsAllowed(false);
        line.setCaseInsensitiveEnumValuesAllowed(true);
        line.setUsageHelpAutoWidth(true);
        line.setParameterExceptionHandler((e, args) -> refuseArguments(e, args, err));
        line.setExecutionExceptionHandler((e, command, parsed) -> refuse(e, err));
        return line;
    }

    private static int refuseArguments(ParameterException e, String[] arguments, PrintStream err) {
        try {
            RejectedJmhFlags.check(Arrays.asList(arguments));
        } catch (UsageException flag) {
            return refuse(flag, err);
        }
        err.println("[Arguments] " + e.getMessage());
        if (!CommandLine.UnmatchedArgumentException.printSuggestions(
                e, new java.io.PrintWriter(err, true, java.nio.charset.StandardCharsets.UTF_8))) {
            err.println("-h lists the options.");
        }
        return ExitCode.USAGE;
    }

    private static int refuse(Exception e, PrintStream err) {
        if (e instanceof UsageException) {
            err.println(e.getMessage());
            return ExitCode.USAGE;
        }
        if (e instanceof EnvironmentException) {
            err.println(e.getMessage());
            return ExitCode.ENVIRONMENT;
        }
        if (e instanceof GeneratorException generator) {
            err.println(e.getMessage());
            return generator.usage() ? ExitCode.USAGE : ExitCode.POINTS_BAD;
        }
        err.println("[Internal] this is a defect of the harness, please report it with the lines below:");
        e.printStackTrace(err);
        return ExitCode.POINTS_BAD;
    }
}
