package io.infermark.sim;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads the send log that a simulator wrote at its stop (option {@code send-log}).
 *
 * <p>Format, big endian: {@code int} magic 0x494E464C ("INFL"), {@code int} version 1; {@code int} number of counters,
 * each a name (modified UTF-8 with a two-byte length) and a {@code long}; {@code int} number of requests, each id,
 * {@code long} arrival, {@code int} prompt, cached and output tokens, and the outcome's name; {@code int} number of
 * events, each {@code int} request index, {@code long} due, {@code long} write, {@code int} tokens, {@code int} bytes; a text that says what is known of the kernel's receive time; for each request again
 * {@code long} wake-up of the selector, {@code long} last time that the selector was asked in vain (see {@link RequestTruth}).
 * Times are nanoseconds of {@link System#nanoTime()}.
 */
public final class SimLogReader {
    private SimLogReader() {}

    /**
     * Reads a whole log.
     *
     * @throws SimException {@code [SendLogUnreadable]} if the file is missing, cut short or not a send log
     */
    public static SimTruth read(Path file) {
        try (DataInputStream in = new DataInputStream(new BufferedInputStream(Files.newInputStream(file)))) {
            if (in.readInt() != SendLogFile.MAGIC) {
                throw unreadable(file, "it does not begin with the magic number of a send log", null);
            }
            int version = in.readInt();
            if (version != SendLogFile.VERSION) {
                throw unreadable(file, "its version " + version + " is not " + SendLogFile.VERSION, null);
            }
            Map<String, Long> counters = new LinkedHashMap<>();
            for (int left = in.readInt(); left > 0; left--) {
                counters.put(in.readUTF(), in.readLong());
            }
            List<RequestTruth> requests = new ArrayList<>();
            for (int left = in.readInt(); left > 0; left--) {
                requests.add(new RequestTruth(
                        in.readUTF(),
                        in.readLong(),
                        0,
                        0,
                        in.readInt(),
                        in.readInt(),
                        in.readInt(),
                        RequestTruth.Outcome.valueOf(in.readUTF())));
            }
            SimTruth.Columns columns = columns(in);
            readTurns(in, requests);
            return new SimTruth(counters, requests, columns);
        } catch (IOException | IllegalArgumentException broken) {
            throw unreadable(file, String.valueOf(broken), broken);
        }
    }

    private static void readTurns(DataInputStream in, List<RequestTruth> requests) throws IOException {
        in.readUTF();
        for (int i = 0; i < requests.size(); i++) {
            RequestTruth request = requests.get(i);
            requests.set(
                    i,
                    new RequestTruth(
                            request.requestId(),
                            request.arrivalNanos(),
                            in.readLong(),
                            in.readLong(),
                            request.promptTokens(),
                            request.cachedTokens(),
                            request.outputTokens(),
                            request.outcome()));
        }
    }

    private static SimTruth.Columns columns(DataInputStream in) throws IOException {
        int events = in.readInt();
        SimTruth.Columns columns = new SimTruth.Columns(events);
        for (int i = 0; i < events; i++) {
            columns.request[i] = in.readInt();
            columns.due[i] = in.readLong();
            columns.write[i] = in.readLong();
            columns.tokens[i] = in.readInt();
            columns.bytes[i] = in.readInt();
        }
        return columns;
    }

    private static SimException unreadable(Path file, String why, @org.jspecify.annotations.Nullable Throwable cause) {
        String message = "the send log " + file + " cannot be read: " + why
                + ". The simulator writes it only when it is stopped in order (SIGTERM or close).";
        return cause == null
                ? new SimException("SendLogUnreadable", message)
                : new SimException("SendLogUnreadable", message, cause);
    }
}
