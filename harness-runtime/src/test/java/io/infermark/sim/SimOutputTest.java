package io.infermark.sim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What answers say, how long they are, and which of them reason or call a tool. */
@Timeout(60)
class SimOutputTest {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final String COMPLETIONS = "/v1/completions";
    private static final String CHAT = "/v1/chat/completions";

    private static SimServer start(String... options) {
        SimConfig.Builder builder = SimConfig.builder().fixed(Duration.ZERO, Duration.ZERO);
        for (int i = 0; i < options.length; i += 2) {
            builder.option(options[i], options[i + 1]);
        }
        return SimServer.start(builder.build());
    }

    private static JsonNode post(SimServer server, String path, String body, String... headers) throws IOException {
        return MAPPER.readTree(RawHttp.post(server, path, body, headers).body());
    }

    private static JsonNode choice(SimServer server, String path, String body, String... headers) throws IOException {
        return post(server, path, body, headers).path("choices").path(0);
    }

    @Test
    void echoAnswersWithThePromptAndEnds() throws IOException {
        try (SimServer server = start("output", "echo")) {
            String text = "The cat bo dafi 😀.";
            JsonNode answer = post(server, COMPLETIONS, "{\"prompt\":\"" + text + "\",\"max_tokens\":100}");
            assertThat(answer.path("choices").path(0).path("text").asText()).isEqualTo(text);
            assertThat(answer.path("choices").path(0).path("finish_reason").asText())
                    .isEqualTo("stop");
            // The token that ends it is one more.
            assertThat(answer.path("usage").path("completion_tokens").asInt())
                    .isEqualTo(answer.path("usage").path("prompt_tokens").asInt() + 1);

            JsonNode cut = choice(server, COMPLETIONS, "{\"prompt\":\"abcdef\",\"max_tokens\":3}");
            assertThat(cut.path("text").asText()).isEqualTo("abc");
            assertThat(cut.path("finish_reason").asText()).isEqualTo("length");

            JsonNode repeated =
                    choice(server, COMPLETIONS, "{\"prompt\":\"abc\",\"max_tokens\":8,\"ignore_eos\":true}");
            assertThat(repeated.path("text").asText()).isEqualTo("abcabcab");

            JsonNode made = choice(
                    server, COMPLETIONS, "{\"prompt\":\"abc\",\"max_tokens\":3}", "X-Sim-Options: output=random");
            assertThat(made.path("text").asText()).doesNotContain("abc");
        }
    }

    @Test
    void echoOfAChatIsItsLastMessage() throws IOException {
        try (SimServer server = start("output", "echo")) {
            String messages = "{\"messages\":[{\"role\":\"system\",\"content\":\"Be short.\"},"
                    + "{\"role\":\"user\",\"content\":\"two\\nlines\"}],\"max_tokens\":100";
            assertThat(choice(server, CHAT, messages + "}")
                            .path("message")
                            .path("content")
                            .asText())
                    .isEqualTo("two\nlines");

            StringBuilder streamed = new StringBuilder();
            for (String data :
                    RawHttp.post(server, CHAT, messages + ",\"stream\":true}").data()) {
                if (data.startsWith("{")) {
                    streamed.append(MAPPER.readTree(data)
                            .path("choices")
                            .path(0)
                            .path("delta")
                            .path("content")
                            .asText());
                }
            }
            assertThat(streamed).hasToString("two\nlines");

            JsonNode empty = choice(
                    server,
                    CHAT,
                    "{\"messages\":[{\"role\":\"user\",\"content\":\"\"}],\"max_tokens\":4,\"ignore_eos\":true}");
            assertThat(empty.path("message").path("content").asText()).isEmpty();
        }
    }

    @Test
    void naturalLengthsSpreadAroundTheirMeanAndRepeat() throws IOException {
        TextShape shape = SimConfig.parse(Map.of("eos-after", "200", "eos-after-cv", "0.5"))
                .shape()
                .text();
        int draws = 50_000;
        double sum = 0;
        double squares = 0;
        for (int seed = 0; seed < draws; seed++) {
            double length = shape.naturalLength(seed);
            assertThat(length).isGreaterThanOrEqualTo(1).isEqualTo(shape.naturalLength(seed));
            sum += length;
            squares += length * length;
        }
        double mean = sum / draws;
        assertThat(mean).isCloseTo(200, within(2.0));
        assertThat(Math.sqrt(squares / draws - mean * mean) / mean).isCloseTo(0.5, within(0.02));

        try (SimServer server = start("eos-after", "20", "eos-after-cv", "0.5")) {
            List<Integer> lengths = new ArrayList<>();
            for (String prompt : List.of("a", "b", "c", "d", "a", "b", "c", "d")) {
                lengths.add(post(server, COMPLETIONS, "{\"prompt\":\"" + prompt + "\",\"max_tokens\":1000}")
                        .path("usage")
                        .path("completion_tokens")
                        .asInt());
            }
            assertThat(lengths.subList(4, 8)).isEqualTo(lengths.subList(0, 4));
            assertThat(lengths.stream().distinct().count()).isGreaterThan(1);
        }
    }

    @Test
    void sharesOfRequestsReasonAndCallTools() throws IOException {
        List<String> kinds = kinds("3");

        assertThat(kinds("3")).isEqualTo(kinds);
        assertThat(kinds("4")).isNotEqualTo(kinds);
        assertThat(kinds.stream().filter(kind -> kind.contains("r")).count()).isBetween(35L, 85L);
        assertThat(kinds.stream().filter(kind -> kind.contains("t")).count()).isBetween(75L, 125L);
        // The draws are independent of each other.
        assertThat(kinds).contains("", "r", "t", "rt");
    }

    private static List<String> kinds(String seed) throws IOException {
        List<String> kinds = new ArrayList<>();
        try (SimServer server = start(
                        "seed",
                        seed,
                        "eos-after",
                        "4",
                        "reasoning",
                        "2",
                        "reasoning-rate",
                        "0.3",
                        "tools",
                        "true",
                        "tools-rate",
                        "0.5");
                RawHttp client = new RawHttp(server.port())) {
            for (int i = 0; i < 200; i++) {
                JsonNode choice = MAPPER.readTree(
                                client.request("POST", CHAT, "{\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}")
                                        .body())
                        .path("choices")
                        .path(0);
                boolean tool = choice.path("message").has("tool_calls");
                assertThat(choice.path("finish_reason").asText()).isEqualTo(tool ? "tool_calls" : "stop");
                kinds.add((choice.path("message").has("reasoning_content") ? "r" : "") + (tool ? "t" : ""));
            }
        }
        return kinds;
    }

    @ParameterizedTest
    @CsvSource({"eos-after-cv, -1", "eos-after-cv, 5", "output, parrot", "reasoning-rate, 1.1", "tools-rate, often"})
    void badValueSaysWhatIsAllowed(String option, String value) {
        assertThatThrownBy(() -> SimConfig.parse(Map.of(option, value)))
                .isInstanceOf(SimException.class)
                .hasMessageStartingWith("[SimOptionValue] simulator option \"" + option + "\" is \"" + value)
                .hasMessageContaining("must be");
    }
}
