package io.infermark.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.infermark.platform.Executables;
import io.infermark.result.ResultFiles;
import io.infermark.run.Options;
import io.infermark.run.Sims;
import io.infermark.sim.SimServer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

@Timeout(180)
class RunCommandTest {
    @TempDir
    Path folder;

    private final SimServer sim = Sims.start();

    @AfterEach
    void stop() {
        sim.close();
    }

    private Cli.Ran run(String out, String... more) {
        return runOn(sim.uri().toString(), out, more);
    }

    private Cli.Ran runOn(String url, String out, String... more) {
        List<String> words = new ArrayList<>(List.of(
                "Declared",
                "-server",
                url,
                "-f",
                "0",
                "-i",
                "1",
                "-requests",
                "1",
                "-p",
                "batch=small",
                "-p",
                "conc=1",
                "-out",
                folder.resolve(out).toString()));
        words.addAll(List.of(more));
        return Cli.run(words.toArray(String[]::new));
    }

    private List<Path> files(String out, String name) throws IOException {
        try (Stream<Path> files = Files.walk(folder.resolve(out))) {
            return files.filter(file -> file.endsWith(name)).toList();
        }
    }

    @ParameterizedTest
    @CsvSource({"json,json", "inferencex,json", "inferencex-agg,json", "jmh,json", "csv,csv", "text,txt"})
    void everyResultFormatIsWrittenAndParses(String format, String extension) throws IOException {
        Cli.Ran ran = run("out", "-rf", format);
        assertThat(ran.code()).as("%s", ran).isZero();
        Path file = folder.resolve("out/result-" + format + "." + extension);
        assertThat(file).isNotEmptyFile();
        if (extension.equals("json")) {
            JsonNode array = new ObjectMapper().readTree(file.toFile());
            assertThat(array.isArray()).isTrue();
            assertThat(array).hasSize(1);
        } else {
            assertThat(Files.readAllLines(file)).hasSizeGreaterThanOrEqualTo(2);
        }
    }

    @Test
    void whatIsPrintedIsCopiedAndNoForkIsWarnedOf() throws IOException {
        Path copy = folder.resolve("copy.txt");
        Path stated = folder.resolve("stated.csv");
        Cli.Ran ran = run("out", "-o", copy.toString(), "-rf", "csv", "-rff", stated.toString());
        assertThat(ran.code()).as("%s", ran).isZero();
        assertThat(copy).content().isEqualTo(ran.out());
        assertThat(stated).isNotEmptyFile();
        assertThat(ran.out()).contains("WARNING: the load generator runs in this JVM");
    }

    @Test
    void theCommandInAResultSelectsThatPointAgain() throws IOException {
        Cli.Ran ran = run(
                "out",
                "-apiKey",
                "file:" + Files.writeString(folder.resolve("k e'y"), "k"),
                "-body",
                "top_k=1",
                "-header",
                "X-A: file:" + folder.resolve("k e'y"),
                "-seed",
                "11");
        assertThat(ran.code()).as("%s", ran).isZero();
        var result = ResultFiles.readResult(files("out", "result.json").get(0)).result();
        List<String> words = words(result.subject().repeat());
        assertThat(words.subList(0, 4)).containsExactly("java", "-jar", "benchmarks.jar", "run");
        assertThat(words).contains("-seed", "11", "top_k=1", "file:" + folder.resolve("k e'y"));

        List<String> again = new ArrayList<>(words.subList(3, words.size()));
        again.add("-lpoints");
        Cli.Ran listed = Cli.run(again.toArray(String[]::new));

        assertThat(listed.code()).as("%s", listed).isZero();
        assertThat(listed.lines())
                .singleElement()
                .asString()
                .startsWith(result.point().id() + "  ~");
        again.set(again.size() - 1, "-dry");
        assertThat(Cli.run(again.toArray(String[]::new)).code()).isZero();
    }

