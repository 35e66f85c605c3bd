package io.infermark.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.fasterxml.jackson.databind.JsonNode;
import io.infermark.conformance.ConformanceFiles;
import io.infermark.record.RequestRecord;
import io.infermark.record.Transport;
import io.infermark.sse.EventSink;
import io.infermark.sse.StreamScanner;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** The streams of InferenceX's client, by the way that a compatible run takes: scanner, record, {@link InferencexRequest}. */
class InferencexStreamVectorsTest {
    private static final long SENT = 1_000_000_000L;
    private static final Offset<Double> EXACT = Offset.offset(1e-6);

    /** What a record does not hold: lines that are not of an event's data, an event at the instant of the send, a usage without a number. */
    private static final Set<String> NOT_FOLLOWED = Set.of(
            "compl_event_line_breaks",
            "compl_no_space_after_data",
            "compl_usage_null_tokens",
            "chat_zero_ttft_sentinel",
            "chat_delta_missing");

    @TestFactory
    Stream<DynamicTest> streamsReadAsTheClientReadsThem() {
        JsonNode streams = ConformanceFiles.read("client_head.json").path("sse");
        List<JsonNode> followed = new ArrayList<>();
        streams.forEach(vector -> {
            if (vector.path("status").asInt() == 200
                    && Set.of("openai", "vllm", "openai-chat")
                            .contains(vector.path("backend").asText())
                    && vector.at("/expected/success").asBoolean()
                    && !NOT_FOLLOWED.contains(vector.path("id").asText())) {
                followed.add(vector);
            }
        });
        assertThat(followed).hasSizeGreaterThanOrEqualTo(8);
        return followed.stream().map(vector -> dynamicTest(vector.path("id").asText(), () -> check(vector)));
    }

    private static void check(JsonNode vector) {
        boolean chat = vector.path("backend").asText().equals("openai-chat");
        InferencexRequest request = InferencexRequest.of(record(vector), chat);
        JsonNode expected = vector.get("expected");
        assertThat(request.success()).isTrue();
        assertThat(request.ttftMs()).isCloseTo(expected.get("ttft").asDouble() * 1e3, EXACT);
        assertThat(request.latencyMs()).isCloseTo(expected.get("latency").asDouble() * 1e3, EXACT);
        assertThat(request.outputTokens())
                .isEqualTo(expected.get("output_tokens").asInt());
        double[] gaps = new double[expected.get("itl").size()];
        for (int i = 0; i < gaps.length; i++) {
            gaps[i] = expected.get("itl").get(i).asDouble() * 1e3;
        }
        assertThat(request.gapsMs()).containsExactly(gaps, EXACT);
    }

    /** The vectors have a line a step; on the wire each is an event. */
    private static RequestRecord record(JsonNode vector) {
        StreamScanner scanner = new StreamScanner();
        Events events = new Events();
        double seconds = 0;
        for (JsonNode step : vector.get("script_dt_line")) {
            seconds += step.get(0).asDouble();
            byte[] line = (step.get(1).asText().strip() + "\n\n").getBytes(StandardCharsets.UTF_8);
            scanner.accept(line, 0, line.length, SENT + Math.round(seconds * 1e9), events);
        }
        scanner.end(SENT + Math.round(seconds * 1e9));
        return new RequestRecord(
                0,
                false,
                0,
                "id",
                0,
                SENT,
                SENT,
                0,
                true,
                Transport.HTTP_1_1,
                SENT,
                scanner.doneNanos(),
                200,
                scanner.verdict().outcome(),
                scanner.verdict().detail(),
                scanner.finishReason(),
                scanner.stoppedChoices(),
                5,
                8,
                scanner.usageInputTokens(),
                scanner.usageOutputTokens(),
                scanner.cachedTokens(),
                scanner.tokenSource(),
                events.nanos.stream().mapToLong(Long::longValue).toArray(),
                events.tokens.stream().mapToInt(Integer::intValue).toArray(),
                events.flags());
    }

    private static final class Events implements EventSink {
        private final List<Long> nanos = new ArrayList<>();
        private final List<Integer> tokens = new ArrayList<>();
        private final List<Integer> kinds = new ArrayList<>();

        @Override
        public void tokenEvent(long readNanos, int count, int flags) {
            add(readNanos, count, flags);
        }

        @Override
        public void silentEvent(long readNanos, int kind) {
            add(readNanos, 0, kind);
        }

        private void add(long readNanos, int count, int kind) {
            nanos.add(readNanos);
            tokens.add(count);
            kinds.add(kind);
        }

        byte[] flags() {
            byte[] flags = new byte[kinds.size()];
            for (int i = 0; i < flags.length; i++) {
                flags[i] = kinds.get(i).byteValue();
            }
            return flags;
        }
    }
}
