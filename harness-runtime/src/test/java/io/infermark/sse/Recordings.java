package io.infermark.sse;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The recorded answers: our own copies, and those of the folder that {@code -Dinfermark.recordings.dir} names. */
final class Recordings {
    static final Path OURS = Path.of("src/test/resources/recordings");

    private Recordings() {}

    static List<Path> files() {
        List<Path> files = new ArrayList<>(filesUnder(OURS));
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

    /** Told by its first bytes, since recorders name files as they like. */
    private static boolean isAnswer(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            String start = new String(in.readNBytes(6), StandardCharsets.ISO_8859_1);
            return start.startsWith("HTTP/")
                    || start.startsWith("data:")
                    || start.startsWith("event:")
                    || start.startsWith(": ");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