    /** Those of the generator's JVM too, since a collector or a heap of another kind gives other figures. */
    @Test
    void theCommandInAResultRepeatsWhatChangesAMeasurement() throws IOException {
        String java = Executables.find("java").orElseThrow().toString();
        Cli.Ran ran = run(
                "out",
                "-t",
                "1",
                "-gc",
                "true",
                "-jvm",
                java,
                "-jvmArgs",
                "-Xmx600m -XX:+UseSerialGC",
                "-jvmArgsPrepend",
                "-Xss1m",
                "-jvmArgsAppend",
                "-Da=b -Xlog:gc",
                "-prof",
                "engine",
                "-telemetry",
                "off",
                "-serverCores",
                "0",
                "-launcher",
                "nice -n 5",
                "-gpus",
                "1,0",
                "-debug");
        assertThat(ran.code()).as("%s", ran).isZero();
        String repeat = ResultFiles.readResult(files("out", "result.json").get(0))
                .result()
                .subject()
                .repeat();

        assertThat(repeat)
                .contains(
                        "-t 1",
                        "-gc true",
                        "-jvm " + java,
                        "-jvmArgs '-Xmx600m -XX:+UseSerialGC'",
                        "-jvmArgsPrepend -Xss1m",
                        "-jvmArgsAppend '-Da=b -Xlog:gc'",
                        "-prof engine",
                        "-telemetry off",
                        "-serverCores 0",
                        "-launcher 'nice -n 5'",
                        "-gpus 1,0",
                        "-debug");
        List<String> words = words(repeat);
        RunCommand again = new RunCommand(System.out, System.err);
        new CommandLine(again).parseArgs(words.subList(4, words.size()).toArray(String[]::new));
        Options options = again.options();
        assertThat(options.loops()).isEqualTo(1);
        assertThat(options.gcBetweenIterations()).isTrue();
        assertThat(options.jvm()).isEqualTo(Path.of(java));
        assertThat(options.jvmArgs()).containsExactly("-Xmx600m", "-XX:+UseSerialGC");
        assertThat(options.jvmArgsPrepend()).containsExactly("-Xss1m");
        assertThat(options.jvmArgsAppend()).containsExactly("-Da=b", "-Xlog:gc");
        assertThat(options.profilers()).containsExactly("engine");
        assertThat(options.placement().gpus()).containsExactly(1, 0);
        assertThat(options.debug()).isTrue();
    }

    /** Through a real shell: arguments with spaces, quotes and what else a shell or this program would take for its own. */
    @Test
    void theCommandInAResultGivesTheSameArgumentsInAShell() throws IOException {
        Path odd = Files.createDirectory(folder.resolve("o'd $d")).resolve("k");
        Files.writeString(odd, "k");
        String given = "\"-Da=b  c\" -Db='$HOME'`id`;&|*~ -Dc=\"C:\\Program Files\\\\\" -Dd=\\\"x\\\" \"\" -De=ü\\n";
        List<String> meant =
                List.of("-Da=b  c", "-Db='$HOME'`id`;&|*~", "-Dc=C:\\Program Files\\", "-Dd=\"x\"", "", "-De=ü\\n");
        Cli.Ran ran = run(
                "out",
                "-jvmArgsAppend",
                given,
                "-jvmArgsPrepend",
                "\"-server\"",
                "-launcher",
                "nice \"-n 5\"",
                "-body",
                "user=\"it's a $b\"",
                "-apiKey",
                "file:" + odd);
        assertThat(ran.code()).as("%s", ran).isZero();

        List<String> words =
                words(ResultFiles.readResult(files("out", "result.json").get(0))
                        .result()
                        .subject()
                        .repeat());
        RunCommand again = new RunCommand(System.out, System.err);
        new CommandLine(again).parseArgs(words.subList(4, words.size()).toArray(String[]::new));
        Options options = again.options();
        assertThat(options.jvmArgsAppend()).containsExactlyElementsOf(meant);
        assertThat(options.jvmArgsPrepend()).containsExactly("-server");
        assertThat(options.placement().launcher()).containsExactly("nice", "-n 5");
        assertThat(words).contains("user=\"it's a $b\"", "file:" + odd);
    }

