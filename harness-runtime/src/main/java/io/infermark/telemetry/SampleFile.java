package io.infermark.telemetry;

import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A CSV file of samples, of the shape that {@code nvidia-smi} gives, for monitors that print none themselves. */
final class SampleFile implements AutoCloseable {
    private final Path file;
    private final List<String> columns;
    private @Nullable Writer out;
    private String problem = "";

    /** @param columns after {@code timestamp} and {@code index} */
    SampleFile(Path file, List<String> columns) {
        this.file = file;
        this.columns = List.copyOf(columns);
    }

    /** Adds a row; an absent value is {@code [N/A]}. */
    synchronized void add(Instant at, String device, List<@Nullable Double> values) {
        StringBuilder row = new StringBuilder(at.toString()).append(", ").append(device);
        values.forEach(value -> row.append(", ").append(value == null ? "[N/A]" : value.toString()));
        try {
            Writer to = out;
            if (to == null) {
                to = Files.newBufferedWriter(file, StandardCharsets.UTF_8);
                out = to;
                to.write("timestamp, index, " + String.join(", ", columns) + "\n");
            }
            to.write(row.append('\n').toString());
            to.flush();
        } catch (IOException e) {
            problem = file + " can't be written: " + e.getMessage();
        }
    }

    /** What went wrong; empty if nothing did. */
    synchronized String problem() {
        return problem;
    }

    @Override
    public synchronized void close() {
        try {
            if (out != null) {
                out.close();
            }
        } catch (IOException e) {
            problem = file + " can't be written: " + e.getMessage();
        }
    }
}
