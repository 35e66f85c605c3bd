package io.infermark.cli.matrix;

import io.infermark.changelog.ChangelogProcessor.Revision;
import io.infermark.changelog.GitRepository;
import io.infermark.config.YamlReader;
import io.infermark.config.master.Dialect;
import io.infermark.config.master.Hygiene;
import io.infermark.config.master.MasterFile;
import io.infermark.config.master.MasterLoader;
import io.infermark.config.master.RunnersLoader;
import io.infermark.run.FolderTree;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The configuration files of a revision: upstream's names unless given. */
final class RevisionFiles {

    private final @Nullable Dialect dialect;
    private final List<String> given;
    private final @Nullable String runnerConfig;

    RevisionFiles(@Nullable Dialect dialect, List<String> configFiles, @Nullable String runnerConfig) {
        this.dialect = dialect;
        this.given = List.copyOf(configFiles);
        this.runnerConfig = runnerConfig;
    }

    Revision load() {
        return load(Path.of(""), dialect);
    }

    private Revision load(Path root, @Nullable Dialect as) {
        YamlReader reader = new YamlReader();
        List<Path> files = names(as).stream().map(root::resolve).toList();
        MasterFile master = new MasterLoader(reader).load(files, as);
        Hygiene hygiene = Hygiene.of(master.dialect(), dialect != null);
        return new Revision(
                master,
                new RunnersLoader(reader)
                        .load(
                                root.resolve(runnerName(master.dialect())),
                                master.dialect(),
                                hygiene,
                                new ArrayList<>()));
    }

    private List<String> names(@Nullable Dialect as) {
        if (!given.isEmpty()) {
            return given;
        }
        String folder = as == Dialect.FEB ? ".github/configs/" : "configs/";
        return List.of(folder + "amd-master.yaml", folder + "nvidia-master.yaml");
    }

    private String runnerName(Dialect as) {
        if (runnerConfig != null) {
            return runnerConfig;
        }
        return as == Dialect.FEB ? ".github/configs/runners.yaml" : "configs/runners.yaml";
    }

    /** The same files as stored at a revision. */
    Revision atRevision(GitRepository git, String revision, Dialect as) {
        try {
            Path root = Files.createTempDirectory("infermark-base");
            try {
                names(as).forEach(name -> git.materialize(revision, name, root));
                git.materialize(revision, runnerName(as), root);
                return load(root, as);
            } finally {
                FolderTree.delete(root);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
