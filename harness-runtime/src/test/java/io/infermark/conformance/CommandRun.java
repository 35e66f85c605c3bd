package io.infermark.conformance;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import picocli.CommandLine;

/** A command line run in this process: exit code, stdout and stderr. */
public record CommandRun(int exitCode, String out, String err) {

    /** Runs a command object. */
    public static CommandRun of(Object command, List<String> argv) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int exit = new CommandLine(command)
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err))
                .setCaseInsensitiveEnumValuesAllowed(true)
                .execute(argv.toArray(String[]::new));
        return new CommandRun(exit, out.toString(), err.toString());
    }
}
