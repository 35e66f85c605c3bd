package io.infermark.cli.matrix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.infermark.changelog.AddedLines;
import io.infermark.changelog.ChangelogText;
import io.infermark.changelog.GitRepository;
import io.infermark.config.ConfigException;
import io.infermark.config.master.Dialect;
import io.infermark.conformance.CommandRun;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChangelogCommandTest {

    private static final String OLD =
            "- config-keys:\n    - old\n  description:\n    - \"old\"\n  pr-link: https://github.com/SemiAnalysisAI/InferenceX/pull/1\n";

    @TempDir
    private Path folder = Path.of("");

    private void git(Path where, String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                "git", "-c", "user.name=t", "-c", "user.email=t@example.org", "-c", "protocol.file.allow=always"));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command)
                .directory(where.toFile())
                .redirectErrorStream(true)
                .start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(said).isZero();
    }

    private Path repository() throws IOException, InterruptedException {
        Path repository = Files.createDirectory(folder.resolve("repository"));
        git(repository, "init", "-q");
        Files.writeString(repository.resolve("perf-changelog.yaml"), OLD);
        git(repository, "add", "-A");
        git(repository, "commit", "-qm", "one");
        Files.writeString(repository.resolve("perf-changelog.yaml"), OLD + "\n" + OLD.replace("old", "new"));
        git(repository, "commit", "-qam", "two");
        return repository;
    }

    @Test
    void additionsAreReadFromRealRevisions() throws IOException, InterruptedException {
        String diff = new GitRepository(repository()).diff("HEAD~1", "HEAD", "perf-changelog.yaml");
        assertThat(AddedLines.of(diff, "perf-changelog.yaml", Dialect.HEAD))
                .isEqualTo("\n".repeat(OLD.split("\n").length) + ("\n" + OLD.replace("old", "new")).stripTrailing());
    }

    @Test
    void aShallowCloneIsNamedWithItsRemedy() throws IOException, InterruptedException {
        Path origin = repository();
        git(folder, "clone", "-q", "--depth", "1", "file://" + origin, "shallow");
        GitRepository shallow = new GitRepository(folder.resolve("shallow"));
        assertThatThrownBy(() -> shallow.diff("HEAD~1", "HEAD", "perf-changelog.yaml"))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("[ShallowClone]")
                .hasMessageContaining("git fetch --unshallow");
    }

    @Test
    void anUnknownRevisionIsNamed() throws IOException, InterruptedException {
        GitRepository git = new GitRepository(repository());
        assertThatThrownBy(() -> git.diff("nope", "HEAD", "perf-changelog.yaml"))
                .hasMessageContaining("[GitRevision] 'nope'");
        assertThatThrownBy(() -> git.show("HEAD", "none.yaml")).hasMessageContaining("[GitFileMissing]");
    }

    @Test
    void aDeletedLineThatBeginsWithDashesIsSeenInNativeAndEscapesUpstream() {
        String diff = "diff --git a/f b/f\n--- a/f\n+++ b/f\n@@ -1,2 +1,2 @@\n--- old: 1\n+++ new: 1\n";
        assertThat(AddedLines.of(diff, "f", Dialect.HEAD)).isEmpty();
        assertThatThrownBy(() -> AddedLines.of(diff, "f", Dialect.NATIVE))
                .hasMessageContaining("[ChangelogDeletion]")
                .hasMessageContaining("-- old: 1");
    }

    @Test
    void aRefusedDeletionIsNamedWithItsLineInTheOldFile() {
        String diff = "--- a/f\n+++ b/f\n@@ -40,3 +40,3 @@ - config-keys:\n   description:\n-    - gone\n+    - new\n";
        assertThatThrownBy(() -> AddedLines.of(diff, "f", Dialect.HEAD))
                .hasMessageStartingWith("f:41:1: [ChangelogDeletion]");
    }

    @Test
    void aDiffThatIsNotUtf8IsRefused() throws IOException {
        Path master = Files.writeString(folder.resolve("m.yaml"), "{}\n");
        Path runners = Files.writeString(folder.resolve("r.yaml"), "labels: {h200: [n]}\n");
        Path diff = folder.resolve("d.diff");
        Files.write(diff, "@@ -0,0 +1 @@\n+\u00e9\n".getBytes(StandardCharsets.ISO_8859_1));
        CommandRun run = CommandRun.of(
                new ChangelogCommand(),
                List.of(
                        "--diff",
                        diff.toString(),
                        "--config-files",
                        master.toString(),
                        "--runner-config",
                        runners.toString()));
        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err()).contains("d.diff:2:2: [NotUtf8]");
    }

    @Test
    void addAppendsAValidEntryAndKeepsHistoryByteForByte() throws IOException {
        Path file = Files.writeString(folder.resolve("perf-changelog.yaml"), OLD);
        CommandRun run = CommandRun.of(
                new ChangelogCommand(),
                List.of(
                        "add",
                        "--changelog-file",
                        file.toString(),
                        "--config-keys",
                        "dsr1-*",
                        "k",
                        "--description",
                        "say \"hi\"",
                        "--append-only"));
        assertThat(run.exitCode()).as(run.err()).isZero();
        String text = Files.readString(file);
        assertThat(text).startsWith(OLD + "\n- config-keys:\n    - \"dsr1-*\"\n");
        assertThat(ChangelogText.parse(text.getBytes(StandardCharsets.UTF_8), "f"))
                .hasSize(2);
    }

    @Test
    void addRefusesAnInvalidEntryAndLeavesTheFileAlone() throws IOException {
        Path file = Files.writeString(folder.resolve("perf-changelog.yaml"), OLD);
        List<String> base =
                List.of("add", "--changelog-file", file.toString(), "--config-keys", "k", "--description", "d");
        for (List<String> wrong : List.of(
                List.of("--append-only", "--evals-only"),
                List.of("--eval-min-prefill-ep", "0"),
                List.of("--scenario-type", "zzz"),
                List.of("--pr-link", "https://example.org/1"))) {
            List<String> argv = new ArrayList<>(base);
            argv.addAll(wrong);
            CommandRun run = CommandRun.of(new ChangelogCommand(), argv);
            assertThat(run.exitCode()).as(wrong.toString()).isEqualTo(1);
            assertThat(run.err()).isNotBlank();
            assertThat(Files.readString(file)).isEqualTo(OLD);
        }
    }

    @Test
    void addBeginsANewFile() throws IOException {
        Path file = folder.resolve("new.yaml");
        CommandRun run = CommandRun.of(
                new ChangelogCommand(),
                List.of("add", "--changelog-file", file.toString(), "--config-keys", "k", "--description", "d"));
        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(ChangelogText.parse(Files.readAllBytes(file), "f")).hasSize(1);
    }

    @Test
    void missingArgumentsExitWith2() {
        assertThat(CommandRun.of(new ChangelogCommand(), List.of()).exitCode()).isEqualTo(2);
        assertThat(CommandRun.of(new ChangelogCommand(), List.of("--base-ref", "a", "--head-ref", "b"))
                        .exitCode())
                .isEqualTo(2);
        assertThat(CommandRun.of(new ChangelogCommand(), List.of("--diff", "x", "--dialect", "feb", "--trim-conc"))
                        .exitCode())
                .isEqualTo(2);
    }

    private static final String MASTER = """
            k:
              image: i
              model: m
              model-prefix: p
              precision: fp8
              framework: vllm
              runner: h200
              multinode: false
              scenarios: {fixed-seq-len: [{isl: 8192, osl: 1024, search-space: [{tp: 8, conc-list: [1]}]}]}
            """;

    /** The command on a changelog before and after, by the rules of a dialect. */
    private CommandRun between(Path base, Path head, String dialect) throws IOException {
        Path master = Files.writeString(folder.resolve("m.yaml"), MASTER);
        Path runners = Files.writeString(folder.resolve("r.yaml"), "labels: {h200: [node]}\n");
        return CommandRun.of(
                new ChangelogCommand(),
                List.of(
                        "--base-changelog",
                        base.toString(),
                        "--head-changelog",
                        head.toString(),
                        "--config-files",
                        master.toString(),
                        "--runner-config",
                        runners.toString(),
                        "--dialect",
                        dialect));
    }

    private CommandRun added(String addition, String dialect) throws IOException {
        Path base = Files.writeString(folder.resolve("base.yaml"), OLD);
        Path head = Files.writeString(folder.resolve("head.yaml"), OLD + addition);
        return between(base, head, dialect);
    }

    @Test
    void aFaultOfAnAdditionIsLocatedInTheFile() throws IOException {
        CommandRun run = added("\n- config-keys:\n    - k\n  description: text\n  pr-link: XXX\n", "head");
        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.out()).isEmpty();
        assertThat(run.err()).startsWith("perf-changelog.yaml:9:16: [WrongValue]");
    }

    @Test
    void changedLineEndsAreDeletionsWhateverRepositoryTheFilesAreIn() throws IOException {
        Path base = Files.writeString(folder.resolve("base.yaml"), OLD);
        Path head = Files.writeString(folder.resolve("head.yaml"), (OLD + "\n" + OLD).replace("\n", "\r\n"));
        CommandRun run = between(base, head, "head");
        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err()).contains("[ChangelogDeletion]").contains("Found deleted line: - config-keys:");
    }

    @Test
    void aMissingLineEndIsAWarningInHeadAndAnErrorInNative() throws IOException {
        String addition = "\n- config-keys:\n    - k\n  description:\n    - d\n  pr-link: XXX";
        CommandRun head = added(addition, "head");
        assertThat(head.exitCode()).as(head.err()).isZero();
        assertThat(head.err()).contains("warning: [ChangelogUnfinished]");
        CommandRun strict = added(addition, "native");
        assertThat(strict.exitCode()).isEqualTo(1);
        assertThat(strict.err()).contains("[ChangelogUnfinished]").doesNotContain("warning");
        assertThat(added(addition + "\n", "native").err()).isEmpty();
    }

    @Test
    void nativeRefusesWhatUpstreamTolerates() throws IOException {
        String entry = "\n- config-keys:\n    - k\n  description:\n    - d\n  pr-link: XXX\n";
        for (String oddity : List.of("#\tcomment\n", "  pr-link: XXX\n", "#\r\n")) {
            assertThat(added(entry + oddity, "head").exitCode()).as(oddity).isZero();
            CommandRun strict = added(entry + oddity, "native");
            assertThat(strict.exitCode()).as(oddity).isEqualTo(1);
            assertThat(strict.err()).matches("(?s)perf-changelog.yaml:12:\\d+: \\[[A-Za-z]+\\] .*");
        }
    }

    @Test
    void filesThatAreNoTextAreNamed() throws IOException {
        Path base = Files.writeString(folder.resolve("base.yaml"), OLD);
        CommandRun binary = between(base, Files.writeString(folder.resolve("nul.yaml"), OLD + "#\0\n"), "head");
        assertThat(binary.exitCode()).isEqualTo(1);
        assertThat(binary.err())
                .contains("No additions found in the changelog file")
                .contains("binary");
        Path latin =
                Files.write(folder.resolve("latin.yaml"), (OLD + "# \u00e9\n").getBytes(StandardCharsets.ISO_8859_1));
        assertThat(between(base, latin, "head").err()).contains("latin.yaml:6:3: [NotUtf8]");
        CommandRun missing = between(folder.resolve("none.yaml"), base, "head");
        assertThat(missing.exitCode()).isEqualTo(1);
        assertThat(missing.err()).contains("none.yaml: [FileMissing]");
        assertThat(between(folder, base, "head").err()).contains("[FileUnreadable]");
    }

    @Test
    void linksAreFollowedAndLoopsRefused() throws IOException {
        Path base = Files.writeString(folder.resolve("base.yaml"), OLD);
        Path loop = Files.createSymbolicLink(folder.resolve("loop.yaml"), folder.resolve("loop.yaml"));
        assertThat(between(base, loop, "head").err()).contains("loop.yaml: [FileUnreadable]");
        CommandRun add = CommandRun.of(
                new ChangelogCommand(),
                List.of("add", "--changelog-file", loop.toString(), "--config-keys", "k", "--description", "d"));
        assertThat(add.exitCode()).isEqualTo(1);
        assertThat(add.err()).contains("loop.yaml: [FileUnreadable]");
        assertThat(loop).isSymbolicLink();
        Path link = Files.createSymbolicLink(folder.resolve("link.yaml"), base);
        CommandRun linked = between(
                link, Files.writeString(folder.resolve("head.yaml"), OLD + "\n" + OLD.replace("- old", "- k")), "head");
        assertThat(linked.exitCode()).as(linked.err()).isZero();
    }

    @Test
    void addKeepsTheFilesModeAndFollowsItsLink() throws IOException {
        Path file = Files.writeString(folder.resolve("perf-changelog.yaml"), OLD);
        Set<PosixFilePermission> mode = PosixFilePermissions.fromString("rw-rw-r--");
        Files.setPosixFilePermissions(file, mode);
        Path link = Files.createSymbolicLink(folder.resolve("link.yaml"), file);
        CommandRun run = CommandRun.of(
                new ChangelogCommand(),
                List.of("add", "--changelog-file", link.toString(), "--config-keys", "k", "--description", "d"));
        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(Files.getPosixFilePermissions(file)).isEqualTo(mode);
        assertThat(link).isSymbolicLink();
        assertThat(Files.readString(file)).contains("    - \"k\"\n");
    }

    @Test
    void aRefusedLineIsShownInPart() {
        String diff = "@@ -1 +1 @@\n-" + "x".repeat(100_000) + "\n+y\n";
        assertThatThrownBy(() -> AddedLines.of(diff, "f", Dialect.HEAD))
                .hasMessageStartingWith("f:1:1: [ChangelogDeletion]")
                .satisfies(e -> assertThat(String.valueOf(e.getMessage())).hasSizeLessThan(500));
    }
}
