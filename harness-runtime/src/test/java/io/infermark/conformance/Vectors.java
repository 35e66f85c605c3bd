package io.infermark.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The vector files: from the directory that {@code infermark.conformance.dir} names, else the copies among the test resources. */
public final class Vectors {
    private Vectors() {}

    /** One file's content. */
    public static JsonNode read(String name) {
        String directory = System.getProperty("infermark.conformance.dir");
        try (InputStream in = directory == null
                ? Vectors.class.getResourceAsStream("/conformance/" + name)
                : Files.newInputStream(Path.of(directory, name))) {
            if (in == null) {
                throw new IllegalStateException("no vector file " + name);
            }
            return new ObjectMapper().readTree(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
