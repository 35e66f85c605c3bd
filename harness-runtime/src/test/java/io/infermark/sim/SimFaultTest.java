package io.infermark.sim;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class SimFaultTest {
    private static final String PATH = "/v1/completions";
    private static final String STREAM = "{\"prompt\":\"a\",\"max_tokens\":10,\"stream\":true}";

    private static SimServer start(String... options) {
        SimConfig.Builder builder = SimConfig.builder().fixed(Duration.ofMillis(1), Duration.ofMillis(1));
        for (int i = 0; i < options.length; i += 2) {
            builder.option(options[i], options[i + 1]);
        }
        return SimServer.start(builder.build());
    }

    @ParameterizedTest
    @CsvSource({
        "rst@5, fixed, RESET",
        "fin@5, fixed, CLOSED_EARLY",
        "half-close@5, fixed, CLOSED_EARLY",
        "fin@5, engine, CLOSED_EARLY"
    })
    void streamIsCutAfterItsTokens(String fault, String timing, RawHttp.End end) throws IOException {
        try (SimServer server = start("timing", timing)) {
            RawHttp.Response response = RawHttp.post(server, PATH, STREAM, "X-Sim-Fault: " + fault);

            assertThat(response.end()).isEqualTo(end);
            // A reset may overtake what was sent before it.
            assertThat(response.data().size()).isLessThanOrEqualTo(5);
            if (end != RawHttp.End.RESET) {
                assertThat(response.data()).hasSize(5);
            }
            RequestTruth request = server.truth().requests().get(0);
            assertThat(request.outcome()).isEqualTo(RequestTruth.Outcome.FAULTED);
            assertThat(request.outputTokens()).isEqualTo(5);
            assertThat(server.truth().faulted()).isEqualTo(1);
            assertThat(RawHttp.post(server, PATH, STREAM).data()).hasSize(11);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "vllm, '{\"error\":{\"message\":\"Injected mid-stream error\",\"type\":\"InternalServerError\",\"param\":null,\"code\":500}}'",
        "llamacpp, '{\"error\":{\"code\":500,\"message\":\"Injected mid-stream error\",\"type\":\"server_error\"}}'",
        "sglang, '{\"error\":{\"object\":\"error\",\"message\":\"Injected mid-stream error\",\"type\":\"InternalServerError\",\"param\":null,\"code\":500}}'"
    })
    void errorEventEndsTheStreamInOrder(String dialect, String error) throws IOException {
        try (SimServer server = start("dialect", dialect)) {
            RawHttp.Response response = RawHttp.post(server, PATH, STREAM, "X-Sim-Fault: error@3");

            assertThat(response.end()).isEqualTo(RawHttp.End.COMPLETE);
            assertThat(response.status()).isEqualTo(200);
            assertThat(response.data()).hasSize(4).endsWith(error);
            assertThat(server.truth().outputTokens()).isEqualTo(3);
        }
    }

    @Test
    void errorBeforeAnyTokenAndWithoutAStream() throws IOException {
        try (SimServer server = start()) {
            assertThat(RawHttp.post(server, PATH, STREAM, "X-Sim-Fault: error@0")
                            .data())
                    .singleElement()
                    .asString()
                    .startsWith("{\"error\"");
            RawHttp.Response whole =
                    RawHttp.post(server, PATH, "{\"prompt\":\"a\",\"max_tokens\":10}", "X-Sim-Fault: error@3");
            assertThat(whole.status()).isEqualTo(500);
            assertThat(server.truth().faulted()).isEqualTo(2);
            assertThat(RawHttp.get(server, "/metrics").body())
                    .contains("vllm:num_requests_running{engine=\"0\",model_name=\"sim-model\"} 0.0");
        }
    }

    @Test
    void stallMovesAllLaterTokens() throws IOException {
        try (SimServer server = start("ttft", "5ms", "itl", "1ms")) {
            RawHttp.post(server, PATH, STREAM, "X-Sim-Fault: stall@4:150ms", "X-Request-Id: s");
            SimTruth truth = server.truth();
            long first = truth.requests().get(0).arrivalNanos() + 5_000_000;
            List<SimTruth.Event> events = truth.events("s");
            assertThat(events).hasSize(11);
            for (int i = 0; i < 10; i++) {
                assertThat(events.get(i).dueNanos()).isEqualTo(first + i * 1_000_000L + (i < 4 ? 0 : 150_000_000L));
                assertThat(events.get(i).writeNanos())
                        .isGreaterThanOrEqualTo(events.get(i).dueNanos());
            }
            assertThat(truth.completed()).isEqualTo(1);
        }
    }

    @Test
    void stallUnderEngineTimingLosesNoToken() throws IOException {
        try (SimServer server = start("timing", "engine")) {
            RawHttp.Response response =
                    RawHttp.post(server, PATH, STREAM, "X-Sim-Fault: stall@4:100ms", "X-Request-Id: s");
            assertThat(response.data()).endsWith("[DONE]");
            assertThat(server.truth().events("s").stream()
                            .mapToInt(SimTruth.Event::tokens)
                            .sum())
                    .isEqualTo(10);
        }
    }

    @ParameterizedTest
    @CsvSource({"503, 2", "429, 2", "500, "})
    void refusalWithStatus(int status, String retryAfter) throws IOException {
        try (SimServer server = start("fault", "status:" + status, "retry-after", "2s");
                RawHttp client = new RawHttp(server.port())) {
            RawHttp.Response response = client.request("POST", PATH, STREAM);
            assertThat(response.status()).isEqualTo(status);
            assertThat(response.headers().get("retry-after")).isEqualTo(retryAfter);
            assertThat(response.body()).contains("Injected refusal");
            assertThat(client.request("GET", "/health", "").status()).isEqualTo(200);
            assertThat(server.truth().refused()).isEqualTo(1);
        }
    }

    @Test
    void faultRateDrawsTheSameRequestsForTheSameSeed() throws IOException {
        List<List<Integer>> runs = new ArrayList<>();
        for (String seed : List.of("5", "5", "6")) {
            try (SimServer server = start("fault", "status:500", "fault-rate", "0.3", "seed", seed);
                    RawHttp client = new RawHttp(server.port())) {
                List<Integer> statuses = new ArrayList<>();
                for (int i = 0; i < 100; i++) {
                    statuses.add(client.request("POST", PATH, "{\"prompt\":\"a\",\"max_tokens\":1}")
                            .status());
                }
                runs.add(statuses);
                assertThat(statuses.stream().filter(s -> s == 500).count()).isBetween(15L, 45L);
                assertThat(server.truth().refused() + server.truth().completed())
                        .isEqualTo(100);
            }
        }
        assertThat(runs.get(0)).isEqualTo(runs.get(1)).isNotEqualTo(runs.get(2));
    }

    @ParameterizedTest
    @CsvSource({
        "html, text/html; charset=utf-8, not a stream",
        "json, application/json, not a stream",
        "empty, text/event-stream; charset=utf-8, ''"
    })
    void answersThatAreNoStream(String fault, String contentType, String part) throws IOException {
        try (SimServer server = start("fault", fault)) {
            RawHttp.Response response = RawHttp.post(server, PATH, STREAM);
            assertThat(response.status()).isEqualTo(200);
            assertThat(response.headers()).containsEntry("content-type", contentType);
            assertThat(response.body()).contains(part).doesNotContain("data:");
            assertThat(server.truth().faulted()).isEqualTo(1);
        }
    }

    @Test
    void hangAnswersNothing() throws IOException {
        try (SimServer server = start("fault", "hang");
                RawHttp client = new RawHttp(server.port())) {
            client.timeoutMillis(200);
            RawHttp.Response response = client.request("POST", PATH, STREAM);
            assertThat(response.end()).isEqualTo(RawHttp.End.TIMED_OUT);
            assertThat(response.status()).isZero();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"cut=3", "coalesce=4", "cut=9;cut-gap=200us"})
    void faultsComeAfterBytesThatWereHeldBack(String options) throws IOException {
        try (SimServer server = start()) {
            RawHttp.Response fin =
                    RawHttp.post(server, PATH, STREAM, "X-Sim-Options: " + options, "X-Sim-Fault: fin@6");
            assertThat(fin.end()).isEqualTo(RawHttp.End.CLOSED_EARLY);
            assertThat(fin.data()).hasSize(6);
            RawHttp.Response error =
                    RawHttp.post(server, PATH, STREAM, "X-Sim-Options: " + options, "X-Sim-Fault: error@6");
            assertThat(error.end()).isEqualTo(RawHttp.End.COMPLETE);
            assertThat(error.data()).hasSize(7);
        }
    }
}
