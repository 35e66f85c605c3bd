package io.infermark.cli.matrix;

import io.infermark.config.Value;
import io.infermark.config.YamlLimits;
import io.infermark.config.YamlReader;
import io.infermark.priority.JobPriority;
import io.infermark.priority.PriorityContext;
import io.infermark.priority.PriorityException;
import io.infermark.priority.PriorityPolicy;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code infermark matrix priority}: adds a priority and a queue token to every row of a matrix. */
@Command(
        name = "priority",
        mixinStandardHelpOptions = true,
        description = "Adds a priority and a queue token to every row of a matrix in JSON.")
final class PriorityCommand implements Callable<Integer> {
    private static final String OWN = "/infermark/configs/ci-priority.yaml";

    /** A matrix is many times the size of the files that it was made of. */
    private static final YamlLimits LIMITS = YamlLimits.DEFAULT.withBytes(256 << 20);

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Option(names = "--policy", paramLabel = "FILE", description = "Weights (default: those that come with infermark).")
    private @Nullable Path policy;

    @Option(names = "--event-name", paramLabel = "NAME", description = "Event of the workflow, such as push.")
    private String event = "";

    @Option(names = "--labels-json", paramLabel = "JSON", description = "Labels of the pull request, an array.")
    private String labels = "[]";

    @Option(names = "--queue-namespace", paramLabel = "NAME", description = "Makes queue tokens unique.")
    private String namespace = "local";

    @Option(names = "--pr-number", paramLabel = "N", description = "Number of the pull request.")
    private @Nullable Long pullRequest;

    @Option(
            names = "--criteria-json",
            paramLabel = "JSON",
            description = "What a classifier found, an array; only these count then.")
    private String criteria = "";

    @Option(names = "--input", paramLabel = "FILE", description = "Matrix (default: standard input).")
    private @Nullable Path input;

    @Override
    public Integer call() {
        PriorityJson json = new PriorityJson(spec);
        Set<String> labelled = json.texts("--labels-json", labels);
        PriorityContext context = new PriorityContext(
                event,
                labelled == null ? Set.of() : labelled,
                namespace,
                pullRequest,
                json.texts("--criteria-json", criteria));
        return Outcomes.run(spec, () -> {
            try {
                JobPriority priority = new JobPriority(PriorityPolicy.of(document()), context);
                String source = input == null ? "<stdin>" : input.toString();
                spec.commandLine().getOut().println(json.annotated(matrix(source), source, priority));
                spec.commandLine().getOut().flush();
            } catch (PriorityException e) {
                throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
            }
        });
    }

    private Value document() throws IOException {
        if (policy != null) {
            return new YamlReader().read(policy).root();
        }
        try (InputStream in = Objects.requireNonNull(PriorityCommand.class.getResourceAsStream(OWN), OWN)) {
            return new YamlReader().parse(in.readAllBytes(), "ci-priority.yaml").root();
        }
    }

    private String matrix(String source) throws IOException {
        YamlReader reader = new YamlReader(LIMITS);
        return YamlReader.decode(input == null ? reader.bytes(System.in, source) : reader.bytes(input), source);
    }
}
