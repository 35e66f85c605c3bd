package io.infermark.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.infermark.cli.matrix.ExportCommand;
import io.infermark.cli.matrix.ImportCommand;
import io.infermark.cli.matrix.MatrixCommand;
import io.infermark.processor.BenchmarkProcessor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * Upstream's real configurations as classes: imported, compiled with our processor, exported, expanded. The matrix must be upstream's, row by row in order, for every mode of
 * which there is a golden.
 */
class ClassRoundTripTest {
    @TempDir
    private static Path folder = Path.of("");

    @BeforeAll
    static void importCompileExport() throws IOException {
        for (String dialect : List.of("feb", "head")) {
            Path master = unpack("input_" + dialect + "_master_merged");
            unpack("input_" + dialect + "_runners");
            CommandRun imported = CommandRun.of(
                    new ImportCommand(),
                    List.of(
                            "--config-files",
                            master.toString(),
                            "--dialect",
                            dialect,
                            "--package",
                            "imported." + dialect,
                            "-o",
                            folder.resolve("sources").toString()));
            assertThat(imported.exitCode()).as(imported.err()).isZero();
        }
        writeSessions();
        List<String> own = new ArrayList<>(List.of("--package", "imported.own", "--config-files"));
        own.addAll(ownConfigs());
        own.addAll(List.of("-o", folder.resolve("sources").toString()));
        assertThat(CommandRun.of(new ImportCommand(), own).exitCode()).isZero();
        compile();
        for (String dialect : List.of("feb", "head", "own")) {
            CommandRun exported = CommandRun.of(
                    new ExportCommand(),
                    List.of(
                            "^imported\\." + dialect + "\\.",
                            "--classes",
                            folder.resolve("compiled").toString()));
            assertThat(exported.exitCode()).as(exported.err()).isZero();
            assertThat(exported.err()).isEmpty();
            Files.writeString(folder.resolve(dialect + ".yaml"), exported.out());
        }
    }

    private static void compile() throws IOException {
        Path compiled = Files.createDirectories(folder.resolve("compiled"));
        JavaCompiler javac = ToolProvider.getSystemJavaCompiler();
        DiagnosticCollector<JavaFileObject> diagnostics = new DiagnosticCollector<>();
        try (StandardJavaFileManager files = javac.getStandardFileManager(diagnostics, Locale.ROOT, null);
                Stream<Path> sources = Files.walk(folder.resolve("sources"))) {
            List<Path> paths = sources.filter(Files::isRegularFile).toList();
            assertThat(paths.stream().filter(path -> !path.toString().contains("own")))
                    .as("54 of February and 208 of August")
                    .hasSize(54 + 208);
            JavaCompiler.CompilationTask task = javac.getTask(
                    null,
                    files,
                    diagnostics,
                    List.of("-d", compiled.toString(), "-cp", System.getProperty("java.class.path")),
                    null,
                    files.getJavaFileObjectsFromPaths(paths));
            task.setProcessors(List.of(new BenchmarkProcessor()));
            boolean success = task.call();
            List<Diagnostic<? extends JavaFileObject>> errors = diagnostics.getDiagnostics().stream()
                    .<Diagnostic<? extends JavaFileObject>>map(each -> each)
                    .filter(each -> each.getKind() == Diagnostic.Kind.ERROR)
                    .toList();
            assertThat(success).as(errors.toString()).isTrue();
        }
    }

    /** The project's own files, which are native. */
    private static List<String> ownConfigs() {
        return List.of(
                "../configs/amd-master.yaml",
                "../configs/nvidia-master.yaml",
                folder.resolve("sessions.yaml").toString());
    }

    /** What only native rows say of sessions: their server's environment. */
    private static void writeSessions() throws IOException {
        Files.writeString(folder.resolve("sessions.yaml"), """
                sessions-with-environment:
                  image: "vllm:1"
                  model: org/model-7b
                  model-prefix: m7
                  precision: fp8
                  framework: vllm
                  runner: "cluster:h200-site"
                  multinode: false
                  scenarios:
                    agentic-coding:
                      - search-space:
                          - {tp: 8, kv-offloading: none, conc-list: [1, 2], additional-settings: [A=1, "B=x=y"]}
                          - {tp: 4, kv-offloading: none, conc-list: [1, 2]}
                """);
    }

    @Test
    void nativeFilesSurviveTheRoundTripToo() {
        List<String> before = new ArrayList<>(List.of("full-sweep", "--runner-config", "../configs/runners.yaml"));
        List<String> after = new ArrayList<>(before);
        before.add("--config-files");
        before.addAll(ownConfigs());
        after.addAll(List.of("--config-files", folder.resolve("own.yaml").toString()));
        CommandRun expected = CommandRun.of(new MatrixCommand(), before);
        CommandRun actual = CommandRun.of(new MatrixCommand(), after);
        assertThat(expected.exitCode()).as(expected.err()).isZero();
        assertThat(expected.out()).contains("B=x=y");
        assertThat(actual.out()).as(actual.err()).isEqualTo(expected.out());
    }

    @TestFactory
    Stream<DynamicTest> matricesOfTheClasses() {
        return ConformanceFiles.golden().stream()
                .filter(name -> name.endsWith(".json.gz"))
                .map(name -> name.substring(0, name.length() - ".json.gz".length()))
                .filter(name -> !name.startsWith("input_") && !name.startsWith("changelog_"))
                .map(name -> DynamicTest.dynamicTest(name, () -> compare(name)));
    }

    private static void compare(String name) throws IOException {
        GoldenCommands.Command command =
                GoldenCommands.read(ConformanceFiles.directory()).of(name);
        JsonNode expected = ConformanceFiles.read("golden/" + name + ".json.gz");
        List<String> argv = new ArrayList<>(command.argv());
        argv.addAll(List.of("--dialect", command.dialect()));
        argv.addAll(List.of(
                "--config-files", folder.resolve(command.dialect() + ".yaml").toString()));
        argv.addAll(List.of(
                "--runner-config",
                folder.resolve("input_" + command.dialect() + "_runners.yaml").toString()));
        argv.addAll(GoldenCommands.evalOptions(command, expected));
        CommandRun run = CommandRun.of(new MatrixCommand(), argv);
        assertThat(run.exitCode()).as(run.err()).isZero();
        JsonNode actual = ConformanceFiles.JSON.readTree(run.out());
        assertThat(actual.size()).isEqualTo(expected.size());
        assertThat(JsonDifference.between(expected, actual)).isEmpty();
    }

    private static Path unpack(String name) throws IOException {
        Path file = folder.resolve(name + ".yaml");
        Files.writeString(
                file, ConformanceFiles.read("golden/" + name + ".json.gz").toString());
        return file;
    }
}
