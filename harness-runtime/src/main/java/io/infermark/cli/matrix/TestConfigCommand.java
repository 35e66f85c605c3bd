package io.infermark.cli.matrix;

import io.infermark.config.master.Dialect;
import io.infermark.matrix.MatrixRequest;
import io.infermark.matrix.MatrixRequest.TestConfig;
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

/** {@code infermark matrix test-config}: some configs by key, unfiltered. */
@Command(
        name = "test-config",
        mixinStandardHelpOptions = true,
        description = "Everything of some configurations, named by key.")
final class TestConfigCommand implements Callable<Integer> {

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Mixin
    private MatrixOptions options = new MatrixOptions();

    @Option(
            names = "--config-keys",
            arity = "1..*",
            required = true,
            description = "Config keys; with * and ? as wildcards except in feb.")
    private List<String> configKeys = new ArrayList<>();

    @Option(names = "--conc", arity = "1..*", description = "Keep these concurrencies only.")
    private List<Long> concs = new ArrayList<>();

    @Option(names = "--seq-lens", arity = "1..*", description = "head, native: lengths, for example 1k1k 8k1k.")
    private List<String> seqLens = new ArrayList<>();

    @Option(names = "--scenario-type", arity = "1..*", description = "head, native: fixed-seq-len, agentic-coding.")
    private List<String> scenarioTypes = new ArrayList<>();

    @Override
    public Integer call() {
        Arguments arguments = new Arguments(spec);
        arguments.refuseOptionsAmong("--config-keys", configKeys);
        return options.run(spec, (dialect, filter) -> request(dialect, filter, arguments));
    }

    private MatrixRequest request(Dialect dialect, @Nullable String filter, Arguments arguments) {
        if (dialect == Dialect.FEB) {
            arguments.requireInDialect(seqLens.isEmpty(), "--seq-lens in test-config", dialect);
            arguments.requireInDialect(scenarioTypes.isEmpty(), "--scenario-type", dialect);
        }
        arguments.requireChoices("--seq-lens", seqLens, SeqLens.of(dialect).names());
        arguments.requireChoices("--scenario-type", scenarioTypes, List.of("fixed-seq-len", "agentic-coding"));
        return new TestConfig(configKeys, concs, seqLens, scenarioTypes, filter);
    }
}
