package io.infermark.cli.matrix;

import io.infermark.changelog.ChangelogMerge;
import io.infermark.changelog.GitRepository;
import io.infermark.config.YamlReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code infermark changelog canonicalize}. */
@Command(
        name = "canonicalize",
        mixinStandardHelpOptions = true,
        description = "Write the pull request's link where its appended entries have a placeholder.")
final class ChangelogCanonicalizeCommand implements Callable<Integer> {

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Option(names = "--changelog-file", paramLabel = "FILE", description = "Default: perf-changelog.yaml.")
    private String changelogFile = "perf-changelog.yaml";

    @Option(names = "--base-ref", required = true, paramLabel = "REV", description = "Revision before the change.")
    @SuppressWarnings("NullAway.Init") // required: set by picocli
    private String baseRef;

    @Option(names = "--pr-number", required = true, paramLabel = "N", description = "Number of the pull request.")
    private long pullRequest;

    @Option(names = "--repo", paramLabel = "OWNER/NAME", description = "Default: SemiAnalysisAI/InferenceX.")
    private String repository = "SemiAnalysisAI/InferenceX";

    @Override
    public Integer call() {
        return Outcomes.run(spec, this::prepare);
    }

    private void prepare() throws IOException {
        Path file = Path.of(changelogFile);
        GitRepository git = new GitRepository(Path.of("").toAbsolutePath());
        byte[] original = new YamlReader().bytes(file);
        ChangelogMerge merge = new ChangelogMerge(pullRequest, repository);
        byte[] prepared = merge.canonicalizeAppendedLinks(git.show(baseRef, changelogFile), original);
        boolean changed = !Arrays.equals(original, prepared);
        if (changed) {
            AtomicFile.write(file, prepared);
        }
        spec.commandLine()
                .getOut()
                .println((changed ? "Prepared " + changelogFile : changelogFile + " already prepared") + " for PR #"
                        + pullRequest);
        spec.commandLine().getOut().flush();
    }
}
