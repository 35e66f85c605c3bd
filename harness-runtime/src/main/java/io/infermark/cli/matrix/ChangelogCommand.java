package io.infermark.cli.matrix;

import com.fasterxml.jackson.core.JsonGenerator;
import io.infermark.changelog.AddedLines;
import io.infermark.changelog.ChangelogProcessor;
import io.infermark.changelog.ChangelogProcessor.Options;
import io.infermark.changelog.ChangelogProcessor.Revision;
import io.infermark.changelog.GitRepository;
import io.infermark.config.ConfigException;
import io.infermark.config.Problem;
import io.infermark.config.SourcePosition;
import io.infermark.config.Value;
import io.infermark.config.YamlReader;
import io.infermark.config.master.Dialect;
import io.infermark.matrix.JsonValues;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code infermark changelog}: what the additions to a changelog ask to run. */
@Command(
        name = "changelog",
        mixinStandardHelpOptions = true,
        description = "Print the benchmark and evaluation rows that the additions to a changelog ask for.",
        subcommands = {ChangelogAddCommand.class, ChangelogCanonicalizeCommand.class, ChangelogResolveCommand.class})
public final class ChangelogCommand implements Callable<Integer> {

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Option(names = "--base-ref", paramLabel = "REV", description = "Revision before the change.")
    private @Nullable String baseRef;

    @Option(names = "--head-ref", paramLabel = "REV", description = "Revision after the change.")
    private @Nullable String headRef;

    @Option(names = "--changelog-file", paramLabel = "FILE", description = "The changelog, relative to the repository.")
    private @Nullable String changelogFile;

    @Option(names = "--diff", paramLabel = "FILE", description = "A unified diff of the changelog instead of git.")
    private @Nullable Path diff;

    @Option(names = "--base-changelog", paramLabel = "FILE", description = "The changelog before, instead of git.")
    private @Nullable Path baseChangelog;

    @Option(names = "--head-changelog", paramLabel = "FILE", description = "The changelog after, instead of git.")
    private @Nullable Path headChangelog;

    @Option(names = "--trim-conc", description = "Lowest concurrency of each topology only.")
    private boolean trimConc;

    @Option(names = "--all-evals", description = "Every evaluation of every entry; throughput unchanged.")
    private boolean allEvals;

    @Option(names = "--evals-only", description = "No throughput, of any entry.")
    private boolean evalsOnly;

    @Option(
            names = "--config-files",
            arity = "1..*",
            paramLabel = "FILE",
            description = "Master files. Default: configs/amd-master.yaml configs/nvidia-master.yaml"
                    + " (feb: below .github/).")
    private List<String> configFiles = new ArrayList<>();

    @Option(names = "--runner-config", paramLabel = "FILE", description = "Runner file. Default: configs/runners.yaml.")
    private @Nullable String runnerConfig;

    @Option(
            names = "--base-config-files",
            arity = "1..*",
            paramLabel = "FILE",
            description = "Master files of the base revision for append-only entries, instead of git.")
    private List<String> baseConfigFiles = new ArrayList<>();

    @Option(names = "--dialect", paramLabel = "DIALECT", description = "feb, head or native; detected when absent.")
    private @Nullable Dialect dialect;

    /** A command for one call. */
    public ChangelogCommand() {}

    @Override
    public Integer call() {
        Arguments arguments = new Arguments(spec);
        boolean files = baseChangelog != null && headChangelog != null;
        arguments.require(
                diff != null || files || (baseRef != null && headRef != null),
                "the following arguments are required: --base-ref, --head-ref, --changelog-file (or --diff, or"
                        + " --base-changelog with --head-changelog)");
        arguments.require(
                diff != null || files || changelogFile != null,
                "the following arguments are required: --changelog-file");
        requireModifiersOf(dialect, arguments);
        return Outcomes.run(spec, this::print);
    }

    private void requireModifiersOf(@Nullable Dialect of, Arguments arguments) {
        arguments.require(
                of != Dialect.FEB || !(trimConc || allEvals || evalsOnly),
                "the dialect feb has no --trim-conc, --all-evals or --evals-only, as upstream has none there.");
    }

    private void print() throws IOException {
        RevisionFiles revision = new RevisionFiles(dialect, configFiles, runnerConfig);
        Revision head = revision.load();
        requireModifiersOf(head.master().dialect(), new Arguments(spec));
        String file = changelogFile == null ? "perf-changelog.yaml" : changelogFile;
        String changes = diffText(file);
        String added = AddedLines.of(changes, file, head.master().dialect());
        judgeEnd(changes, file, head.master().dialect());
        ChangelogProcessor processor = new ChangelogProcessor(head, () -> base(revision, head));
        Value.Mapping result = processor.process(
                added,
                file,
                baseRef == null ? "BASE" : baseRef,
                headRef == null ? "HEAD" : headRef,
                new Options(trimConc, allEvals, evalsOnly));
        PrintWriter out = spec.commandLine().getOut();
        try (JsonGenerator json = JsonValues.generator(out)) {
            JsonValues.write(result, json);
        }
        out.write('\n');
        out.flush();
        if (out.checkError()) {
            throw new IOException("stdout was closed or is full");
        }
    }

    /** Upstream's gate refuses such a file apart from this command: the next addition would count as a deletion. */
    private void judgeEnd(String changes, String file, Dialect of) {
        if (AddedLines.endUnfinished(changes)) {
            Problem problem = Problem.error(
                    "ChangelogUnfinished",
                    new SourcePosition(file, 0, 0),
                    file + " does not end with a newline; the next addition would change its last line. Add one.");
            if (of == Dialect.NATIVE) {
                throw new ConfigException(List.of(problem));
            }
            PrintWriter err = spec.commandLine().getErr();
            err.println(problem.as(Problem.Severity.WARNING));
            err.flush();
        }
    }

    private String diffText(String file) {
        if (diff != null) {
            return YamlReader.decode(new YamlReader().bytes(diff), diff.toString());
        }
        if (baseChangelog != null && headChangelog != null) {
            return GitRepository.diffOfFiles(baseChangelog, headChangelog);
        }
        return new GitRepository(Path.of("").toAbsolutePath())
                .diff(String.valueOf(baseRef), String.valueOf(headRef), file);
    }

    private Revision base(RevisionFiles head, Revision loaded) {
        if (!baseConfigFiles.isEmpty()) {
            return new RevisionFiles(loaded.master().dialect(), baseConfigFiles, runnerConfig).load();
        }
        if (baseRef == null) {
            throw ConfigException.of(
                    "BaseMissing",
                    SourcePosition.NONE,
                    "append-only needs the configurations of the base revision. Give --base-ref, or --base-config-files.");
        }
        return head.atRevision(
                new GitRepository(Path.of("").toAbsolutePath()),
                baseRef,
                loaded.master().dialect());
    }
}
