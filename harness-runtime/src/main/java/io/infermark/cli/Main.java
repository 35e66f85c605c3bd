package io.infermark.cli;

import io.infermark.cli.matrix.ChangelogCommand;
import io.infermark.cli.matrix.ExportCommand;
import io.infermark.cli.matrix.ImportCommand;
import io.infermark.cli.matrix.LastWins;
import io.infermark.cli.matrix.MatrixCommand;
import io.infermark.cli.report.AgenticCommand;
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
import java.util.List;
import java.util.Set;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParameterException;

/** The command line program, as the uber-jar's {@link Launcher} starts it. */
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

    private static final List<String> COMMANDS = List.of(
            "run",
            "quick",
            "sim",
            "records",
            "matrix",
            "changelog",
            "import",
            "export",
            "summarize",
            "compare",
            "evals",
            "agentic",
            "power",
            "doctor",
            "advise",
            "reap",
            "help");

    private Main() {}

    static boolean isCommand(String word) {
        return COMMANDS.contains(word);
    }

    /** Runs and exits. */
    public static void main(String[] arguments) {
        System.exit(run(arguments, System.out, System.err));
    }

    /** Runs and returns the exit code; nothing is left running. */
    public static int run(String[] arguments, PrintStream out, PrintStream err) {
        List<String> words = new ArrayList<>(Arrays.asList(arguments));
        boolean topLevel = !words.isEmpty() && TOP_LEVEL.contains(words.get(0));
        if (!topLevel && (words.isEmpty() || !COMMANDS.contains(words.get(0)))) {
            words.add(0, "run");
        }
        // Reading the options of a command costs tens of milliseconds; only the one that is called is read.
        List<String> read = topLevel ? COMMANDS : List.of(words.get(0));
        boolean upstreams = !words.isEmpty() && UPSTREAMS.contains(words.get(0)) && !isAddition(words);
        List<String> effective = upstreams ? LastWins.of(words) : words;
        CommandLine line = commandLine(read, out, err);
        line.setAbbreviatedOptionsAllowed(upstreams);
        return line.execute(effective.toArray(String[]::new));
    }

    /** {@code changelog add} is ours: its options may be repeated. */
    private static boolean isAddition(List<String> words) {
        return words.size() > 1 && words.get(1).equals("add");
    }

    /** A switch, not a table of constructors: building those that are not called would cost more than some commands take. */
    private static Object command(String name, PrintStream out, PrintStream err) {
        return switch (name) {
            case "run" -> new RunCommand(out, err);
            case "quick" -> new QuickCommand(out, err);
            case "sim" -> new SimCommand(out);
            case "records" -> new RecordsCommand(out);
            case "matrix" -> new MatrixCommand();
            case "changelog" -> new ChangelogCommand();
            case "import" -> new ImportCommand();
            case "export" -> new ExportCommand();
            case "summarize" -> new SummarizeCommand(out);
            case "compare" -> new CompareCommand(out);
            case "evals" -> EvalsCommand.commandLine(out, err);
            case "agentic" -> new AgenticCommand(out, err);
            case "power" -> new PowerCommand(out, err);
            case "doctor" -> new DoctorCommand(out, err);
            case "advise" -> new AdviseCommand(out);
            case "reap" -> new ReapCommand(out);
            case "help" -> new CommandLine.HelpCommand();
            default -> throw new IllegalArgumentException(name);
        };
    }

    private static CommandLine commandLine(List<String> names, PrintStream out, PrintStream err) {
        CommandLine line = new CommandLine(new Main());
        names.forEach(name -> line.addSubcommand(name, command(name, out, err)));
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
        String message = String.valueOf(e.getMessage());
        err.println((message.startsWith("[") ? "" : "[Arguments] ") + message);
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
