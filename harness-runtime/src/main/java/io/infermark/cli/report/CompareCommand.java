package io.infermark.cli.report;

import io.infermark.plan.UsageException;
import io.infermark.summary.Aggregates;
import io.infermark.summary.ResultComparison;
import io.infermark.summary.SummaryException;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code infermark compare DIR --baseline DIR}. */
@Command(
        name = "compare",
        mixinStandardHelpOptions = true,
        description =
                "Prints Markdown tables of InferenceX aggregates beside those of a baseline, point by point. A difference is a difference: there is no model of noise in it.")
public final class CompareCommand implements Callable<Integer> {
    private final PrintStream out;

    @Parameters(paramLabel = "DIR", description = "Folder of aggregates.")
    private Path directory = Path.of(".");

    @Option(
            names = {"-baseline", "--baseline"},
            required = true,
            paramLabel = "DIR",
            description = "Folder of the aggregates to compare with; of equal points the last one by file name counts.")
    private Path baseline = Path.of(".");

    /** A command that prints to {@code out}. */
    public CompareCommand(PrintStream out) {
        this.out = out;
    }

    @Override
    public Integer call() {
        try {
            out.print(ResultComparison.of(
                    Aggregates.below(Folders.existing(directory)), Aggregates.below(Folders.existing(baseline))));
            out.flush();
            return 0;
        } catch (IOException e) {
            throw Folders.unreadable(e);
        } catch (SummaryException e) {
            throw new UsageException(String.valueOf(e.getMessage()), e);
        }
    }
}
