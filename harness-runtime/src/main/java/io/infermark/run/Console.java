package io.infermark.run;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Where a run prints. What it says about the run ({@code # …} lines, iterations) and its table go to standard output, as JMH does; errors to standard error. A
 * {@code -o} file gets a copy of everything.
 */
public final class Console implements AutoCloseable {
    private final PrintStream out;
    private final PrintStream err;
    private final Options.Verbosity verbosity;
    private final boolean terminal;
    private final int columns;
    private final @Nullable PrintStream copy;

    private Console(
            PrintStream out,
            PrintStream err,
            Options.Verbosity verbosity,
            boolean terminal,
            int columns,
            @Nullable PrintStream copy) {
        this.out = out;
        this.err = err;
        this.verbosity = verbosity;
        this.terminal = terminal;
        this.columns = columns;
        this.copy = copy;
    }

    /**
     * A console on given streams.
     *
     * @throws EnvironmentException {@code [OutputUnwritable]} if the copy can't be written
     */
    public static Console of(PrintStream out, PrintStream err, Options options) {
        PrintStream copy = null;
        Path file = options.humanOutput();
        if (file != null) {
            try {
                copy = new PrintStream(Files.newOutputStream(file), true, StandardCharsets.UTF_8);
            } catch (IOException e) {
                throw new EnvironmentException("[OutputUnwritable] -o " + file + " can't be written: " + e, e);
            }
        }
        String columns = System.getenv("COLUMNS");
        boolean plain = System.getenv("CI") != null || "dumb".equals(System.getenv("TERM"));
        return new Console(
                out,
                err,
                options.verbosity(),
                !plain && isTerminal(),
                columns != null && columns.matches("[0-9]{2,4}") ? Integer.parseInt(columns) : 160,
                copy);
    }

    /** Before JDK 22 a console exists only on a terminal; since then it always exists and knows whether it is one. */
    private static boolean isTerminal() {
        return Optional.ofNullable(System.console()).map(Console::knowsTerminal).orElse(false);
    }

    private static boolean knowsTerminal(java.io.Console console) {
        try {
            return (Boolean) java.io.Console.class.getMethod("isTerminal").invoke(console);
        } catch (NoSuchMethodException e) {
            return true;
        } catch (ReflectiveOperationException e) {
            return false;
        }
    }

    /** Width to lay tables out for. */
    int columns() {
        return columns;
    }

    /** A line about the run. */
    void info(String line) {
        if (verbosity != Options.Verbosity.SILENT) {
            result(line);
        }
    }

    /** A line for those who asked for more. */
    void detail(String line) {
        if (verbosity == Options.Verbosity.EXTRA) {
            result(line);
        }
    }

    /** What was asked for: printed at every verbosity. */
    void result(String text) {
        out.println(text);
        out.flush();
        if (copy != null) {
            copy.println(text);
        }
    }

    /** A line that replaces the one before on a terminal, and is left out elsewhere. */
    void progress(String line) {
        if (terminal && verbosity != Options.Verbosity.SILENT) {
            out.print("\r" + line + "\u001b[K\r");
            out.flush();
        }
    }

    /** Something went wrong. */
    void error(String line) {
        err.println(line);
        err.flush();
        if (copy != null) {
            copy.println(line);
        }
    }

    @Override
    public void close() {
        if (copy != null) {
            copy.close();
        }
    }
}
