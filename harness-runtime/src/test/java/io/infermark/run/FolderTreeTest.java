package io.infermark.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class FolderTreeTest {
    @TempDir
    Path parent;

    @Test
    void allThatItHoldsGoes() throws IOException {
        Path folder = parent.resolve("folder");
        Files.writeString(Files.createDirectories(folder.resolve("a/b")).resolve("file"), "x");
        Files.createDirectory(folder.resolve("empty"));

        FolderTree.delete(folder);
        FolderTree.delete(folder);

        assertThat(parent).isEmptyDirectory();
    }

    @Test
    @DisabledOnOs(value = OS.WINDOWS, disabledReason = "links need a privilege there")
    void whatALinkLeadsToStays() throws IOException {
        Path kept =
                Files.writeString(Files.createDirectory(parent.resolve("kept")).resolve("file"), "x");
        Path folder = Files.createDirectory(parent.resolve("folder"));
        Files.createSymbolicLink(folder.resolve("link"), kept.getParent());

        FolderTree.delete(folder);

        assertThat(folder).doesNotExist();
        assertThat(kept).hasContent("x");
    }
}
