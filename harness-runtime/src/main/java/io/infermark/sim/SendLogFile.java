package io.infermark.sim;

import java.io.BufferedOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.TreeMap;

/** Writes a send log file; the format is described at {@link SimLogReader}. */
final class SendLogFile {
    static final int MAGIC = 0x494E464C;
    static final int VERSION = 1;
    private static final String RECEIVE_TIME = "the kernel's receive time is not available; it lies between the last"
            + " time that the selector was asked in vain and the wake-up";

    private SendLogFile() {}

    /** Finds out before any traffic whether the log can be written; leaves a file that exists as it is, and no new one. */
    static void check(String name) {
        try {
            Path file = Path.of(name);
            boolean existed = Files.exists(file);
            Files.newOutputStream(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND)
                    .close();
            if (!existed) {
                Files.delete(file);
            }
        } catch (IOException | IllegalArgumentException failed) {
            throw unwritable(name, failed);
        }
    }

    private static SimException unwritable(Object file, Exception failed) {
        return new SimException(
                "SendLogUnwritable",
                "the send log cannot be written to " + file + ": " + failed + ". Check the folder and the free space.",
                failed);
    }

    static void write(Path file, SimTruth truth) {
        try (DataOutputStream out = new DataOutputStream(new BufferedOutputStream(Files.newOutputStream(file)))) {
            out.writeInt(MAGIC);
            out.writeInt(VERSION);
            Map<String, Long> counters = new TreeMap<>(truth.counters());
            out.writeInt(counters.size());
            for (Map.Entry<String, Long> counter : counters.entrySet()) {
                out.writeUTF(counter.getKey());
                out.writeLong(counter.getValue());
            }
            out.writeInt(truth.requests().size());
            for (RequestTruth request : truth.requests()) {
                out.writeUTF(request.requestId());
                out.writeLong(request.arrivalNanos());
                out.writeInt(request.promptTokens());
                out.writeInt(request.cachedTokens());
                out.writeInt(request.outputTokens());
                out.writeUTF(request.outcome().name());
            }
            out.writeInt(truth.eventCount());
            SimTruth.Columns columns = truth.columns();
            for (int i = 0; i < truth.eventCount(); i++) {
                out.writeInt(columns.request[i]);
                out.writeLong(columns.due[i]);
                out.writeLong(columns.write[i]);
                out.writeInt(columns.tokens[i]);
                out.writeInt(columns.bytes[i]);
            }
            out.writeUTF(RECEIVE_TIME);
            for (RequestTruth request : truth.requests()) {
                out.writeLong(request.wakeNanos());
                out.writeLong(request.polledNanos());
            }
        } catch (IOException failed) {
            throw unwritable(file, failed);
        }
    }
}
