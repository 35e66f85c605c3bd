package io.infermark.cli.report;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.infermark.evals.EvalRows;
import io.infermark.plan.UsageException;
import io.infermark.run.EnvironmentException;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code infermark evals collect DIR NAME [ORDER]}. */
@Command(
        name = "collect",
        mixinStandardHelpOptions = true,
        description = "Prints tables of the eval results in DIR and writes their rows to agg_eval_NAME.json.")
final class EvalsCollectCommand implements Callable<Integer> {
    private final PrintStream out;

    @Parameters(index = "0", paramLabel = "DIR", description = "Folder of jobs, each with its meta_env.json.")
    private Path directory = Path.of(".");

    @Parameters(index = "1", paramLabel = "NAME", description = "Part of the written file's name.")
    private String name = "";

    @Parameters(
            index = "2",
            arity = "0..1",
            paramLabel = "ORDER",
            description = "model_prefix (default) or hw: what tables are sorted by first.")
    private String order = "model_prefix";

    EvalsCollectCommand(PrintStream out) {
        this.out = out;
    }

    @Override
    public Integer call() {
        if (!order.equals("model_prefix") && !order.equals("hw")) {
            throw new UsageException("[OrderUnknown] \"" + order + "\" is no order. Use model_prefix or hw.");
        }
        List<ObjectNode> rows;
        try {
            rows = EvalRows.collect(Folders.existing(directory));
        } catch (IOException e) {
            throw Folders.unreadable(e);
        }
        out.print(EvalRows.markdown(rows, order.equals("hw")));
        out.flush();
        Path file = Path.of("agg_eval_" + name + ".json");
        try {
            Files.write(
                    file, new ObjectMapper().writerWithDefaultPrettyPrinter().writeValueAsBytes(rows));
        } catch (IOException e) {
            throw new EnvironmentException("[OutputUnwritable] " + file + " can't be written: " + e.getMessage(), e);
        }
        return 0;
    }
}
