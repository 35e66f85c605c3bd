package io.infermark.result;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/** Reads and writes {@code result.json} and {@code plan.json}. A file is whole or not there: it is written beside its place, forced to disk and moved. */
public final class ResultFiles {
    /** Name of a point's result. */
    public static final String RESULT = "result.json";

    /** Name of a run's plan. */
    public static final String PLAN = "plan.json";

    private ResultFiles() {}

    /** Writes a result over what is there. */
    public static void writeResult(Path file, PointResult result) throws IOException {
        write(file, Json.MAPPER.valueToTree(result));
    }

    /** Writes a result that was read from a file, unknown fields included. */
    public static void writeResult(Path file, ResultDocument document) throws IOException {
        write(file, document.raw());
    }

    /**
     * Reads a result.
     *
     * @throws ResultException if it is none, or of a higher major
     */
    public static ResultDocument readResult(Path file) throws IOException {
        JsonNode root = read(file);
        return new ResultDocument(Json.bind(root, Schema.RESULT, PointResult.class, file.toString()), root);
    }

    /** Writes a plan over what is there. */
    public static void writePlan(Path file, RunPlan plan) throws IOException {
        write(file, Json.MAPPER.valueToTree(plan));
    }

    /**
     * Reads a plan.
     *
     * @throws ResultException if it is none, or of a higher major
     */
    public static RunPlan readPlan(Path file) throws IOException {
        return Json.bind(read(file), Schema.PLAN, RunPlan.class, file.toString());
    }

    private static JsonNode read(Path file) throws IOException {
        try {
            return Json.MAPPER.readTree(Files.readAllBytes(file));
        } catch (JsonProcessingException e) {
            throw new ResultException(
                    "ResultMalformed",
                    file + " is no JSON: " + e.getOriginalMessage() + " at line "
                            + e.getLocation().getLineNr() + ". Was it edited or cut?");
        }
    }

    private static void write(Path file, JsonNode root) throws IOException {
        String text = Json.MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(root) + "\n";
        replace(file, text);
    }

    /** Puts a text in a file's place in one step. */
    public static void replace(Path file, String text) throws IOException {
        Path whole = file.toAbsolutePath();
        Path folder = whole.getParent();
        if (folder != null) {
            Files.createDirectories(folder);
        }
        Path beside = whole.resolveSibling(whole.getFileName() + ".part");
        try (FileChannel channel = FileChannel.open(
                beside, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE)) {
            ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            channel.force(true);
        }
        try {
            Files.move(beside, whole, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (AtomicMoveNotSupportedException e) {
            Files.move(beside, whole, StandardCopyOption.REPLACE_EXISTING);
        }
    }
}
