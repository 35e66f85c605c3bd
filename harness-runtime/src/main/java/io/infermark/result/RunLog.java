package io.infermark.result;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * {@code run.jsonl}: one line as each trial ends and one as each point ends. A line is on disk when the method returns. Lines are only ever added; opening a file whose last line
 * was torn by a kill cuts that line off first.
 *
 * <p>Thread-safe.
 */
public final class RunLog implements Closeable {
    /** Name of the file in a run's folder. */
    public static final String FILE = "run.jsonl";

    private final FileChannel channel;

    private RunLog(FileChannel channel) {
        this.channel = channel;
    }

    /** Opens it to add lines, and makes it if it is not there. */
    public static RunLog open(Path file) throws IOException {
        Path folder = file.toAbsolutePath().getParent();
        if (folder != null) {
            Files.createDirectories(folder);
        }
        long whole = Files.exists(file) ? RunHistory.wholeLines(Files.readAllBytes(file)) : 0;
        FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        try {
            channel.truncate(whole);
            channel.position(whole);
        } catch (IOException e) {
            channel.close();
            throw e;
        }
        return new RunLog(channel);
    }

    /** Adds a trial that has ended, well or not. */
    public void trial(PointRef point, TrialResult trial) throws IOException {
        ObjectNode line = line("trial", point);
        line.put("fork", trial.fork());
        line.set("trial", Json.MAPPER.valueToTree(trial));
        append(line);
    }

    /**
     * Adds a point that has ended, well or not.
     *
     * @param resultFile where its result is, relative to the run's folder
     */
    public void point(PointResult result, String resultFile) throws IOException {
        ObjectNode line = line("point", result.point());
        line.set("validity", Json.MAPPER.valueToTree(result.validity()));
        line.set("failure", Json.MAPPER.valueToTree(result.failure()));
        line.put("result", resultFile);
        append(line);
    }

    private static ObjectNode line(String type, PointRef point) {
        ObjectNode line = Json.MAPPER.createObjectNode();
        line.set("schema", Json.MAPPER.valueToTree(Schema.RUN_LOG));
        line.put("type", type);
        line.put("point", point.id());
        line.put("config_fingerprint", point.configFingerprint());
        return line;
    }

    private synchronized void append(ObjectNode line) throws IOException {
        ByteBuffer bytes =
                ByteBuffer.wrap((Json.MAPPER.writeValueAsString(line) + "\n").getBytes(StandardCharsets.UTF_8));
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
        channel.force(true);
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