    @Test
    void aQuoteWithoutItsEndIsWrongUsage() throws IOException {
        Cli.Ran ran = run("out", "-jvmArgsAppend", "-Da=\"b c");
        assertThat(ran.code()).isEqualTo(2);
        assertThat(ran.err()).contains("[QuoteOpen] -jvmArgsAppend");
        assertThat(run("out", "-launcher", "nice \"-n").err()).contains("[QuoteOpen] -launcher");
    }

    @Test
    void whatWasNotGivenIsNotInTheCommand() throws IOException {
        assertThat(run("out").code()).isZero();
        assertThat(ResultFiles.readResult(files("out", "result.json").get(0))
                        .result()
                        .subject()
                        .repeat())
                .doesNotContain(
                        "-t ", "-gc", "-jvm", "-prof", "-gpus", "-serverCores", "-launcher", "-debug", "-telemetry");
    }

    /** As a shell reads them. */
    private static List<String> words(String command) throws IOException {
        Process shell = new ProcessBuilder("sh", "-c", "printf '%s\\0' " + command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        String read = new String(shell.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return List.of(read.split("\0"));
    }

    @Test
    void aSeedRepeatsRequestsByteForByte() throws IOException {
        List<List<String>> bodies = new ArrayList<>();
        for (String seed : List.of("5", "5", "6")) {
            try (RecordingProxy proxy = new RecordingProxy(sim.port())) {
                Cli.Ran ran = runOn("http://127.0.0.1:" + proxy.port(), "out" + bodies.size(), "-seed", seed);
                assertThat(ran.code()).as("%s", ran).isZero();
                bodies.add(proxy.bodies());
            }
        }
        assertThat(bodies.get(0)).hasSizeGreaterThanOrEqualTo(2).isEqualTo(bodies.get(1));
        assertThat(bodies.get(2)).isNotEqualTo(bodies.get(0));
    }

    @Test
    void aFinishedRunIsResumedWithoutMeasuringAgain() throws IOException {
        assertThat(run("out", "-seed", "3").code()).isZero();
        byte[] records = Files.readAllBytes(files("out", "records.imr").get(0));

        Cli.Ran again = run("out", "-resume");

        assertThat(again.code()).as("%s", again).isZero();
        assertThat(again.out()).contains("# Resumed: 1 trial was measured before and is kept", "# Seed: 3");
        assertThat(files("out", "records.imr").get(0)).hasBinaryContent(records);
        assertThat(again.lines())
                .filteredOn(line -> line.startsWith("# Point:"))
                .isEmpty();
        Cli.Ran other = run("out", "-resume", "-seed", "4");
        assertThat(other.code()).isEqualTo(ExitCode.USAGE);
        assertThat(other.err()).startsWith("[SeedDiffers]");
    }

    @Test
    void aTrialWhoseRecordsAreGoneIsMeasuredAgain() throws IOException {
        assertThat(run("out").code()).isZero();
        Files.delete(files("out", "records.imr").get(0));

        Cli.Ran again = run("out", "-resume");

        assertThat(again.code()).as("%s", again).isZero();
        assertThat(again.err()).startsWith("[RecordsMissing]");
        assertThat(again.out()).contains("# Resumed: 0 trials");
        assertThat(files("out", "records.imr")).hasSize(1);
    }

    @Test
    void aDamagedRunLogIsNamedWithItsLine() throws IOException {
        assertThat(run("out").code()).isZero();
        Path log = folder.resolve("out/run.jsonl");
        Files.writeString(log, "gibberish\n" + Files.readString(log));
        Cli.Ran again = run("out", "-resume");
        assertThat(again.code()).as("%s", again).isEqualTo(ExitCode.USAGE);
        assertThat(again.err()).contains("[RunLogCorrupt]", "line 1").doesNotContain("[Internal]");
    }
}
