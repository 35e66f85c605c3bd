package io.infermark.cli.matrix;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFileAttributeView;
import java.util.Objects;
import java.util.UUID;

/** Replaces a file as a whole: a reader sees the old or the new content, a crash leaves the old one. */
final class AtomicFile {

    private AtomicFile() {}

    static void write(Path file, byte[] content) throws IOException {
        Path real = Files.exists(file) ? file.toRealPath() : file.toAbsolutePath();
        Path parent = Objects.requireNonNull(real.getParent());
        // Not a temporary file of the library's: that one is the owner's alone, and the new file would be, too.
        Path draft = parent.resolve(".infermark-" + UUID.randomUUID() + ".tmp");
        try {
            Files.write(draft, content, StandardOpenOption.CREATE_NEW);
            if (Files.exists(real)
                    && Files.getFileStore(real).supportsFileAttributeView(PosixFileAttributeView.class)) {
                Files.setPosixFilePermissions(draft, Files.getPosixFilePermissions(real));
            }
            Files.move(draft, real, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(draft);
        }
    }
}
