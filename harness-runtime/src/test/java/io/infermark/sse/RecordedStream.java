package io.infermark.sse;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * A recorded answer without its HTTP framing. Takes raw responses with or without a head, and bodies that are still chunked or not, whatever the head says: recorders
 * differ in that.
 *
 * @param status 200 if there was no head
 * @param headers names in lower case
 * @param body decoded
 * @param complete false if the body is chunked and its last chunk is missing
 */
@SuppressWarnings("ArrayRecordComponent") // Never compared.
public record RecordedStream(int status, Map<String, String> headers, byte[] body, boolean complete) {
    /** Reads a file. */
    public static RecordedStream read(Path file) throws IOException {
        return of(Files.readAllBytes(file));
    }

    /** Strips head and chunk framing. */
    public static RecordedStream of(byte[] raw) {
        if (!startsWith(raw, "HTTP/")) {
            return new RecordedStream(200, Map.of(), raw, true);
        }
        int headEnd = find(raw, "\r\n\r\n", 0);
        int gap = 4;
        if (headEnd < 0) {
            headEnd = find(raw, "\n\n", 0);
            gap = 2;
        }
        if (headEnd < 0) {
            throw new IllegalArgumentException("a head without an end");
        }
        String[] lines = new String(raw, 0, headEnd, StandardCharsets.ISO_8859_1).split("\r?\n", -1);
        Map<String, String> headers = new LinkedHashMap<>();
        for (int i = 1; i < lines.length; i++) {
            int colon = lines[i].indexOf(':');
            if (colon > 0) {
                headers.put(
                        lines[i].substring(0, colon).toLowerCase(Locale.ROOT),
                        lines[i].substring(colon + 1).strip());
            }
        }
        byte[] body = Arrays.copyOfRange(raw, headEnd + gap, raw.length);
        int status = Integer.parseInt(lines[0].split(" ", -1)[1]);
        ByteArrayOutputStream unchunked = new ByteArrayOutputStream();
        boolean chunked = "chunked".equalsIgnoreCase(headers.get("transfer-encoding"));
        return switch (chunked ? unchunk(body, unchunked) : Framing.NONE) {
            case NONE -> new RecordedStream(status, headers, body, true);
            case WHOLE -> new RecordedStream(status, headers, unchunked.toByteArray(), true);
            case TORN -> new RecordedStream(status, headers, unchunked.toByteArray(), false);
        };
    }

    private enum Framing {
        NONE,
        WHOLE,
        TORN
    }

    /** By the content type if there is one, else by the first bytes. */
    public boolean isEventStream() {
        String type = headers.get("content-type");
        return type == null
                ? startsWith(body, "data:") || startsWith(body, "event:") || startsWith(body, ":")
                : type.startsWith("text/event-stream");
    }

    private static Framing unchunk(byte[] body, ByteArrayOutputStream out) {
        int p = 0;
        while (true) {
            int lineEnd = find(body, "\r\n", p);
            String size = lineEnd < 0
                    ? ""
                    : new String(body, p, lineEnd - p, StandardCharsets.ISO_8859_1).split(";", -1)[0].strip();
            if (!size.matches("[0-9a-fA-F]{1,8}")) {
                return p == 0 ? Framing.NONE : Framing.TORN;
            }
            int length = Integer.parseInt(size, 16);
            if (length == 0) {
                return Framing.WHOLE;
            }
            int from = lineEnd + 2;
            out.write(body, from, Math.min(length, body.length - from));
            if (from + length > body.length) {
                return Framing.TORN;
            }
            p = Math.min(body.length, from + length + 2);
        }
    }

    private static boolean startsWith(byte[] bytes, String prefix) {
        return find(Arrays.copyOf(bytes, Math.min(bytes.length, prefix.length())), prefix, 0) == 0;
    }

    private static int find(byte[] bytes, String text, int from) {
        byte[] wanted = text.getBytes(StandardCharsets.ISO_8859_1);
        for (int i = from; i + wanted.length <= bytes.length; i++) {
            if (Arrays.equals(bytes, i, i + wanted.length, wanted, 0, wanted.length)) {
                return i;
            }
        }
        return -1;
    }
}
