package io.infermark.cli.report;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.infermark.agentic.SessionException;
import io.infermark.agentic.SessionFigures;
import io.infermark.agentic.SessionRecords;
import io.infermark.agentic.SessionVerdict;
import io.infermark.plan.UsageException;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code infermark agentic DIR}. */
@Command(
        name = "agentic",
        mixinStandardHelpOptions = true,
        description =
                "Prints InferenceX's figures of replayed coding sessions as JSON, from the files of the client that replayed them; exit code 1 if too many requests failed.")
public final class AgenticCommand implements Callable<Integer> {
    private static final String RECORDS = "profile_export.jsonl";
    private static final String AGGREGATE = "profile_export_aiperf.json";

    private final PrintStream out;
    private final PrintStream err;

    @Parameters(paramLabel = "DIR", description = "Folder with " + RECORDS + " and " + AGGREGATE + ".")
    private Path directory = Path.of(".");

    @Option(
            names = {"-failed-request-threshold", "--failed-request-threshold"},
            paramLabel = "SHARE",
            description = "Largest share of failed requests that is accepted, inclusive (default: 0.1).")
    private double threshold = 0.1;

    /** A command that prints to {@code out}, and what is wrong to {@code err}. */
    public AgenticCommand(PrintStream out, PrintStream err) {
        this.out = out;
        this.err = err;
    }

    @Override
    public Integer call() {
        if (!(threshold >= 0 && threshold <= 1)) {
            throw new UsageException(
                    "[BadArgument] --failed-request-threshold is a share from 0 to 1, not " + threshold + ".");
        }
        Path folder = Folders.existing(directory);
        try {
            JsonMapper json = JsonMapper.builder().build();
            JsonNode aggregate =
                    json.readTree(existing(folder.resolve(AGGREGATE)).toFile());
            SessionRecords records = SessionRecords.read(existing(folder.resolve(RECORDS)));
            List<String> errors = SessionVerdict.errors(aggregate, threshold);
            ObjectNode result = json.createObjectNode();
            result.set("request_metrics", SessionFigures.of(records.requests(), aggregate));
            result.putObject("request_accounting")
                    .put("records_total", records.total())
                    .put("records_profiled", records.requests().size())
                    .put("records_warmup_dropped", records.warmup())
                    .put("records_error_dropped", records.failed());
            out.println(json.writerWithDefaultPrettyPrinter().writeValueAsString(result));
            out.flush();
            errors.forEach(error -> err.println("[SessionsInvalid] " + error));
            return errors.isEmpty() ? 0 : 1;
        } catch (SessionException e) {
            throw new UsageException(String.valueOf(e.getMessage()), e);
        } catch (IOException e) {
            throw Folders.unreadable(e);
        }
    }

    private static Path existing(Path file) {
        if (!Files.isRegularFile(file)) {
            throw new UsageException("[SessionRecords] there is no " + file + ". Name the folder in which the client"
                    + " left its export.");
        }
        return file;
    }
}
