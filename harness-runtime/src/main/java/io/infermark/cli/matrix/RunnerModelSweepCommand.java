package io.infermark.cli.matrix;

import io.infermark.config.master.Dialect;
import io.infermark.matrix.MatrixRequest;
import io.infermark.matrix.MatrixRequest.RunnerModelSweep;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code infermark matrix runner-model-sweep}: every config of a label, once on each of its machines. */
@Command(
        name = "runner-model-sweep",
        mixinStandardHelpOptions = true,
        description = "feb, native: each configuration of a runner label, at its smallest load, on each machine.")
final class RunnerModelSweepCommand implements Callable<Integer> {

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Mixin
    private MatrixOptions options = new MatrixOptions();

    @Option(names = "--runner-type", required = true, description = "Runner label, for example h200.")
    @SuppressWarnings("NullAway.Init") // required: set by picocli
    private String runnerType;

    @Option(names = "--model-prefix", arity = "1..*", description = "Beginnings of config keys.")
    private List<String> modelPrefixes = new ArrayList<>();

    @Option(names = "--precision", arity = "1..*", description = "Precisions, for example fp4 fp8.")
    private List<String> precisions = new ArrayList<>();

    @Option(names = "--framework", arity = "1..*", description = "Frameworks, for example vllm sglang.")
    private List<String> frameworks = new ArrayList<>();

    @Option(names = "--conc", description = "Concurrency of every row; default: the smallest of the configuration.")
    private @Nullable Long conc;

    @Option(names = "--single-node", description = "Single-node configurations.")
    private boolean singleNode;

    @Option(names = "--multi-node", description = "Multi-node configurations.")
    private boolean multiNode;

    @Override
    public Integer call() {
        Arguments arguments = new Arguments(spec);
        arguments.require(singleNode || multiNode, "one of the arguments --single-node --multi-node is required");
        arguments.require(!(singleNode && multiNode), "argument --multi-node: not allowed with argument --single-node");
        arguments.refuseOptionsAmong("--model-prefix", modelPrefixes);
        arguments.refuseOptionsAmong("--precision", precisions);
        arguments.refuseOptionsAmong("--framework", frameworks);
        return options.run(spec, (dialect, filter) -> request(dialect, filter, arguments));
    }

    private MatrixRequest request(Dialect dialect, @Nullable String filter, Arguments arguments) {
        arguments.requireInDialect(dialect != Dialect.HEAD, "runner-model-sweep", dialect);
        return new RunnerModelSweep(runnerType, modelPrefixes, precisions, frameworks, conc, filter, singleNode);
    }
}
