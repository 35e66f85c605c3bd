package io.infermark.processor;

import static org.assertj.core.api.Assertions.assertThat;

import io.infermark.model.MatrixExpander;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.eclipse.jdt.internal.compiler.tool.EclipseCompiler;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whole compiles: several classes, other compilers, other orders, many points. */
class CompileTest {
    @TempDir
    Path folder;

    @Test
    void aWarningIsAcceptedByItsCodeAndAnErrorIsNot() {
        BenchmarkSource wide = BenchmarkSource.valid().withSweepOf("tp = 2, ep = 4");
        assertThat(new Project(folder.resolve("plain"))
                        .put("com.x.Bench", wide.text())
                        .compile("-Werror")
                        .success())
                .isFalse();
        assertThat(new Project(folder.resolve("accepted"))
                        .put(
                                "com.x.Bench",
                                wide.withMore("@SuppressWarnings({\"unused\", \"EpWider\"})")
                                        .text())
                        .compile("-Werror")
                        .success())
                .isTrue();
        assertThat(new Project(folder.resolve("other"))
                        .put(
                                "com.x.Bench",
                                wide.withMore("@SuppressWarnings(\"EpNarrower\")")
                                        .text())
                        .compile("-Werror")
                        .success())
                .isFalse();
        assertThat(new Project(folder.resolve("error"))
                        .put(
                                "com.x.Bench",
                                BenchmarkSource.valid()
                                        .withSweepOf("tp = 16")
                                        .withMore("@SuppressWarnings(\"HardwareTooSmall\")")
                                        .text())
                        .compile()
                        .success())
                .isFalse();
    }

    @Test
    void allErrorsOfAllClassesAreReportedInOneCompile() {
        Project project = new Project(folder)
                .put(
                        "com.x.One",
                        named(
                                "One",
                                BenchmarkSource.valid()
                                        .withModel("@Model(id = \"\", layers = -1)")
                                        .withSweeps("""
                                @Sweep(tp = {8, 16}, concurrency = @Concurrency(from = 4))
                                @Sweep(tp = 32, concurrency = @Concurrency({}))
                                @Sweep(tp = 64, concurrency = @Concurrency(1))""")
                                        .withMore("@Exclude(\"tpp=4\")\n@Slo(ttftP50 = \"soon\")")
                                        .withBody("@Setup private static int a(int b) { return b; }")))
                .put(
                        "com.x.Two",
                        named(
                                "Two",
                                BenchmarkSource.valid()
                                        .withHardware("@Hardware(H1000.class)")
                                        .withServer(
                                                "@Server(engine = Vllm.class, image = \"vllm:1\", flags = \"--prot\")")))
                .put("com.x.Three", named("Three", BenchmarkSource.valid()));
        Project.Result result = project.compile();
        assertThat(result.success()).isFalse();
        assertThat(result.diagnostics().stream()
                        .filter(d -> d.getMessage(null).startsWith("["))
                        .map(d -> Path.of(d.getSource().getName()).getFileName() + " "
                                + d.getMessage(null)
                                        .substring(1, d.getMessage(null).indexOf(']'))))
                .containsExactlyInAnyOrder(
                        "One.java ModelIdEmpty",
                        "One.java ModelFactNegative",
                        "One.java ConcurrencyHalf",
                        "One.java LoadMissing",
                        "One.java HardwareTooSmall",
                        "One.java AxisUnknown",
                        "One.java DurationMalformed",
                        "One.java HookPrivate",
                        "One.java HookStatic",
                        "One.java HookReturn",
                        "One.java HookParameter",
                        "Two.java TypeUnresolved",
                        "Two.java FlagUnknown");
        assertThat(project.generated())
                .containsOnlyKeys("META-INF/infermark/matrix/com.x.Three", "com/x/Three_Matrix.java");
    }

    @Test
    void theCompilerItselfRefusesAnUnknownConstantAtItsPlace() {
        Project.Result result = new Project(folder)
                .put(
                        "com.x.Bench",
                        BenchmarkSource.valid()
                                .withModel("@Model(id = \"m\", precision = Precision.FP88)")
                                .text())
                .compile();
        assertThat(result.diagnostics()).hasSize(1);
        assertThat(result.success()).isFalse();
        assertThat(result.diagnostics().get(0).getLineNumber()).isEqualTo(8);
    }

    @Test
    void theOrderOfFilesChangesNoByte() {
        List<String> names = new ArrayList<>(List.of("A", "B", "C", "D", "E"));
        Map<String, String> first = null;
        for (int i = 0; i < 4; i++) {
            Project project = new Project(folder.resolve("run" + i));
            for (String name : names) {
                project.put("com.x." + name, named(name, BenchmarkSource.valid()));
            }
            project.put("com.x.Outer", Sources.EVERYTHING);
            assertThat(project.compile().success()).isTrue();
            Map<String, String> generated = project.generated();
            first = first == null ? generated : first;
            assertThat(generated).hasSize(12).isEqualTo(first);
            Collections.shuffle(names, new Random(i));
        }
    }

