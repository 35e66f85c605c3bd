package io.infermark.cli.matrix;

import io.infermark.api.ConfigDialect;
import io.infermark.classes.ClassExport;
import io.infermark.classes.ClassExport.MasterText;
import io.infermark.model.BenchmarkSpec;
import io.infermark.plan.Benchmark;
import io.infermark.plan.MatrixCatalog;
import io.infermark.plan.UsageException;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code infermark export}: a master file from annotated classes. */
@Command(
        name = "export",
        mixinStandardHelpOptions = true,
        description = "Print a master configuration made of annotated classes.")
public final class ExportCommand implements Callable<Integer> {

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Parameters(arity = "0..*", paramLabel = "REGEX", description = "Names of classes, found anywhere. Default: all.")
    private List<String> patterns = new ArrayList<>();

    @Option(
            names = "--dialect",
            paramLabel = "DIALECT",
            description = "feb, head or native. Default: that of the classes.")
    private @Nullable ConfigDialect dialect;

    @Option(
            names = "--classes",
            arity = "1..*",
            paramLabel = "PATH",
            description = "Folders and jars of compiled classes. Default: the class path.")
    private List<Path> classes = new ArrayList<>();

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FILE",
            description = "File to write. Default: standard output.")
    private @Nullable Path output;

    /** A command for one call. */
    public ExportCommand() {}

    @Override
    public Integer call() {
        return Outcomes.run(spec, this::export);
    }

    private void export() throws IOException {
        MasterText text = ClassExport.of(selected(), dialect);
        text.warnings().forEach(spec.commandLine().getErr()::println);
        spec.commandLine().getErr().flush();
        Path file = output;
        if (file != null) {
            AtomicFile.write(file, text.yaml().getBytes(StandardCharsets.UTF_8));
            return;
        }
        spec.commandLine().getOut().print(text.yaml());
        spec.commandLine().getOut().flush();
        if (spec.commandLine().getOut().checkError()) {
            throw new IOException("stdout was closed or is full");
        }
    }

    private List<BenchmarkSpec> selected() throws IOException {
        List<URL> urls = new ArrayList<>();
        for (Path path : classes) {
            if (!Files.exists(path)) {
                throw new UsageException("[ClassesMissing] --classes " + path + " does not exist.");
            }
            urls.add(path.toUri().toURL());
        }
        List<Pattern> wanted = patterns.stream().map(ExportCommand::pattern).toList();
        List<BenchmarkSpec> specs = new ArrayList<>();
        try (URLClassLoader loader =
                new URLClassLoader(urls.toArray(URL[]::new), ExportCommand.class.getClassLoader())) {
            PrintStream warnings = new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);
            for (Benchmark benchmark : new MatrixCatalog(loader, warnings).all()) {
                String name = benchmark.spec().benchmark();
                // Of its own URLs alone, not of the class path behind it.
                boolean there = classes.isEmpty() || loader.findResource(MatrixCatalog.FOLDER + "/" + name) != null;
                if (there
                        && (wanted.isEmpty()
                                || wanted.stream()
                                        .anyMatch(each -> each.matcher(name).find()))) {
                    specs.add(benchmark.spec());
                }
            }
        }
        if (specs.isEmpty()) {
            throw new UsageException(
                    "[BenchmarkNone] no class matches " + String.join(", ", patterns) + ". -l lists them.");
        }
        return specs;
    }

    private static Pattern pattern(String regex) {
        try {
            return Pattern.compile(regex);
        } catch (PatternSyntaxException e) {
            throw new UsageException("[RegexMalformed] " + regex + ": " + e.getDescription() + ".", e);
        }
    }
}
