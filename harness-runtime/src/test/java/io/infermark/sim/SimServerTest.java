package io.infermark.sim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(60)
class SimServerTest {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final String COMPLETIONS = "/v1/completions";

    private static SimServer start(String... options) {
        SimConfig.Builder builder = SimConfig.builder().fixed(Duration.ofMillis(1), Duration.ofMillis(1));
        for (int i = 0; i < options.length; i += 2) {
            builder.option(options[i], options[i + 1]);
        }
        return SimServer.start(builder.build());
    }

    private static JsonNode json(String text) throws IOException {
        return MAPPER.readTree(text);
    }

    @Test
    void everyAnswerSaysSimulated() throws IOException {
        try (SimServer server = start()) {
            for (String path : List.of("/health", "/v1/models", "/version", "/metrics", "/nope")) {
                assertThat(RawHttp.get(server, path).headers())
                        .as(path)
                        .containsEntry("x-infermark-provenance", "simulated");
            }
            assertThat(RawHttp.post(server, COMPLETIONS, "{\"prompt\":\"a\",\"stream\":true}")
                            .headers())
                    .containsEntry("x-infermark-provenance", "simulated");
            assertThat(RawHttp.post(server, COMPLETIONS, "{\"prompt\":\"a\"}").headers())
                    .containsEntry("x-infermark-provenance", "simulated");
            assertThat(json(RawHttp.get(server, "/version").body())
                            .path("provenance")
                            .asText())
                    .isEqualTo("simulated");
            JsonNode model =
                    json(RawHttp.get(server, "/v1/models").body()).path("data").path(0);
            assertThat(model.path("provenance").asText()).isEqualTo("simulated");
            assertThat(model.path("id").asText()).isEqualTo("sim-model");
            assertThat(model.path("max_model_len").asInt()).isEqualTo(32768);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"prompt\": }|400|JSON decode error",
                "[1]|400|must be a JSON object",
                "{\"max_tokens\":4}|400|prompt must be provided",
                "{\"prompt\":\"\"}|400|prompt must be provided",
                "{\"prompt\":[999999]}|400|Token id 999999 is out of vocabulary",
                "{\"prompt\":\"a\",\"max_tokens\":\"x\"}|400|max_tokens must be a whole number",
                "{\"prompt\":\"a\",\"max_tokens\":0}|400|max_tokens must be a whole number",
                "{\"prompt\":\"a\",\"stream\":1}|400|stream must be true or false",
                "{\"prompt\":\"a\",\"model\":\"nope\"}|404|The model `nope` does not exist",
                "{\"prompt\":\"a\",\"max_tokens\":32768}|400|maximum context length is 32768 tokens"
            })
    void badRequestsAreErrorObjects(String body, int status, String message) throws IOException {
        try (SimServer server = start()) {
            RawHttp.Response response = RawHttp.post(server, COMPLETIONS, body);

            assertThat(response.status()).isEqualTo(status);
            JsonNode error = json(response.body()).path("error");
            assertThat(error.path("message").asText()).contains(message);
            assertThat(error.path("code").asInt()).isEqualTo(status);
            assertThat(server.truth().refused()).isEqualTo(1);
            assertThat(server.truth().outputTokens()).isZero();
        }
    }

    @Test
    void unknownRouteAndWrongMethodAreJson() throws IOException {
        try (SimServer server = start()) {
            RawHttp.Response missing = RawHttp.get(server, "/v2/nothing?x=1");
            assertThat(missing.status()).isEqualTo(404);
            assertThat(json(missing.body()).path("error").path("message").asText())
                    .contains("/v2/nothing");
            assertThat(RawHttp.get(server, COMPLETIONS).status()).isEqualTo(405);
        }
    }

