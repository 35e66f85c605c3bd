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
import org.jspecify.annotations.Nullable;

/**
 * A recorded answer without its HTTP framing. Takes raw responses with or without a head, and bodies that are still chunked or not, whatever the head says: recorders
 * differ in that.
 *
 * @param status 200 if there was no head
 * @param headers names in lower case
 * @param body decoded
 */
@SuppressWarnings("ArrayRecordComponent") // Never compared.
public record RecordedStream(int status, Map<String, String> headers, byte[] body) {
    /** Reads a file. */
    public static RecordedStream read(Path file) throws IOException {
        return of(Files.readAllBytes(file));
    }

    /** Strips head and chunk framing. */
    public static RecordedStream of(byte[] raw) {
        if (!startsWith(raw, "HTTP/")) {
            return new RecordedStream(200, Map.of(), raw);
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
        byte[] unchunked = "chunked".equalsIgnoreCase(headers.get("transfer-encoding")) ? unchunk(body) : null;
        return new RecordedStream(
                Integer.parseInt(lines[0].split(" ", -1)[1]), headers, unchunked == null ? body : unchunked);
    }

    /** By the content type if there is one, else by the first bytes. */
    public boolean isEventStream() {
        String type = headers.get("content-type");
        return type == null
                ? startsWith(body, "data:") || startsWith(body, "event:") || startsWith(body, ":")
                : type.startsWith("text/event-stream");
    }

    /** Null if the body is not chunked. */
    private static byte @Nullable [] unchunk(byte[] body) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        int p = 0;
        while (true) {
            int lineEnd = find(body, "\r\n", p);
            if (lineEnd < 0) {
                return null;
            }
            String size = new String(body, p, lineEnd - p, StandardCharsets.ISO_8859_1).split(";", -1)[0].strip();
            if (!size.matches("[0-9a-fA-F]{1,8}")) {
                return null;
            }
            int length = Integer.parseInt(size, 16);
            if (length == 0) {
                return out.toByteArray();
            }
            if (lineEnd + 2 + length > body.length) {
                return null;
            }
            out.write(body, lineEnd + 2, length);
            p = lineEnd + 2 + length + 2;
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
