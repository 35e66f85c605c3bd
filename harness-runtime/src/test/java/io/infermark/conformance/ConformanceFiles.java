package io.infermark.conformance;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;

/** Finds and reads the vectors. A file that is named and missing is an error, never a skipped test. */
public final class ConformanceFiles {

    /** System property with a directory of vectors of the same shape. */
    public static final String PROPERTY = "infermark.conformance.dir";

    static final ObjectMapper JSON = new ObjectMapper().enable(DeserializationFeature.USE_BIG_INTEGER_FOR_INTS);

    private ConformanceFiles() {}

    /** The directory in use. */
    public static Path directory() {
        String given = System.getProperty(PROPERTY);
        if (given != null && !given.isEmpty()) {
            return Path.of(given);
        }
        try {
            URI copy = Objects.requireNonNull(
                            ConformanceFiles.class.getResource("/conformance/README.md"), "no copy of the vectors")
                    .toURI();
            return Objects.requireNonNull(Path.of(copy).getParent());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A JSON file by name. */
    public static JsonNode read(String name) {
        Path file = directory().resolve(name);
        try (InputStream raw = Files.newInputStream(file);
                InputStream in = name.endsWith(".gz") ? new GZIPInputStream(raw) : raw) {
            return JSON.readTree(in);
        } catch (IOException e) {
            throw new UncheckedIOException("vectors missing or unreadable: " + file, e);
        }
    }

    /** The cases of a file. */
    public static List<JsonNode> cases(String name) {
        return items(read(name).path("cases"), name);
    }

    /** The items of an array that must not be empty. */
    public static List<JsonNode> items(JsonNode array, String what) {
        List<JsonNode> items = new ArrayList<>();
        array.forEach(items::add);
        if (items.isEmpty()) {
            throw new IllegalStateException("no vectors in " + what);
        }
        return items;
    }

    /** File names in the golden folder. */
    static List<String> golden() {
        try (Stream<Path> files = Files.list(directory().resolve("golden"))) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
