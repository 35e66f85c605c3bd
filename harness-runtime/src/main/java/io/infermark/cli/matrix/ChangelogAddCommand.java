package io.infermark.cli.matrix;

import io.infermark.changelog.ChangelogAddition;
import io.infermark.config.YamlReader;
import io.infermark.config.master.Dialect;
import io.infermark.config.master.MasterLoader;
import io.infermark.matrix.ConfigKeys;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code infermark changelog add}: appends a valid entry. */
@Command(name = "add", mixinStandardHelpOptions = true, description = "Append a valid entry to a changelog.")
final class ChangelogAddCommand implements Callable<Integer> {

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Option(names = "--changelog-file", paramLabel = "FILE", description = "Default: perf-changelog.yaml.")
    private Path changelogFile = Path.of("perf-changelog.yaml");

    @Option(names = "--config-keys", arity = "1..*", required = true, description = "Config keys; * is a wildcard.")
    private List<String> configKeys = new ArrayList<>();

    @Option(names = "--description", arity = "1..*", required = true, description = "What changed, a text a point.")
    private List<String> description = new ArrayList<>();

    @Option(names = "--pr-link", paramLabel = "URL", description = "The pull request. Default: XXX, to be replaced.")
    private String link = "XXX";

    @Option(names = "--evals-only", description = "No throughput.")
    private boolean evalsOnly;

    @Option(names = "--all-evals", description = "Every evaluation, no throughput.")
    private boolean allEvals;

    @Option(names = "--append-only", description = "Only points that the base revision lacks.")
    private boolean appendOnly;

    @Option(names = "--eval-min-prefill-ep", paramLabel = "EP", description = "Drop multi-node evaluations below it.")
    private @Nullable Long evalMinPrefillEp;

    @Option(names = "--scenario-type", arity = "1..*", description = "fixed-seq-len, agentic-coding.")
    private List<String> scenarioTypes = new ArrayList<>();

    @Option(
            names = "--config-files",
            arity = "1..*",
            paramLabel = "FILE",
            description = "Master files in which the keys must exist.")
    private List<String> configFiles = new ArrayList<>();

    @Option(names = "--dialect", paramLabel = "DIALECT", description = "Dialect of the master files.")
    private @Nullable Dialect dialect;

    @Override
    public Integer call() {
        Arguments arguments = new Arguments(spec);
        arguments.refuseOptionsAmong("--config-keys", configKeys);
        arguments.refuseOptionsAmong("--description", description);
        return Outcomes.run(spec, this::append);
    }

    private void append() throws IOException {
        YamlReader reader = new YamlReader();
        if (!configFiles.isEmpty()) {
            ConfigKeys.ofChangelog(
                    configKeys,
                    new MasterLoader(reader)
                            .load(configFiles.stream().map(Path::of).toList(), dialect)
                            .keys());
        }
        byte[] before = Files.exists(changelogFile) || Files.isSymbolicLink(changelogFile)
                ? reader.bytes(changelogFile)
                : new byte[0];
        byte[] after = new ChangelogAddition(
                        configKeys, description, link, evalsOnly, allEvals, appendOnly, evalMinPrefillEp, scenarioTypes)
                .appendedTo(before, changelogFile.toString());
        AtomicFile.write(changelogFile, after);
        spec.commandLine().getErr().println("Appended one entry to " + changelogFile);
        spec.commandLine().getErr().flush();
    }
}
