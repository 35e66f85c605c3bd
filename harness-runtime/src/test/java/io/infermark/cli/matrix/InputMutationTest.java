package io.infermark.cli.matrix;

import static org.assertj.core.api.Assertions.assertThat;

import io.infermark.config.Mutants;
import io.infermark.conformance.CommandRun;
import io.infermark.metric.Windows;
import io.infermark.result.RunLog;
import io.infermark.result.Samples;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever a damaged runner file, changelog, diff, policy or matrix says, the commands take it or refuse it with a located message. */
class InputMutationTest {

    private static final int MUTANTS = 60;

    private static final String ENTRY = """
            - config-keys:
                - gptoss-*
              description:
                - "first: {a, b} # c"
              pr-link: https://github.com/SemiAnalysisAI/InferenceX/pull/1
            """;

    @TempDir
    private Path folder = Path.of("");

    private Path master = Path.of("");
    private Path runners = Path.of("");
    private String runnersText = "";

    @BeforeEach
    void writeFiles() throws IOException {
        master = Files.writeString(folder.resolve("master.yaml"), own("nvidia-master.yaml"));
        runnersText = own("runners.yaml");
        runners = Files.writeString(folder.resolve("runners.yaml"), runnersText);
    }

    private static String own(String name) throws IOException {
        try (InputStream in = Objects.requireNonNull(
                InputMutationTest.class.getResourceAsStream("/infermark/configs/" + name), name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private interface Arguments {
        List<String> of(Path damaged, String dialect);
    }

    private void damage(String name, String text, long seed, Supplier<Callable<Integer>> command, Arguments arguments)
            throws IOException {
        String located = "(.+?:\\d+:\\d+: |.*" + name + ": )\\[[A-Z][A-Za-z0-9]+\\] .+";
        damage(name, text, seed, command, arguments, located);
    }

    private void damage(
            String name,
            String text,
            long seed,
            Supplier<Callable<Integer>> command,
            Arguments arguments,
            String located)
            throws IOException {
        SplittableRandom random = new SplittableRandom(seed);
        Path damaged = folder.resolve(name);
        int refused = 0;
        for (int i = 0; i < MUTANTS; i++) {
            Files.write(damaged, Mutants.of(text, random).getBytes(StandardCharsets.UTF_8));
            String dialect = List.of("feb", "head", "native").get(random.nextInt(3));
            String label = name + ", seed " + seed + ", mutant " + i + ", " + dialect;
            CommandRun run = Assertions.assertTimeoutPreemptively(
                    Duration.ofMinutes(2), () -> CommandRun.of(command.get(), arguments.of(damaged, dialect)), label);
            assertThat(run.err()).as(label).doesNotContain("\tat ");
            if (run.exitCode() != 0) {
                refused++;
                assertThat(run.exitCode()).as(label + run.err()).isBetween(1, 2);
                assertThat(run.out()).as(label).isEmpty();
                assertThat(run.err().lines().filter(line -> !line.contains("warning: ")))
                        .as(label)
                        .isNotEmpty()
                        .first()
                        .asString()
                        .matches(located);
            }
        }
        assertThat(refused).as("mutants of " + name + " that are refused").isPositive();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2})
    void runnerFiles(long seed) throws IOException {
        damage(
                "damaged.yaml",
                runnersText,
                seed,
                MatrixCommand::new,
                (damaged, dialect) -> List.of(
                        "test-config",
                        "--config-keys",
                        "*",
                        "--config-files",
                        master.toString(),
                        "--runner-config",
                        damaged.toString(),
                        "--dialect",
                        dialect.equals("feb") ? "native" : dialect));
    }

    @ParameterizedTest
    @ValueSource(longs = {3, 4})
    void changelogs(long seed) throws IOException {
        Path base = Files.writeString(folder.resolve("base.yaml"), ENTRY);
        damage(
                "perf-changelog.yaml",
                ENTRY + "\n" + ENTRY.replace("first", "second") + "  scenario-type:\n    - fixed-seq-len\n",
                seed,
                ChangelogCommand::new,
                (damaged, dialect) -> List.of(
                        "--base-changelog",
                        base.toString(),
                        "--head-changelog",
                        damaged.toString(),
                        "--config-files",
                        master.toString(),
                        "--runner-config",
                        runners.toString(),
                        "--dialect",
                        dialect.equals("feb") ? "native" : dialect));
    }

    @ParameterizedTest
    @ValueSource(longs = {5, 6})
    void diffs(long seed) throws IOException {
        StringBuilder diff = new StringBuilder("""
                diff --git a/perf-changelog.yaml b/perf-changelog.yaml
                --- a/perf-changelog.yaml
                +++ b/perf-changelog.yaml
                @@ -40,3 +40,9 @@
                   description:
                """);
        ENTRY.lines().forEach(line -> diff.append('+').append(line).append('\n'));
        damage(
                "perf-changelog.yaml",
                diff.toString(),
                seed,
                ChangelogCommand::new,
                (damaged, dialect) -> List.of(
                        "--diff",
                        damaged.toString(),
                        "--config-files",
                        master.toString(),
                        "--runner-config",
                        runners.toString(),
                        "--dialect",
                        dialect.equals("feb") ? "native" : dialect));
    }

    @ParameterizedTest
    @ValueSource(longs = {7, 8})
    void changelogsThatAreAddedTo(long seed) throws IOException {
        damage(
                "perf-changelog.yaml",
                ENTRY + "\n" + ENTRY.replace("first", "second"),
                seed,
                ChangelogCommand::new,
                (damaged, dialect) -> List.of(
                        "add", "--changelog-file", damaged.toString(), "--config-keys", "k", "--description", "third"));
    }

    @ParameterizedTest
    @ValueSource(longs = {9, 10})
    void matricesAndPolicies(long seed) throws IOException {
        String rows = CommandRun.of(
                        new MatrixCommand(),
                        List.of(
                                "full-sweep",
                                "--config-files",
                                master.toString(),
                                "--runner-config",
                                runners.toString(),
                                "--max-conc",
                                "8"))
                .out();
        damage(
                "matrix.json",
                rows,
                seed,
                MatrixCommand::new,
                (damaged, dialect) -> List.of("priority", "--input", damaged.toString()));
        Path matrix = Files.writeString(folder.resolve("sound.json"), rows);
        damage(
                "policy.yaml",
                own("ci-priority.yaml"),
                seed,
                MatrixCommand::new,
                (damaged, dialect) ->
                        List.of("priority", "--input", matrix.toString(), "--policy", damaged.toString()));
    }

    /** What is wrong in a log has its line; that nothing is left in it has none. */
    @ParameterizedTest
    @ValueSource(longs = {11, 12, 13})
    void runLogsOfTheHistory(long seed) throws IOException {
        Path log = folder.resolve("sound").resolve(RunLog.FILE);
        try (RunLog writer = RunLog.open(log)) {
            for (int conc : List.of(4, 8)) {
                writer.trial(Samples.point(4, conc), Samples.trial(0, List.of(Windows.waveWindow(conc, 10, 1))));
            }
            writer.point(Samples.good(4, 4, 1), "hello/result.json");
        }
        CommandRun sound = CommandRun.of(new MatrixCommand(), estimateOf(log, "native"));
        assertThat(sound.exitCode()).as(sound.err()).isZero();
        damage(
                RunLog.FILE,
                Files.readString(log),
                seed,
                MatrixCommand::new,
                this::estimateOf,
                "\\[HistoryUnreadable\\] .*" + RunLog.FILE + " line \\d+.*|\\[HistoryEmpty\\] .*");
    }

    private List<String> estimateOf(Path log, String dialect) {
        return List.of(
                "full-sweep",
                "--config-files",
                master.toString(),
                "--runner-config",
                runners.toString(),
                "--estimate",
                "--format",
                dialect.equals("feb") ? "table" : "json",
                "--history",
                log.toString());
    }
}
