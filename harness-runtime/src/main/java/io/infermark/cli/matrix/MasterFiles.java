package io.infermark.cli.matrix;

import io.infermark.config.YamlReader;
import io.infermark.config.master.Dialect;
import io.infermark.config.master.MasterFile;
import io.infermark.config.master.MasterLoader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Options that name the master files of a command. */
final class MasterFiles {
    static final String FILES = "--config-files";

    @Option(
            names = FILES,
            arity = "1..*",
            required = true,
            paramLabel = "FILE",
            description = "Master configuration files (YAML), merged in this order.")
    private List<String> files = new ArrayList<>();

    @Option(
            names = "--dialect",
            paramLabel = "DIALECT",
            description = "feb, head or native; detected from the files when absent. feb and head are InferenceX's"
                    + " exactly, of February and August 2026.")
    private @Nullable Dialect dialect;

    /** The dialect that was asked for. */
    @Nullable
    Dialect dialect() {
        return dialect;
    }

    /** Refuses files that are misspelt options. */
    void check(Arguments arguments) {
        arguments.refuseOptionsAmong(FILES, files);
    }

    MasterFile load(YamlReader reader) {
        return new MasterLoader(reader).load(files.stream().map(Path::of).toList(), dialect);
    }
}
