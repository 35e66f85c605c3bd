package io.infermark.cli.matrix;

import io.infermark.config.ConfigException;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import picocli.CommandLine.Model.CommandSpec;

/** Turns what a command did into its exit code and messages. */
final class Outcomes {

    private Outcomes() {}

    /** Work that may fail on its files. */
    interface Work {
        void run() throws IOException;
    }

    static int run(CommandSpec spec, Work work) {
        PrintWriter err = spec.commandLine().getErr();
        try {
            work.run();
            return 0;
        } catch (ConfigException e) {
            err.println(e.getMessage());
        } catch (UncheckedIOException | IOException e) {
            err.println("[OutputFailed] the result could not be written: " + e.getMessage());
        }
        err.flush();
        return 1;
    }
}