    @Test
    void onlyTheChangedClassIsWrittenAgain() throws Exception {
        Project project = new Project(folder)
                .put("com.x.A", named("A", BenchmarkSource.valid()))
                .put("com.x.B", named("B", BenchmarkSource.valid()));
        assertThat(project.compile().success()).isTrue();
        Map<String, String> before = project.generated();

        // A build tool removes what came from a changed class, then compiles that class alone.
        removeOutputsOf(project, "A");
        project.put("com.x.A", named("A", BenchmarkSource.valid().withSweepOf("tp = {2, 4}")));
        assertThat(project.compile(List.of("com.x.A")).success()).isTrue();
        Map<String, String> after = project.generated();
        assertThat(after).containsOnlyKeys(before.keySet());
        assertThat(after.get("META-INF/infermark/matrix/com.x.A")).contains("tp=2", "\"points\":4");
        assertThat(after.get("META-INF/infermark/matrix/com.x.B"))
                .isEqualTo(before.get("META-INF/infermark/matrix/com.x.B"));

        removeOutputsOf(project, "A");
        assertThat(project.compile(List.of("com.x.B")).success()).isTrue();
        assertThat(project.generated()).containsOnlyKeys("META-INF/infermark/matrix/com.x.B", "com/x/B_Matrix.java");
    }

    private static void removeOutputsOf(Project project, String name) throws Exception {
        for (String file : List.of("com/x/" + name + "_Matrix.java", "META-INF/infermark/matrix/com.x." + name)) {
            Files.delete(project.output().resolve(file));
        }
    }

    @Test
    void theEclipseCompilerGivesTheSameBytes() {
        Project javac = new Project(folder.resolve("javac")).put("com.x.Outer", Sources.EVERYTHING);
        assertThat(javac.compile().success()).isTrue();
        Project eclipse = new Project(folder.resolve("eclipse")).put("com.x.Outer", Sources.EVERYTHING);
        Project.Result result = eclipse(eclipse, "com.x.Outer");
        assertThat(result.success()).as(result.toString()).isTrue();
        assertThat(eclipse.generated()).isEqualTo(javac.generated());
        assertThat(eclipse.load("com.x.Outer$Inner").spec())
                .isEqualTo(javac.load("com.x.Outer$Inner").spec());
    }

    @Test
    void theEclipseCompilerGetsTheSameErrorsOnTheirLines() {
        Project project = new Project(folder)
                .put(
                        "com.x.Bench",
                        BenchmarkSource.valid()
                                .withModel("@Model(id = \"\")")
                                .withSweeps("@Sweep(tp = 8, concurrency = @Concurrency(4))\n"
                                        + "@Sweep(tp = 16, concurrency = @Concurrency(4))")
                                .text());
        Project.Result result = eclipse(project, "com.x.Bench");
        assertThat(result.diagnostics().stream()
                        .filter(d -> d.getMessage(null).startsWith("["))
                        .map(d -> d.getLineNumber() + " "
                                + d.getMessage(null)
                                        .substring(0, d.getMessage(null).indexOf(']') + 1)))
                .contains("8 [ModelIdEmpty]")
                .anyMatch(text -> text.endsWith("[HardwareTooSmall]"));
    }

    private static Project.Result eclipse(Project project, String name) {
        return project.run(
                new EclipseCompiler(),
                List.of(name),
                Project.processors(),
                List.of("--release", "17", "-proceedOnError"),
                manager -> manager);
    }

    @Test
    void deprecatedHooksAndAnnotationsOfJmhPassEveryLint() {
        Project.Result result = new Project(folder)
                .put(
                        "com.x.Bench",
                        BenchmarkSource.valid()
                                .withMore("@Warmup(iterations = 1)\n@Fork(2)")
                                .withType("@Deprecated(forRemoval = true) public class Bench {\n"
                                        + "  @Deprecated @Setup void a(Endpoint endpoint) {}\n}")
                                .text())
                .compile("-Xlint:all", "-Werror");
        assertThat(result.success()).as(result.toString()).isTrue();
    }

    @Test
    void tenThousandPointsCompileAndLoad() {
        StringBuilder values = new StringBuilder();
        for (int i = 0; i < 1_250; i++) {
            values.append(i == 0 ? "" : ", ").append('"').append(i).append('"');
        }
        Project project = new Project(folder)
                .put(
                        "com.x.Bench",
                        BenchmarkSource.valid()
                                .withSweeps("@Sweep(tp = {4, 8}, axes = @Axis(name = \"seed\", values = {" + values
                                        + "}), concurrency = @Concurrency({4, 8, 16, 32}))")
                                .text()
                                .replace("@ServingBenchmark", "@ServingBenchmark(maxPoints = 10000)"));
        long start = System.nanoTime();
        Project.Result result = project.compile();
        long millis = (System.nanoTime() - start) / 1_000_000;
        System.out.println("10,000 points compiled in " + millis + " ms");
        assertThat(result.success()).as(result.toString()).isTrue();
        assertThat(project.index("com.x.Bench")).hasSize(10_001);
        assertThat(MatrixExpander.expand(project.load("com.x.Bench").spec()).points())
                .hasSize(10_000);
    }

    private static String named(String name, BenchmarkSource source) {
        return source.text().replace("class Bench", "class " + name);
    }
}
