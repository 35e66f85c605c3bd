package io.infermark.sse;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.infermark.record.Outcome;
import io.infermark.record.RequestRecord;
import io.infermark.record.TokenSource;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** One file of {@code golden-streams}; its README describes the format. Instants are nanoseconds here. */
record GoldenStream(
        String name,
        int status,
        String contentType,
        List<Scan.Read> reads,
        long endNanos,
        boolean orderly,
        JsonNode expect) {
    private static final ObjectMapper JSON = new ObjectMapper();

    static Path folder() {
        return Path.of("src/test/resources/golden-streams");
    }

    static List<GoldenStream> all() {
        try (Stream<Path> files = Files.list(folder())) {
            return files.filter(f -> f.toString().endsWith(".json"))
                    .sorted()
                    .map(GoldenStream::read)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Those whose body is scanned. */
    static List<GoldenStream> streams() {
        return all().stream().filter(GoldenStream::isStream).toList();
    }

    boolean isStream() {
        return status == 200 && contentType.equals("text/event-stream");
    }

    byte[] body() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        reads.forEach(read -> out.writeBytes(read.bytes()));
        return out.toByteArray();
    }

    @Override
    public String toString() {
        return name;
    }

    /** What the file promises, in the form of what a scanner says; the detail and what the files do not state are copied from it. */
    Scan expected(Scan actual) {
        List<Scan.Event> events = new ArrayList<>();
        for (JsonNode event : expect.get("events")) {
            int flags = 0;
            for (JsonNode flag : event.get("flags")) {
                flags |= switch (flag.asText()) {
                    case "visible" -> RequestRecord.VISIBLE;
                    case "reasoning" -> RequestRecord.REASONING;
                    case "tool" -> RequestRecord.TOOL;
                    default -> throw new IllegalArgumentException(flag.asText());
                };
            }
            events.add(new Scan.Event(event.get("at_us").asLong() * 1000, count(event.get("tokens")), flags));
        }
        return new Scan(
                events,
                outcome(),
                actual.detail(),
                TokenSource.valueOf(expect.get("token_source").asText().toUpperCase(Locale.ROOT)),
                count(expect.get("usage_output_tokens")),
                count(expect.get("usage_input_tokens")),
                count(expect.get("cached_tokens")),
                expect.get("finish_reason").isNull()
                        ? null
                        : expect.get("finish_reason").asText(),
                expect.get("unexplained_tokens").asLong(),
                actual.counted(),
                expect.get("comments").asInt(),
                actual.choices(),
                actual.sawDone(),
                nanos(expect.get("done_us")),
                nanos(expect.get("first_chunk_us")),
                nanos(expect.get("first_visible_us")));
    }

    Outcome outcome() {
        String label = expect.get("outcome").asText();
        for (Outcome outcome : Outcome.values()) {
            if (outcome.label().equals(label)) {
                return outcome;
            }
        }
        throw new IllegalArgumentException(label);
    }

    String detailPart() {
        return expect.path("detail_contains").asText("");
    }

    private static int count(JsonNode node) {
        return node.isNull() ? -1 : node.asInt();
    }

    private static long nanos(JsonNode node) {
        return node.isNull() ? RequestRecord.UNSEEN : node.asLong() * 1000;
    }

    private static GoldenStream read(Path file) {
        try {
            JsonNode root = JSON.readTree(file.toFile());
            List<Scan.Read> reads = new ArrayList<>();
            for (JsonNode read : root.get("reads")) {
                byte[] bytes = read.has("base64")
                        ? Base64.getDecoder().decode(read.get("base64").asText())
                        : read.get("text").asText().getBytes(StandardCharsets.UTF_8);
                reads.add(new Scan.Read(read.get("at_us").asLong() * 1000, bytes));
            }
            return new GoldenStream(
                    root.get("name").asText(),
                    root.get("response").get("status").asInt(),
                    root.get("response").get("content_type").asText(),
                    reads,
                    root.get("end").get("at_us").asLong() * 1000,
                    root.get("end").get("how").asText().equals("complete"),
                    root.get("expect"));
        } catch (IOException e) {
            throw new UncheckedIOException(file.toString(), e);
        }
    }
}
