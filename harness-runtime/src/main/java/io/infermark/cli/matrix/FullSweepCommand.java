package io.infermark.cli.matrix;

import io.infermark.config.master.Dialect;
import io.infermark.matrix.MatrixRequest;
import io.infermark.matrix.MatrixRequest.Bounds;
import io.infermark.matrix.MatrixRequest.FullSweep;
import io.infermark.matrix.SeqLens;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code infermark matrix full-sweep}: all configs that pass the filters. */
@Command(
        name = "full-sweep",
        mixinStandardHelpOptions = true,
        description = "All configurations, filtered by model, precision, framework, runner, lengths and bounds.")
final class FullSweepCommand implements Callable<Integer> {

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Mixin
    private MatrixOptions options = new MatrixOptions();

    @Option(names = "--model-prefix", arity = "1..*", description = "Beginnings of config keys.")
    private List<String> modelPrefixes = new ArrayList<>();

    @Option(names = "--precision", arity = "1..*", description = "Precisions, for example fp4 fp8.")
    private List<String> precisions = new ArrayList<>();

    @Option(names = "--framework", arity = "1..*", description = "Frameworks, for example vllm sglang.")
    private List<String> frameworks = new ArrayList<>();

    @Option(names = "--runner-type", arity = "1..*", description = "Runner labels, for example h200.")
    private List<String> runnerTypes = new ArrayList<>();

    @Option(names = "--seq-lens", arity = "1..*", description = "Lengths: 1k1k, 8k1k; feb and native also 1k8k.")
    private List<String> seqLens = new ArrayList<>();

    @Option(names = "--scenario-type", arity = "1..*", description = "head, native: fixed-seq-len, agentic-coding.")
    private List<String> scenarioTypes = new ArrayList<>();

    @Option(names = "--step-size", description = "Factor between the concurrencies of a range (default: 2).")
    private long stepSize = 2;

    @Option(names = "--min-conc", description = "Smallest concurrency.")
    private @Nullable Long minConc;

    @Option(names = "--max-conc", description = "Largest concurrency.")
    private @Nullable Long maxConc;

    @Option(names = "--max-tp", description = "Drop single-node rows above this tensor parallelism.")
    private @Nullable Long maxTp;

    @Option(names = "--max-ep", description = "Lower single-node expert parallelism to this.")
    private @Nullable Long maxEp;

    @Option(names = "--single-node", description = "Single-node configurations only.")
    private boolean singleNode;

    @Option(names = "--multi-node", description = "Multi-node configurations only.")
    private boolean multiNode;

    @Override
    public Integer call() {
        Arguments arguments = new Arguments(spec);
        arguments.refuseOptionsAmong("--model-prefix", modelPrefixes);
        arguments.refuseOptionsAmong("--precision", precisions);
        arguments.refuseOptionsAmong("--framework", frameworks);
        arguments.refuseOptionsAmong("--runner-type", runnerTypes);
        return options.run(spec, (dialect, filter) -> request(dialect, filter, arguments));
    }

    private MatrixRequest request(Dialect dialect, @Nullable String filter, Arguments arguments) {
        arguments.requireChoices("--seq-lens", seqLens, SeqLens.of(dialect).names());
        boolean single = singleNode;
        boolean multi = multiNode;
        if (dialect == Dialect.FEB) {
            arguments.requireInDialect(scenarioTypes.isEmpty(), "--scenario-type", dialect);
            arguments.require(single || multi, "one of the arguments --single-node --multi-node is required");
            arguments.require(!(single && multi), "argument --multi-node: not allowed with argument --single-node");
        } else {
            arguments.requireChoices("--scenario-type", scenarioTypes, List.of("fixed-seq-len", "agentic-coding"));
            arguments.require(stepSize > 1, "--step-size must be greater than 1");
            arguments.require(
                    minConc == null || maxConc == null || minConc <= maxConc,
                    "--min-conc must be less than or equal to --max-conc");
            boolean both = !single && !multi;
            single |= both;
            multi |= both;
        }
        return new FullSweep(
                modelPrefixes,
                precisions,
                frameworks,
                runnerTypes,
                seqLens,
                scenarioTypes,
                new Bounds(stepSize, minConc, maxConc, maxTp, maxEp),
                filter,
                single,
                multi);
    }
}
