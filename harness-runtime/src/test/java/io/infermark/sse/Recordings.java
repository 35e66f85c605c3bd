package io.infermark.sse;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The recorded answers: our own copies, and those of the folder that {@code -Dinfermark.recordings.dir} names. */
final class Recordings {
    private Recordings() {}

    static List<Path> files() {
        List<Path> files = new ArrayList<>(filesUnder(Path.of("src/test/resources/recordings")));
        String further = System.getProperty("infermark.recordings.dir");
        if (further != null && !further.isBlank()) {
            files.addAll(filesUnder(Path.of(further)));
        }
        return files;
    }

    private static List<Path> filesUnder(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile)
                    .filter(Recordings::isAnswer)
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean isAnswer(Path file) {
        String name = file.getFileName().toString();
        return name.endsWith(".http") || name.endsWith(".sse");
    }
}