    @Test
    void keyIsAskedForEverywhereButOnHealth(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("key"), "s3cret\n");
        try (SimServer server = start("api-key", "file:" + file)) {
            assertThat(RawHttp.get(server, "/v1/models").status()).isEqualTo(401);
            assertThat(RawHttp.get(server, "/v1/models", "Authorization: Bearer wrong")
                            .status())
                    .isEqualTo(401);
            assertThat(RawHttp.get(server, "/v1/models", "Authorization: Bearer s3cret")
                            .status())
                    .isEqualTo(200);
            assertThat(RawHttp.get(server, "/health").status()).isEqualTo(200);
        }
        assertThatThrownBy(
                        () -> start("api-key", "env:INFERMARK_NO_SUCH_VARIABLE").close())
                .hasMessageStartingWith("[SimApiKeyMissing]")
                .hasMessageContaining("INFERMARK_NO_SUCH_VARIABLE");
    }

    @Test
    void tokenizeDetokenizeAndPromptCountsAgree() throws IOException {
        try (SimServer server = start()) {
            String text = "The cat bo dafi 😀.";
            JsonNode tokens = json(RawHttp.post(server, "/tokenize", "{\"prompt\":\"" + text + "\"}")
                    .body());
            int count = tokens.path("count").asInt();
            assertThat(tokens.path("tokens").size()).isEqualTo(count);
            String ids = tokens.path("tokens").toString();
            assertThat(json(RawHttp.post(server, "/detokenize", "{\"tokens\":" + ids + "}")
                                    .body())
                            .path("prompt")
                            .asText())
                    .isEqualTo(text);
            for (String prompt : List.of("\"" + text + "\"", ids, "[" + ids + "]", "[\"" + text + "\"]")) {
                JsonNode usage = json(RawHttp.post(server, COMPLETIONS, "{\"prompt\":" + prompt + ",\"max_tokens\":3}")
                                .body())
                        .path("usage");
                assertThat(usage.path("prompt_tokens").asInt()).as(prompt).isEqualTo(count);
                assertThat(usage.path("completion_tokens").asInt()).isEqualTo(3);
            }
        }
    }

    @Test
    void idsOfTheAnswerDecodeToItsText() throws IOException {
        try (SimServer server = start("utf8", "0.3", "empty-tokens", "0.2")) {
            RawHttp.Response response = RawHttp.post(
                    server,
                    COMPLETIONS,
                    "{\"prompt\":\"x\",\"max_tokens\":40,\"stream\":true,\"return_token_ids\":true}");
            StringBuilder text = new StringBuilder();
            List<String> ids = new ArrayList<>();
            for (String data : response.data()) {
                if (!data.equals("[DONE]")) {
                    JsonNode choice = json(data).path("choices").path(0);
                    text.append(choice.path("text").asText());
                    choice.path("token_ids").forEach(id -> ids.add(id.asText()));
                }
            }
            assertThat(ids).hasSize(40);
            String decoded = json(RawHttp.post(server, "/detokenize", "{\"tokens\":[" + String.join(",", ids) + "]}")
                            .body())
                    .path("prompt")
                    .asText();
            assertThat(text.toString()).isEqualTo(decoded).contains("\uD83D");
        }
    }

    @Test
    void sameSeedGivesTheSameTextAndAnotherSeedAnother() throws IOException {
        String body = "{\"prompt\":\"once\",\"max_tokens\":20}";
        List<String> texts = new ArrayList<>();
        for (String seed : List.of("1", "1", "2")) {
            try (SimServer server = start("seed", seed)) {
                texts.add(json(RawHttp.post(server, COMPLETIONS, body).body())
                        .path("choices")
                        .path(0)
                        .path("text")
                        .asText());
            }
        }
        assertThat(texts.get(0)).isEqualTo(texts.get(1)).isNotEqualTo(texts.get(2));
    }

    @Test
    void bothTimingModelsGiveTheSameText() throws IOException {
        String body = "{\"prompt\":\"once\",\"max_tokens\":20,\"n\":2}";
        try (SimServer server = start()) {
            JsonNode fixed = json(RawHttp.post(server, COMPLETIONS, body).body());
            JsonNode engine = json(RawHttp.post(server, COMPLETIONS, body, "X-Sim-Options: timing=engine")
                    .body());
            assertThat(engine.path("choices")).isEqualTo(fixed.path("choices"));
            assertThat(fixed.path("choices").path(0).path("text"))
                    .isNotEqualTo(fixed.path("choices").path(1).path("text"));
            assertThat(fixed.path("usage").path("completion_tokens").asInt()).isEqualTo(40);
        }
    }

    @Test
    void naturalEndStopAndMinTokens() throws IOException {
        try (SimServer server = start("eos-after", "5")) {
            JsonNode natural = json(RawHttp.post(server, COMPLETIONS, "{\"prompt\":\"a\",\"max_tokens\":20}")
                    .body());
            assertThat(natural.path("choices").path(0).path("finish_reason").asText())
                    .isEqualTo("stop");
            assertThat(natural.path("usage").path("completion_tokens").asInt()).isEqualTo(5);
            String text = natural.path("choices").path(0).path("text").asText();

            JsonNode ignored =
                    json(RawHttp.post(server, COMPLETIONS, "{\"prompt\":\"a\",\"max_tokens\":20,\"ignore_eos\":true}")
                            .body());
            assertThat(ignored.path("usage").path("completion_tokens").asInt()).isEqualTo(20);
            assertThat(ignored.path("choices").path(0).path("finish_reason").asText())
                    .isEqualTo("length");

            JsonNode least =
                    json(RawHttp.post(server, COMPLETIONS, "{\"prompt\":\"a\",\"max_tokens\":20,\"min_tokens\":9}")
                            .body());
            assertThat(least.path("usage").path("completion_tokens").asInt()).isEqualTo(9);

            String stop = text.substring(text.indexOf(' ', 1) + 2, text.indexOf(' ', 1) + 3);
            JsonNode stopped = json(RawHttp.post(
                            server,
                            COMPLETIONS,
                            "{\"prompt\":\"a\",\"max_tokens\":20,\"ignore_eos\":true,\"stop\":\"" + stop + "\"}")
                    .body());
            assertThat(stopped.path("choices").path(0).path("finish_reason").asText())
                    .isEqualTo("stop");
            assertThat(stopped.path("choices").path(0).path("text").asText())
                    .isEqualTo(text.substring(0, text.indexOf(stop)));
        }
    }

    @Test
    void requestIdsJoinTheLogWithTheClient() throws IOException {
        try (SimServer server = start()) {
            long before = System.nanoTime();
            RawHttp.Response response = RawHttp.post(
                    server,
                    COMPLETIONS,
                    "{\"prompt\":\"a\",\"max_tokens\":7,\"stream\":true,\"stream_options\":{\"include_usage\":true}}",
                    "X-Request-Id: req-42");
            long after = System.nanoTime();
            SimTruth truth = server.truth();

            assertThat(response.headers()).containsEntry("x-request-id", "req-42");
            assertThat(truth.requests()).hasSize(1);
            RequestTruth request = truth.requests().get(0);
            assertThat(request.requestId()).isEqualTo("req-42");
            assertThat(request.outcome()).isEqualTo(RequestTruth.Outcome.COMPLETED);
            assertThat(request.outputTokens()).isEqualTo(7);
            assertThat(request.arrivalNanos()).isBetween(before, after);
            assertThat(request.wakeNanos()).isBetween(request.polledNanos(), request.arrivalNanos());
            List<SimTruth.Event> events = truth.events("req-42");
            assertThat(events).hasSize(9);
            assertThat(events.stream().mapToInt(SimTruth.Event::tokens).sum()).isEqualTo(7);
            assertThat(events.stream().mapToInt(SimTruth.Event::bytes).sum())
                    .isEqualTo(response.body().length());
            for (int i = 0; i < 7; i++) {
                SimTruth.Event event = events.get(i);
                assertThat(event.dueNanos()).isEqualTo(request.arrivalNanos() + 1_000_000 + i * 1_000_000L);
                assertThat(event.writeNanos()).isBetween(event.dueNanos(), after);
            }
            assertThat(truth.latenessNanos(0)).isNotNegative().isLessThanOrEqualTo(truth.latenessNanos(1));
        }
    }

    @Test
    void bigBodiesAndPipelinedRequestsAreAnsweredInOrder() throws IOException {
        try (SimServer server = start();
                RawHttp client = new RawHttp(server.port())) {
            String big = "1,".repeat(20_000) + "1";
            client.send("POST", COMPLETIONS, "{\"prompt\":[" + big + "],\"max_tokens\":2}");
            client.send("POST", COMPLETIONS, "{\"prompt\":\"ab\",\"max_tokens\":2}");
            client.send("GET", "/health", "");
            assertThat(json(client.read().body())
                            .path("usage")
                            .path("prompt_tokens")
                            .asInt())
                    .isEqualTo(20_001);
            assertThat(json(client.read().body())
                            .path("usage")
                            .path("prompt_tokens")
                            .asInt())
                    .isEqualTo(2);
            assertThat(client.read().status()).isEqualTo(200);
            assertThat(server.truth().connections()).isEqualTo(1);
        }
    }

    @Test
    void expectContinueIsAnswered() throws IOException {
        try (SimServer server = start();
                RawHttp client = new RawHttp(server.port())) {
            client.send("POST", COMPLETIONS, "{\"prompt\":\"ab\",\"max_tokens\":2}", "Expect: 100-continue");
            assertThat(client.line()).isEqualTo("HTTP/1.1 100 Continue");
            assertThat(client.line()).isEmpty();
            assertThat(client.read().status()).isEqualTo(200);
        }
    }

    @Test
    void garbageIsRefusedAndTheServerLivesOn() throws IOException {
        try (SimServer server = start()) {
            for (String garbage :
                    List.of("GARBAGE\r\n\r\n", "\u0000\u0001\r\n\r\n", "GET /health HTTP/9.x y\r\n\r\n")) {
                try (RawHttp client = new RawHttp(server.port())) {
                    client.sendRaw(garbage);
                    assertThat(client.read().status()).as(garbage).isEqualTo(400);
                    assertThat(client.closedByServer()).isTrue();
                }
            }
            assertThat(RawHttp.get(server, "/health").status()).isEqualTo(200);
        }
    }

    @Test
    void http10StreamEndsWithTheConnection() throws IOException {
        try (SimServer server = start();
                RawHttp client = new RawHttp(server.port())) {
            String body = "{\"prompt\":\"a\",\"max_tokens\":3,\"stream\":true}";
            client.sendRaw("POST /v1/completions HTTP/1.0\r\nContent-Length: " + body.length() + "\r\n\r\n" + body);
            RawHttp.Response response = client.read();
            assertThat(response.headers())
                    .containsEntry("connection", "close")
                    .doesNotContainKeys("transfer-encoding", "content-length");
            assertThat(response.data()).hasSize(4).endsWith("[DONE]");
        }
    }

    @Test
    void connectionEndsAfterItsRequests() throws IOException {
        try (SimServer server = start("requests-per-connection", "2");
                RawHttp client = new RawHttp(server.port())) {
            assertThat(client.request("GET", "/health", "").headers()).doesNotContainKey("connection");
            assertThat(client.request("GET", "/health", "").headers()).containsEntry("connection", "close");
            assertThat(client.closedByServer()).isTrue();
        }
    }

    @Test
    void everythingIsUnavailableWhileStartingUp() throws IOException {
        try (SimServer server = start("startup-delay", "60m")) {
            for (String path : List.of("/health", "/v1/models", "/metrics")) {
                assertThat(RawHttp.get(server, path).status()).as(path).isEqualTo(503);
            }
            assertThat(RawHttp.post(server, COMPLETIONS, "{\"prompt\":\"a\"}").status())
                    .isEqualTo(503);
        }
        try (SimServer server = start("startup-delay", "100ms")) {
            while (RawHttp.get(server, "/health").status() != 200) {
                Thread.onSpinWait();
            }
            assertThat(RawHttp.post(server, COMPLETIONS, "{\"prompt\":\"a\"}").status())
                    .isEqualTo(200);
        }
    }

    @Test
    void takenPortIsACodedError() {
        try (SimServer server = start()) {
            assertThatThrownBy(
                            () -> start("port", Integer.toString(server.port())).close())
                    .isInstanceOfSatisfying(
                            SimException.class, e -> assertThat(e.code()).isEqualTo("PortInUse"))
                    .hasMessageStartingWith("[PortInUse] the simulator cannot listen on 127.0.0.1:" + server.port())
                    .hasMessageContaining("Choose another port");
        }
    }

    @Test
    void contextThatCannotFitIsRefusedAtStart() {
        assertThatThrownBy(() -> start("kv-blocks", "10").close())
                .hasMessageStartingWith("[SimKvTooSmall] kv-blocks=10 with tp=1 hold 160 tokens");
    }

    @Test
    void closingWhileStreamsRunEndsThem() throws IOException {
        RawHttp client;
        SimServer server = start("itl", "10s");
        try (server) {
            client = new RawHttp(server.port());
            client.send("POST", COMPLETIONS, "{\"prompt\":\"a\",\"max_tokens\":9,\"stream\":true}");
            while (server.truth().outputTokens() == 0) {
                Thread.onSpinWait();
            }
        }
        RawHttp.Response response = client.read();
        assertThat(response.end()).isIn(RawHttp.End.CLOSED_EARLY, RawHttp.End.RESET);
        assertThat(response.data()).hasSize(1);
        client.close();
        SimTruth truth = server.truth();
        assertThat(truth.aborted()).isEqualTo(1);
        assertThat(truth.requests().get(0).outcome()).isEqualTo(RequestTruth.Outcome.ABORTED);
        server.close();
    }

    @Test
    void clientThatLeavesFreesItsSlot() throws IOException {
        try (SimServer server = start("timing", "engine", "max-num-seqs", "1")) {
            try (RawHttp client = new RawHttp(server.port())) {
                client.send("POST", COMPLETIONS, "{\"prompt\":\"a\",\"max_tokens\":30000,\"stream\":true}");
                while (server.truth().outputTokens() < 3) {
                    Thread.onSpinWait();
                }
            }
            RawHttp.Response next = RawHttp.post(server, COMPLETIONS, "{\"prompt\":\"b\",\"max_tokens\":2}");
            assertThat(next.status()).isEqualTo(200);
            assertThat(server.truth().aborted()).isEqualTo(1);
            assertThat(server.truth().completed()).isEqualTo(1);
        }
    }

    @Test
    void engineTimingQueuesBeyondItsSlots() throws Exception {
        try (SimServer server = start("timing", "engine", "max-num-seqs", "2")) {
            List<RawHttp> clients = new ArrayList<>();
            for (int i = 0; i < 6; i++) {
                RawHttp client = new RawHttp(server.port());
                client.send("POST", COMPLETIONS, "{\"prompt\":\"a\",\"max_tokens\":60,\"stream\":true}");
                clients.add(client);
            }
            for (RawHttp client : clients) {
                assertThat(client.read().data()).hasSize(61);
                client.close();
            }
            assertThat(server.truth().mostRunning()).isEqualTo(2);
            assertThat(server.truth().outputTokens()).isEqualTo(360);
        }
    }

    @Test
    void disaggregatedPrefillDelaysTheSecondToken() throws IOException {
        try (SimServer server = start("timing", "engine", "disaggregated", "true", "kv-transfer-time", "50ms")) {
            RawHttp.post(
                    server, COMPLETIONS, "{\"prompt\":\"abc\",\"max_tokens\":4,\"stream\":true}", "X-Request-Id: d");
            List<SimTruth.Event> events = server.truth().events("d");
            assertThat(events.stream().mapToInt(SimTruth.Event::tokens).sum()).isEqualTo(4);
            assertThat(events.get(1).dueNanos() - events.get(0).dueNanos()).isGreaterThanOrEqualTo(52_000_000L);
            assertThat(events.get(2).dueNanos() - events.get(1).dueNanos()).isLessThan(6_000_000L);
        }
    }

    @Test
    void prefixCacheHitsAreInTheTruth() throws IOException {
        try (SimServer server = start("timing", "engine", "prefix-cache", "true")) {
            String body = "{\"prompt\":\"" + "x".repeat(100) + "\",\"max_tokens\":2}";
            RawHttp.post(server, COMPLETIONS, body);
            RawHttp.post(server, COMPLETIONS, body);
            SimTruth truth = server.truth();
            assertThat(truth.prefixHits()).isEqualTo(96);
            assertThat(truth.requests()).extracting(RequestTruth::cachedTokens).containsExactly(0, 96);
        }
    }

    @Test
    void optionsOfOneRequestAreChecked() throws IOException {
        try (SimServer server = start()) {
            String body = "{\"prompt\":\"a\"}";
            for (Map.Entry<String, String> wrong : Map.of(
                            "pakc=2", "[SimOptionUnknown]",
                            "pack", "[SimOptionSyntax]",
                            "port=1", "[SimOptionNotPerRequest]",
                            "pack=0", "[SimOptionValue]")
                    .entrySet()) {
                RawHttp.Response response = RawHttp.post(server, COMPLETIONS, body, "X-Sim-Options: " + wrong.getKey());
                assertThat(response.status()).isEqualTo(400);
                assertThat(response.body()).contains(wrong.getValue());
            }
            RawHttp.Response fault = RawHttp.post(server, COMPLETIONS, body, "X-Sim-Fault: boom");
            assertThat(fault.status()).isEqualTo(400);
            assertThat(fault.body()).contains("[SimFaultUnknown]");
        }
    }
}
