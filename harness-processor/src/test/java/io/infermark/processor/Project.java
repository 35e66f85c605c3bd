package io.infermark.processor;

import io.infermark.spi.MatrixProvider;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.annotation.processing.Processor;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileManager;
import javax.tools.JavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/** A user's project in a folder: sources in files, compiled as a build tool would. */
final class Project {
    private final Path sources;
    private final Path output;
    private final Map<String, Path> files = new LinkedHashMap<>();

    Project(Path folder) {
        this.sources = folder.resolve("src");
        this.output = folder.resolve("classes");
        try {
            Files.createDirectories(output);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Writes or replaces a class. */
    Project put(String className, String source) {
        Path file = sources.resolve(className.replace('.', '/') + ".java");
        try {
            Files.createDirectories(file.getParent());
            Files.writeString(file, source);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        files.put(className, file);
        return this;
    }

    Path output() {
        return output;
    }

    /** Compiles all sources with javac. */
    Result compile(String... options) {
        return compile(files.keySet(), options);
    }

    /** Compiles some sources with javac, the others being classes already. */
    Result compile(Collection<String> classNames, String... options) {
        return run(
                ToolProvider.getSystemJavaCompiler(), classNames, processors(), List.of(options), manager -> manager);
    }

    static List<Processor> processors() {
        return List.of(new BenchmarkProcessor(), new AnnotationClaimer());
    }

    /** A wrapper around the file manager of a compile. */
    interface Wrapper {
        JavaFileManager wrap(StandardJavaFileManager manager);
    }

    Result run(
            JavaCompiler compiler,
            Collection<String> classNames,
            List<? extends Processor> processors,
            List<String> options,
            Wrapper wrapper) {
        DiagnosticCollector<JavaFileObject> collector = new DiagnosticCollector<>();
        try (StandardJavaFileManager standard =
                compiler.getStandardFileManager(collector, Locale.ROOT, StandardCharsets.UTF_8)) {
            List<String> all = new ArrayList<>(List.of(
                    "-d",
                    output.toString(),
                    "-s",
                    output.toString(),
                    "-cp",
                    output + java.io.File.pathSeparator + System.getProperty("java.class.path"),
                    "-encoding",
                    "UTF-8"));
            all.addAll(options);
            JavaFileManager manager = wrapper.wrap(standard);
            JavaCompiler.CompilationTask task = compiler.getTask(
                    null,
                    manager,
                    collector,
                    all,
                    null,
                    standard.getJavaFileObjectsFromPaths(
                            classNames.stream().map(files::get).toList()));
            task.setProcessors(processors);
            boolean success = task.call();
            return new Result(success, collector.getDiagnostics());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Everything that the processor wrote, by its path in the output. */
    Map<String, String> generated() {
        Map<String, String> contents = new TreeMap<>();
        try (Stream<Path> paths = Files.walk(output)) {
            for (Path path : paths.filter(Files::isRegularFile).toList()) {
                String name = output.relativize(path).toString().replace('\\', '/');
                if (!name.endsWith(".class")) {
                    contents.put(name, Files.readString(path));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return contents;
    }

    /** The lines of a benchmark's resource. */
    List<String> index(String benchmark) {
        try {
            return Files.readAllLines(output.resolve("META-INF/infermark/matrix/" + benchmark));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The generated provider of a benchmark, loaded. */
    MatrixProvider load(String benchmark) {
        try {
            // Not closed: the provider loads its own classes when it is used.
            URLClassLoader loader =
                    new URLClassLoader(new URL[] {output.toUri().toURL()}, Project.class.getClassLoader());
            return (MatrixProvider)
                    loader.loadClass(benchmark + "_Matrix").getConstructor().newInstance();
        } catch (IOException | ReflectiveOperationException e) {
            throw new AssertionError(e);
        }
    }

    /** How a compile ended. */
    record Result(boolean success, List<Diagnostic<? extends JavaFileObject>> diagnostics) {
        List<String> messages() {
            return diagnostics.stream().map(d -> d.getMessage(Locale.ROOT)).toList();
        }

        @Override
        public String toString() {
            return diagnostics.stream().map(Object::toString).collect(Collectors.joining("\n"));
        }
    }
}
