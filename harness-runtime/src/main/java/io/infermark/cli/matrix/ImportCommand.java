package io.infermark.cli.matrix;

import io.infermark.classes.ClassImport;
import io.infermark.classes.ClassImport.Source;
import io.infermark.config.ConfigException;
import io.infermark.config.SourcePosition;
import io.infermark.config.YamlReader;
import io.infermark.config.master.MasterFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import javax.lang.model.SourceVersion;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code infermark import}: annotated classes from master files. */
@Command(
        name = "import",
        mixinStandardHelpOptions = true,
        description = "Write an annotated class for each entry of master configurations.")
public final class ImportCommand implements Callable<Integer> {

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Mixin
    private MasterFiles masterFiles = new MasterFiles();

    @Option(names = "--config-keys", arity = "1..*", description = "Only entries of these keys. Default: all.")
    private List<String> configKeys = new ArrayList<>();

    @Option(names = "--package", paramLabel = "NAME", description = "Package of the classes. Default: benchmarks.")
    private String packageName = "benchmarks";

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FOLDER",
            description = "Source folder to write into. Default: src/main/java.")
    private Path output = Path.of("src/main/java");

    @Option(names = "--overwrite", description = "Replace classes that exist.")
    private boolean overwrite;

    /** A command for one call. */
    public ImportCommand() {}

    @Override
    public Integer call() {
        Arguments arguments = new Arguments(spec);
        masterFiles.check(arguments);
        arguments.refuseOptionsAmong("--config-keys", configKeys);
        arguments.require(
                packageName.isEmpty() || SourceVersion.isName(packageName),
                "--package " + packageName + " is no name of a package.");
        return Outcomes.run(spec, this::write);
    }

    private void write() throws IOException {
        MasterFile file = masterFiles.load(new YamlReader());
        List<Source> sources = new ClassImport(packageName).classes(selected(file));
        Path folder = output.resolve(packageName.replace('.', '/'));
        if (!overwrite) {
            for (Source source : sources) {
                refuseExisting(folder.resolve(source.className() + ".java"));
            }
        }
        Files.createDirectories(folder);
        for (Source source : sources) {
            AtomicFile.write(
                    folder.resolve(source.className() + ".java"), source.text().getBytes(StandardCharsets.UTF_8));
        }
        spec.commandLine().getErr().println("Wrote " + sources.size() + " classes to " + folder);
        spec.commandLine().getErr().flush();
    }

    private static void refuseExisting(Path path) throws FileAlreadyExistsException {
        if (Files.exists(path)) {
            throw new FileAlreadyExistsException(path + " exists; pass --overwrite to replace it");
        }
    }

    private MasterFile selected(MasterFile file) {
        if (configKeys.isEmpty()) {
            return file;
        }
        for (String key : configKeys) {
            if (!file.keys().contains(key)) {
                throw ConfigException.of(
                        "UnknownConfigKey",
                        SourcePosition.NONE,
                        "no entry '" + key + "'. Available keys: " + String.join(", ", file.keys()));
            }
        }
        return file.only(configKeys);
    }
}
