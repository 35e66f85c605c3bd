package io.infermark.processor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.infermark.api.Vendor;
import io.infermark.model.BenchmarkSpec;
import io.infermark.model.EndpointSpec;
import io.infermark.spi.Endpoint;
import io.infermark.spi.Hooks;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import javax.annotation.processing.AbstractProcessor;
import javax.annotation.processing.Filer;
import javax.annotation.processing.ProcessingEnvironment;
import javax.annotation.processing.RoundEnvironment;
import javax.lang.model.SourceVersion;
import javax.lang.model.element.Element;
import javax.lang.model.element.TypeElement;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openjdk.jmh.annotations.Level;

/** Types of the user's own: accelerators, engines, hooks, other processors, and build tools that wrap ours. */
class UserTypesTest {
    private static final String ACCELERATOR = """
            package com.x;
            import io.infermark.api.*;
            @AcceleratorFacts(name = "l40s", vendor = Vendor.NVIDIA, gpusPerNode = 4, memoryGib = 44.7,
                    precisions = {Precision.FP8, Precision.BF16})
            public interface L40s extends Accelerator {}
            """;
    private static final String ENGINE = """
            package com.x;
            import io.infermark.api.*;
            @EngineFacts(name = "mine", vendors = Vendor.NVIDIA, flags = "--threads", defaultLaunch = Launch.PROCESS)
            public interface Mine extends Engine {}
            """;
    private static final String BENCH = BenchmarkSource.valid()
            .withHardware("@Hardware(L40s.class)")
            .withServer("@Server(engine = Mine.class, flags = {\"--threads\", \"4\"})")
            .withSweepOf("tp = 4")
            .text();

    @TempDir
    Path folder;

    @Test
    void anAcceleratorAndAnEngineOfTheUsersOwnAreReadFromTheSameCompile() {
        Project project = new Project(folder)
                .put("com.x.L40s", ACCELERATOR)
                .put("com.x.Mine", ENGINE)
                .put("com.x.Bench", BENCH);
        Project.Result result = project.compile("-Xlint:all", "-Werror");
        assertThat(result.success()).as(result.toString()).isTrue();
        checkSpec(project);
    }

    @Test
    void aTypeThatAnotherProcessorGeneratesIsWaitedFor() {
        Project project = new Project(folder).put("com.x.Mine", ENGINE).put("com.x.Bench", BENCH);
        Project.Result result = project.run(
                ToolProvider.getSystemJavaCompiler(),
                List.of("com.x.Mine", "com.x.Bench"),
                List.of(new BenchmarkProcessor(), new Generator("com.x.L40s", ACCELERATOR), new AnnotationClaimer()),
                List.of(),
                manager -> manager);
        assertThat(result.success()).as(result.toString()).isTrue();
        checkSpec(project);
    }

    private static void checkSpec(Project project) {
        BenchmarkSpec spec = project.load("com.x.Bench").spec();
        assertThat(spec.hardware().name()).isEqualTo("l40s");
        assertThat(spec.hardware().vendor()).isEqualTo(Vendor.NVIDIA);
        assertThat(spec.hardware().gpusPerNode()).isEqualTo(4);
        assertThat(spec.hardware().memoryGib()).isEqualTo(44.7);
        assertThat(spec.server().engine().name()).isEqualTo("mine");
        assertThat(spec.server().engine().flags()).containsExactly("--threads");
    }

    @Test
    void hooksRunOnOneInstanceBaseFirstAndLast() throws Exception {
        Project project = new Project(folder)
                .put("com.x.Base", """
                        package com.x;
                        import io.infermark.spi.Endpoint;
                        import org.openjdk.jmh.annotations.*;
                        abstract class Base {
                            final StringBuilder log = new StringBuilder();
                            @Setup void baseBefore() { log.append("baseBefore "); }
                            @Setup void replaced() { log.append("never "); }
                            @TearDown void baseAfter(Endpoint endpoint) {
                                throw new IllegalStateException(log + endpoint.model());
                            }
                        }
                        """)
                .put("com.x.Bench", BenchmarkSource.valid().withType("""
                                        class Bench extends Base {
                                            @Setup void before(Endpoint endpoint) { log.append("before "); }
                                            @Override @Setup void replaced() { log.append("override "); }
                                            @Setup(Level.Iteration) void each() { log.append("each "); }
                                            @TearDown void after() { log.append("after "); }
                                            @TearDown(Level.Iteration) @Setup(Level.Iteration) void both() {
                                                log.append("both ");
                                            }
                                        }""").text());
        Project.Result result = project.compile("-Xlint:all", "-Werror");
        assertThat(result.success()).as(result.toString()).isTrue();
        Hooks hooks = project.load("com.x.Bench").newHooks();
        Endpoint endpoint = new Endpoint(List.of(URI.create("http://a")), "model", EndpointSpec.DEFAULT);
        hooks.setUp(Level.Trial, endpoint);
        hooks.setUp(Level.Iteration, endpoint);
        hooks.tearDown(Level.Iteration, endpoint);
        assertThatThrownBy(() -> hooks.tearDown(Level.Trial, endpoint))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("baseBefore before override each both both after model");
    }

