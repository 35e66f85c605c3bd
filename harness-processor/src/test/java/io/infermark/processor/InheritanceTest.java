package io.infermark.processor;

import static org.assertj.core.api.Assertions.assertThat;

import io.infermark.api.Precision;
import io.infermark.model.BenchmarkSpec;
import io.infermark.model.WindowBound;
import io.infermark.model.WorkloadSpec;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Annotations that do not stand on the class itself. */
class InheritanceTest {
    private static final String IMPORTS = """
            package com.x;
            import io.infermark.api.*;
            import io.infermark.api.engine.*;
            import io.infermark.api.hardware.*;
            import org.openjdk.jmh.annotations.*;
            """;
    private static final String BASE = IMPORTS + """
            @Model(id = "org/base", precision = Precision.FP8)
            @Hardware(H100.class)
            @Server(engine = Vllm.class, image = "vllm:1")
            @Workload(isl = 1024, osl = 1024)
            @Workload(isl = 8192, osl = 1024)
            @Sweep(tp = 8, concurrency = @Concurrency(4))
            @Warmup(iterations = 4, time = 5)
            @Measurement(iterations = 7)
            @Fork(value = 3, jvmArgs = "-Xmx1g")
            abstract class Base {}
            """;

    @TempDir
    Path folder;

    @Test
    void aBareSubclassHasEverythingOfItsBase() {
        BenchmarkSpec spec = spec("@ServingBenchmark class Bench extends Base {}");
        assertThat(spec.benchmark()).isEqualTo("com.x.Bench");
        assertThat(spec.model().id()).isEqualTo("org/base");
        assertThat(spec.workloads()).extracting(WorkloadSpec::name).containsExactly("1k1k", "8k1k");
        assertThat(spec.run().forks()).isEqualTo(3);
    }

    @Test
    void theNearestLevelWinsWithAllItsRepetitions() {
        BenchmarkSpec spec = spec("""
                @ServingBenchmark
                @Workload(isl = 10, osl = 20)
                class Bench extends Base {}
                """);
        assertThat(spec.workloads()).containsExactly(WorkloadSpec.of(10, 20));
        assertThat(spec.rows()).hasSize(1);
    }

    @Test
    void anAnnotationOnAnAnnotationIsNearerThanTheSuperclassAndFartherThanTheClass() {
        BenchmarkSpec spec = spec("""
                @Model(id = "org/deep", precision = Precision.BF16)
                @Sweep(tp = 2, concurrency = @Concurrency(64))
                @interface Deep {}

                @Deep
                @Sweep(tp = 4, concurrency = @Concurrency(8))
                @interface Composed {}

                @ServingBenchmark
                @Composed
                @Exclude("conc>8")
                @Sweep(tp = 1, concurrency = @Concurrency({8, 16}))
                class Bench extends Base {}
                """);
        assertThat(spec.model().id()).isEqualTo("org/deep");
        assertThat(spec.rows().get(0).tp()).containsExactly(1);
        assertThat(spec.workloads()).hasSize(2);
    }

    @Test
    void theMarkItselfCanComeFromAnAnnotationButNotFromASuperclass() {
        Project project = project("""
                @ServingBenchmark(maxPoints = 7)
                @interface OurBenchmark {}

                @OurBenchmark
                class Bench extends Base {}

                class Sub extends Bench {}
                """);
        assertThat(project.compile("-Xlint:all,-processing", "-Werror").messages())
                .isEmpty();
        assertThat(project.load("com.x.Bench").spec().maxPoints()).isEqualTo(7);
        assertThat(project.generated())
                .containsOnlyKeys("META-INF/infermark/matrix/com.x.Bench", "com/x/Bench_Matrix.java");
    }

    @Test
    void membersOfJmhAnnotationsAreInheritedOneByOne() {
        BenchmarkSpec spec = spec("""
                @ServingBenchmark
                @Warmup(iterations = 1)
                @Measurement(time = 2, timeUnit = java.util.concurrent.TimeUnit.MINUTES)
                @Fork(warmups = 1)
                class Bench extends Base {}
                """);
        assertThat(spec.run().warmupIterations()).isEqualTo(1);
        assertThat(spec.run().warmup()).isEqualTo(new WindowBound.Time(Duration.ofSeconds(5)));
        assertThat(spec.run().iterations()).isEqualTo(7);
        assertThat(spec.run().measurement()).isEqualTo(new WindowBound.Time(Duration.ofMinutes(2)));
        assertThat(spec.run().forks()).isEqualTo(3);
        assertThat(spec.run().warmupForks()).isEqualTo(1);
        assertThat(spec.run().jvmArgs()).isEqualTo(List.of("-Xmx1g"));
    }

    @Test
    void requestsOfTheClassReplaceTheTimeOfItsBase() {
        BenchmarkSpec spec = spec("""
                @ServingBenchmark
                @Window(warmupRequests = 3, minRequests = 5)
                class Bench extends Base {}
                """);
        assertThat(spec.run().warmup()).isEqualTo(new WindowBound.Requests(3));
        assertThat(spec.run().measurement()).isEqualTo(new WindowBound.PerConcurrency(10));
        assertThat(spec.run().minRequests()).isEqualTo(5);
        assertThat(spec.model().precision()).isEqualTo(Precision.FP8);
    }

    @Test
    void aMistakeInABaseIsReportedThereOnceForAllItsSubclasses() {
        Project.Result result = new Project(folder)
                .put("com.x.Base", BASE.replace("\"org/base\"", "\"\""))
                .put("com.x.A", IMPORTS + "@ServingBenchmark class A extends Base {}")
                .put("com.x.B", IMPORTS + "@ServingBenchmark class B extends Base {}")
                .compile();
        assertThat(result.diagnostics()).hasSize(1);
        assertThat(result.diagnostics().get(0).getSource().getName()).endsWith("Base.java");
        assertThat(result.messages().get(0)).startsWith("[ModelIdEmpty]");
    }

    @Test
    void aMistakeInACompiledBaseIsReportedAtTheClassWithWhereItStands() {
        Project project = new Project(folder)
                .put("com.x.Base", BASE.replace("\"org/base\"", "\"\""))
                .put("com.x.Bench", IMPORTS + "@ServingBenchmark class Bench extends Base {}");
        assertThat(project.compile(List.of("com.x.Base")).success()).isTrue();
        Project.Result result = project.compile(List.of("com.x.Bench"));
        assertThat(result.diagnostics()).hasSize(1);
        assertThat(result.diagnostics().get(0).getSource().getName()).endsWith("Bench.java");
        assertThat(result.diagnostics().get(0).getLineNumber()).isEqualTo(6);
        assertThat(result.messages().get(0)).startsWith("[ModelIdEmpty]").endsWith("(It stands on com.x.Base.)");
    }

    private BenchmarkSpec spec(String source) {
        Project project = project(source);
        Project.Result result = project.compile("-Xlint:all,-processing", "-Werror");
        assertThat(result.success()).as(result.toString()).isTrue();
        return project.load("com.x.Bench").spec();
    }

    private Project project(String source) {
        return new Project(folder).put("com.x.Base", BASE).put("com.x.Bench", IMPORTS + source);
    }
}
