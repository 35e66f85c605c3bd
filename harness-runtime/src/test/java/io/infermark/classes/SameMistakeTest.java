package io.infermark.classes;

import static org.assertj.core.api.Assertions.assertThat;

import io.infermark.config.ConfigException;
import io.infermark.config.Problem;
import io.infermark.config.YamlReader;
import io.infermark.config.master.Dialect;
import io.infermark.config.master.MasterFile;
import io.infermark.config.master.MasterLoader;
import io.infermark.config.master.Runners;
import io.infermark.config.master.SanityChecks;
import io.infermark.processor.BenchmarkProcessor;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** One mistake, once in a class and once in a native file: the compiler and the command give the same code, and nothing else. */
class SameMistakeTest {
    private static final Pattern CODE = Pattern.compile("\\[([A-Z][A-Za-z]+)]");
    private static final Runners RUNNERS =
            new Runners("r.yaml", Map.of("h100", List.of("n"), "cluster:h100-site", List.of("n")), Map.of());

    @TempDir
    private Path folder = Path.of("");

    @TestFactory
    Stream<DynamicTest> theSameCodeAtTheAnnotationAndInTheFile() {
        return SameMistakes.all()
                .map(mistake -> DynamicTest.dynamicTest(mistake.code() + ": " + mistake.name(), () -> {
                    assertThat(ofClass(mistake.both().source())).as("class").containsExactly(mistake.code());
                    assertThat(ofFile(mistake.both().yaml())).as("file").containsExactly(mistake.code());
                }));
    }

    @Test
    void whatTheyAreMadeOfIsSound() throws IOException {
        assertThat(ofClass(SameMistakes.Both.sound().source())).isEmpty();
        assertThat(ofFile(SameMistakes.Both.sound().yaml())).isEmpty();
        assertThat(ofClass(SameMistakes.Both.sound()
                        .workers(SameMistakes.PAIR, SameMistakes.YAML_PAIR)
                        .source()))
                .isEmpty();
        assertThat(ofFile(SameMistakes.Both.sound()
                        .workers(SameMistakes.PAIR, SameMistakes.YAML_PAIR)
                        .yaml()))
                .isEmpty();
    }

    private Set<String> ofClass(String source) throws IOException {
        JavaCompiler javac = ToolProvider.getSystemJavaCompiler();
        DiagnosticCollector<JavaFileObject> diagnostics = new DiagnosticCollector<>();
        try (StandardJavaFileManager files = javac.getStandardFileManager(diagnostics, Locale.ROOT, null)) {
            JavaCompiler.CompilationTask task = javac.getTask(
                    null,
                    files,
                    diagnostics,
                    List.of("-d", folder.toString(), "-cp", System.getProperty("java.class.path")),
                    null,
                    List.of(new Source(source)));
            task.setProcessors(List.of(new BenchmarkProcessor()));
            task.call();
        }
        Set<String> codes = new TreeSet<>();
        diagnostics.getDiagnostics().forEach(each -> codes.add(code(each.getMessage(Locale.ROOT))));
        return codes;
    }

    private static Set<String> ofFile(String text) {
        Set<String> codes = new TreeSet<>();
        List<Problem> problems = new ArrayList<>();
        YamlReader reader = new YamlReader();
        try {
            MasterFile file = new MasterLoader(reader)
                    .of(List.of(new MasterLoader.Source("f.yaml", reader.parse(text, "f.yaml"))), Dialect.NATIVE);
            problems.addAll(new SanityChecks(file, RUNNERS).problems());
            problems.addAll(new SpecChecks(file, RUNNERS).problems());
        } catch (ConfigException e) {
            problems.addAll(e.problems());
        }
        // No workflow of upstream's is about classes.
        problems.removeIf(problem -> problem.code().equals("BucketNotDispatched"));
        problems.forEach(problem -> codes.add(problem.code()));
        return codes;
    }

    private static String code(String message) {
        Matcher matcher = CODE.matcher(message);
        return matcher.find() ? matcher.group(1) : message;
    }

    private static final class Source extends SimpleJavaFileObject {
        private final String text;

        Source(String text) {
            super(URI.create("string:///x/Bench.java"), Kind.SOURCE);
            this.text = text;
        }

        @Override
        public CharSequence getCharContent(boolean ignoreEncodingErrors) {
            return text;
        }
    }
}