    @Test
    void eachOutputHasItsClassAsOnlyOriginAlsoBehindABuildToolsWrapper() {
        Project project = new Project(folder)
                .put("com.x.Outer", Sources.EVERYTHING)
                .put(
                        "com.x.Bench",
                        BenchmarkSource.valid().withModel("@Model(id = \"\")").text())
                .put("com.x.Good", BenchmarkSource.valid().text().replace("class Bench", "class Good"));
        Map<String, List<String>> origins = new TreeMap<>();
        Project.Result result = project.run(
                ToolProvider.getSystemJavaCompiler(),
                List.of("com.x.Outer", "com.x.Bench", "com.x.Good"),
                List.of(new Wrapped(new BenchmarkProcessor(), origins)),
                List.of(),
                manager -> manager);
        assertThat(origins)
                .isEqualTo(Map.of(
                        "com.x.Outer$Inner_Matrix", List.of("com.x.Outer.Inner"),
                        "META-INF/infermark/matrix/com.x.Outer$Inner", List.of("com.x.Outer.Inner"),
                        "com.x.Good_Matrix", List.of("com.x.Good"),
                        "META-INF/infermark/matrix/com.x.Good", List.of("com.x.Good")));
        assertThat(result.diagnostics()).hasSize(1);
        assertThat(result.messages().get(0)).startsWith("[ModelIdEmpty]");
        assertThat(result.diagnostics().get(0).getLineNumber()).isEqualTo(8);
        assertThat(result.diagnostics().get(0).getColumnNumber()).isEqualTo(13);
    }

    /** Writes one source in the first round. */
    private static final class Generator extends AbstractProcessor {
        private final String name;
        private final String source;
        private boolean done;

        private Generator(String name, String source) {
            this.name = name;
            this.source = source;
        }

        @Override
        public Set<String> getSupportedAnnotationTypes() {
            return Set.of("*");
        }

        @Override
        public SourceVersion getSupportedSourceVersion() {
            return SourceVersion.latestSupported();
        }

        @Override
        public boolean process(Set<? extends TypeElement> annotations, RoundEnvironment round) {
            if (!done) {
                done = true;
                try (Writer writer =
                        processingEnv.getFiler().createSourceFile(name).openWriter()) {
                    writer.write(source);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }
            return false;
        }
    }

    /** Hands its processor an environment that is not javac's own, as Gradle does, and notes what its filer is asked for. */
    private static final class Wrapped extends AbstractProcessor {
        private final AbstractProcessor processor;
        private final Map<String, List<String>> origins;

        private Wrapped(AbstractProcessor processor, Map<String, List<String>> origins) {
            this.processor = processor;
            this.origins = origins;
        }

        @Override
        public Set<String> getSupportedAnnotationTypes() {
            return processor.getSupportedAnnotationTypes();
        }

        @Override
        public SourceVersion getSupportedSourceVersion() {
            return processor.getSupportedSourceVersion();
        }

        @Override
        public synchronized void init(ProcessingEnvironment environment) {
            Filer filer = proxy(Filer.class, environment.getFiler(), origins);
            processor.init((ProcessingEnvironment) Proxy.newProxyInstance(
                    getClass().getClassLoader(),
                    new Class<?>[] {ProcessingEnvironment.class},
                    (self, method, arguments) ->
                            method.getName().equals("getFiler") ? filer : method.invoke(environment, arguments)));
        }

        @Override
        public boolean process(Set<? extends TypeElement> annotations, RoundEnvironment round) {
            processor.process(annotations, round);
            return false;
        }

        private static <T> T proxy(Class<T> type, T target, Map<String, List<String>> origins) {
            return type.cast(Proxy.newProxyInstance(
                    type.getClassLoader(), new Class<?>[] {type}, (self, method, arguments) -> {
                        List<String> names = new ArrayList<>();
                        for (Element element : (Element[]) arguments[arguments.length - 1]) {
                            names.add(element.toString());
                        }
                        origins.put((String) arguments[arguments.length - 2], names);
                        try {
                            return method.invoke(target, arguments);
                        } catch (InvocationTargetException e) {
                            throw e.getTargetException();
                        }
                    }));
        }
    }
}
