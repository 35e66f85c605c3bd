package io.infermark.cli;

import io.infermark.plan.UsageException;
import io.infermark.sim.SimConfig;
import io.infermark.sim.SimException;
import io.infermark.sim.SimOption;
import io.infermark.sim.SimProcess;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Unmatched;

/** {@code sim [--name value …]}: runs the embedded engine alone, for any client, until it is ended. */
@Command(
        name = "sim",
        description = "Runs the embedded engine (simulated, OpenAI-compatible) until it is ended.",
        customSynopsis = "sim [--name value]… | sim --help")
final class SimCommand implements Callable<Integer> {
    private final PrintStream out;

    /** The engine's own options; it knows their names, values and misspellings. */
    @Unmatched
    List<String> arguments = new ArrayList<>();

    SimCommand(PrintStream out) {
        this.out = out;
    }

    @Override
    public Integer call() {
        if (arguments.contains("--help") || arguments.contains("-h")) {
            printHelp();
            return ExitCode.GOOD;
        }
        try {
            SimProcess.run(SimConfig.parse(options()));
            return ExitCode.GOOD;
        } catch (SimException e) {
            throw new UsageException(String.valueOf(e.getMessage()), e);
        }
    }

    private void printHelp() {
        out.println("Usage: sim [--name value]…   (everything that it serves is simulated)");
        for (SimOption option : SimOption.values()) {
            out.printf("  --%-26s %s (default: %s)%n", option.optionName(), option.help(), option.defaultText());
        }
        out.println("""
                Durations: 200ms, 2s, 50us. Token plans: 4, a cycled list 1,4,4, uniform:1-8, or weighted:1=0.7,4=0.3.
                A request may override the options from timing to running-threshold and from pack to retry-after:
                X-Sim-Options: pack=1,4; cut=7,3,1   and   X-Sim-Fault: rst@5
                records DIR -sendLog FILE joins the send log with a run's records.""");
    }

    private Map<String, String> options() {
        Map<String, String> options = new LinkedHashMap<>();
        for (int i = 0; i < arguments.size(); i++) {
            String word = arguments.get(i);
            if (!word.startsWith("--")) {
                throw new UsageException(
                        "[SimArgument] \"" + word
                                + "\" is no option. Options have the form --name value or --name=value; sim --help lists them.");
            }
            int equals = word.indexOf('=');
            if (equals > 0) {
                options.put(word.substring(2, equals), word.substring(equals + 1));
            } else if (i + 1 < arguments.size() && !arguments.get(i + 1).startsWith("--")) {
                options.put(word.substring(2), arguments.get(++i));
            } else {
                options.put(word.substring(2), "true");
            }
        }
        return options;
    }
}
