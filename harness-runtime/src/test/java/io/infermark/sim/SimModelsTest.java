package io.infermark.sim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** LoRA adapters as further models, and embeddings. */
@Timeout(60)
class SimModelsTest {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final String EMBEDDINGS = "/v1/embeddings";

    private static SimServer start(String... options) {
        SimConfig.Builder builder =
                SimConfig.builder().fixed(Duration.ZERO, Duration.ZERO).model("base");
        for (int i = 0; i < options.length; i += 2) {
            builder.option(options[i], options[i + 1]);
        }
        return SimServer.start(builder.build());
    }

    private static JsonNode post(SimServer server, String path, String body) throws IOException {
        return MAPPER.readTree(RawHttp.post(server, path, body).body());
    }

    @Test
    void adaptersAreModelsWithAParent() throws IOException {
        try (SimServer server = start("lora", "sql, chat")) {
            JsonNode models =
                    MAPPER.readTree(RawHttp.get(server, "/v1/models").body()).path("data");
            assertThat(models).extracting(model -> model.path("id").asText()).containsExactly("base", "sql", "chat");
            assertThat(models.get(0).path("parent").isNull()).isTrue();
            assertThat(models.get(1).path("parent").asText()).isEqualTo("base");
            assertThat(models.get(2).path("parent").asText()).isEqualTo("base");

            for (String model : List.of("base", "sql", "chat")) {
                String body = "{\"model\":\"" + model + "\",\"prompt\":\"a\",\"max_tokens\":1";
                assertThat(post(server, "/v1/completions", body + "}")
                                .path("model")
                                .asText())
                        .isEqualTo(model);
                assertThat(RawHttp.post(server, "/v1/completions", body + ",\"stream\":true}")
                                .data()
                                .get(0))
                        .contains("\"model\":\"" + model + "\"");
            }
            assertThat(post(server, "/v1/completions", "{\"prompt\":\"a\",\"max_tokens\":1}")
                            .path("model")
                            .asText())
                    .isEqualTo("base");
            for (String path : List.of("/v1/completions", EMBEDDINGS)) {
                RawHttp.Response unknown =
                        RawHttp.post(server, path, "{\"model\":\"x\",\"prompt\":\"a\",\"input\":\"a\"}");
                assertThat(unknown.status()).isEqualTo(404);
                assertThat(unknown.body()).contains("The model `x` does not exist. Valid aliases: base, sql, chat.");
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "lora, 'a,,b', vllm, different names",
        "lora, 'a,a', vllm, different names",
        "lora, 'a,base', vllm, names other than that of the served model",
        "lora, a, llamacpp, empty with dialect=llamacpp",
        "embedding-size, 0, vllm, a whole number from 1 to 65536",
        "embedding-size, big, vllm, a whole number"
    })
    void badValueSaysWhatIsAllowed(String option, String value, String dialect, String wanted) {
        assertThatThrownBy(() -> SimConfig.parse(Map.of("model", "base", "dialect", dialect, option, value)))
                .isInstanceOf(SimException.class)
                .hasMessageStartingWith("[SimOptionValue] simulator option \"" + option + "\" is \"" + value)
                .hasMessageContaining("must be " + wanted);
    }

    @Test
    void embeddingsAreVectorsOfTheSizeThatFollowFromTheirInput() throws IOException {
        try (SimServer server = start("embedding-size", "7")) {
            JsonNode answer = post(server, EMBEDDINGS, "{\"model\":\"base\",\"input\":[\"abc\",\"d\",[97,98,99]]}");
            assertThat(answer.path("object").asText()).isEqualTo("list");
            assertThat(answer.path("model").asText()).isEqualTo("base");
            assertThat(answer.path("usage").path("prompt_tokens").asInt()).isEqualTo(7);
            JsonNode data = answer.path("data");
            assertThat(data).extracting(one -> one.path("index").asInt()).containsExactly(0, 1, 2);
            for (JsonNode one : data) {
                double squares = 0;
                for (JsonNode value : one.path("embedding")) {
                    squares += value.asDouble() * value.asDouble();
                }
                assertThat(one.path("embedding")).hasSize(7);
                assertThat(squares).isCloseTo(1, within(1e-6));
            }
            JsonNode first = data.get(0).path("embedding");
            assertThat(first).isNotEqualTo(data.get(1).path("embedding"));
            // "abc" is the bytes 97 to 99, and its embedding the same in a request of its own.
            assertThat(first).isEqualTo(data.get(2).path("embedding"));
            assertThat(first)
                    .isEqualTo(post(server, EMBEDDINGS, "{\"input\":\"abc\"}")
                            .path("data")
                            .path(0)
                            .path("embedding"));

            String base64 = post(server, EMBEDDINGS, "{\"input\":\"abc\",\"encoding_format\":\"base64\"}")
                    .path("data")
                    .path(0)
                    .path("embedding")
                    .asText();
            ByteBuffer bytes =
                    ByteBuffer.wrap(Base64.getDecoder().decode(base64)).order(ByteOrder.LITTLE_ENDIAN);
            assertThat(bytes.remaining()).isEqualTo(28);
            assertThat(bytes.getFloat(24)).isEqualTo((float) first.get(6).asDouble());

            assertThat(post(server, EMBEDDINGS, "{\"input\":\"abc\",\"dimensions\":3}")
                            .path("data")
                            .path(0)
                            .path("embedding"))
                    .hasSize(3);
            assertThat(server.truth().outputTokens()).isZero();
        }
        try (SimServer other = start("embedding-size", "7", "seed", "2");
                SimServer same = start("embedding-size", "7")) {
            String body = "{\"input\":\"abc\"}";
            assertThat(post(other, EMBEDDINGS, body).path("data"))
                    .isNotEqualTo(post(same, EMBEDDINGS, body).path("data"));
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{}|input must be provided",
                "{\"input\":\"\"}|input must be provided",
                "{\"input\":[\"a\",\"\"]}|input must be provided",
                "{\"input\":\"a\",\"encoding_format\":\"int8\"}|encoding_format must be float or base64",
                "{\"input\":\"a\",\"dimensions\":1025}|dimensions must be a whole number from 1 to 1024",
                "{\"input\":\"abcdefghijk\"}|maximum context length is 10 tokens"
            })
    void badEmbeddingRequestsAreErrorObjects(String body, String message) throws IOException {
        try (SimServer server = start("max-model-len", "10")) {
            RawHttp.Response response = RawHttp.post(server, EMBEDDINGS, body);
            assertThat(response.status()).isEqualTo(400);
            assertThat(MAPPER.readTree(response.body())
                            .path("error")
                            .path("message")
                            .asText())
                    .contains(message);
            assertThat(RawHttp.get(server, EMBEDDINGS).status()).isEqualTo(405);
        }
    }

    @Test
    void moreVectorsThanAnAnswerHoldsAreRefused() throws IOException {
        try (SimServer server = start("embedding-size", "65536")) {
            RawHttp.Response response =
                    RawHttp.post(server, EMBEDDINGS, "{\"input\":[" + "\"a\",".repeat(64) + "\"a\"]}");
            assertThat(response.status()).isEqualTo(400);
            assertThat(response.body()).contains("at most 64 inputs");
        }
    }
}
