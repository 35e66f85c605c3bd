package io.infermark.cli.report;

import io.infermark.plan.UsageException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Checks of folders that are named on the command line. */
final class Folders {
    private Folders() {}

    static Path existing(Path folder) {
        if (!Files.isDirectory(folder)) {
            throw new UsageException("[DirectoryMissing] " + folder + " is no directory.");
        }
        return folder;
    }

    static UsageException unreadable(Exception cause) {
        return new UsageException("[DirectoryUnreadable] " + cause.getMessage(), cause);
    }
}
