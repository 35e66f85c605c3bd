package io.infermark.cli.report;

import io.infermark.plan.UsageException;
import io.infermark.summary.Aggregates;
import io.infermark.summary.ResultSummary;
import io.infermark.summary.SummaryException;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code infermark summarize DIR}. */
@Command(
        name = "summarize",
        mixinStandardHelpOptions = true,
        description =
                "Prints Markdown tables of the InferenceX aggregates (agg_*.json, or files of -rf inferencex-agg) below DIR.")
public final class SummarizeCommand implements Callable<Integer> {
    private final PrintStream out;

    @Parameters(paramLabel = "DIR", description = "Folder of aggregates.")
    private Path directory = Path.of(".");

    /** A command that prints to {@code out}. */
    public SummarizeCommand(PrintStream out) {
        this.out = out;
    }

    @Override
    public Integer call() {
        try {
            out.print(ResultSummary.of(Aggregates.below(Folders.existing(directory))));
            out.flush();
            return 0;
        } catch (IOException e) {
            throw Folders.unreadable(e);
        } catch (SummaryException e) {
            throw new UsageException(String.valueOf(e.getMessage()), e);
        }
    }
}
