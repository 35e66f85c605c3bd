package io.infermark.endpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import com.fasterxml.jackson.databind.JsonNode;
import io.infermark.api.Protocol;
import io.infermark.model.EndpointSpec;
import io.infermark.model.WorkloadSpec;
import io.infermark.prompt.PromptSource;
import io.infermark.prompt.PromptWindow;
import io.infermark.prompt.TokenIdPrompts;
import io.infermark.prompt.WordPrompts;
import io.infermark.spi.Endpoint;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RequestBodiesTest {
    private static final PromptWindow WINDOW = new PromptWindow("p", 1, false, 2, 3);
    private static final TokenIdPrompts IDS = TokenIdPrompts.inRange(1_000, 32_000);
    private static final List<URI> URLS = List.of(URI.create("http://a:1"), URI.create("http://b:2/"));

    private static EndpointFacts facts(Dialect dialect) {
        return new EndpointFacts(
                dialect,
                false,
                "",
                new ModelCatalog(List.of()),
                "the \"model\"",
                2_048,
                0,
                0,
                dialect.documented(),
                List.of(1_000, 32_000),
                DeclaredProvenance.UNKNOWN,
                "max_tokens",
                List.of());
    }

    private static RequestBodies bodies(
            Dialect dialect, EndpointSpec spec, PromptSource prompts, TokenCounting counting, boolean prefixCache) {
        return RequestBodies.of(
                new Endpoint(URLS, "", spec),
                facts(dialect),
                SecretStore.ofProcess(),
                prompts,
                new WorkloadSpec("w", 100, 20, 0.5),
                counting,
                prefixCache,
                WINDOW);
    }

    private static JsonNode json(PreparedRequest request) {
        return Dialects.parse(new String(request.body(), StandardCharsets.UTF_8));
    }

    private static List<String> fields(JsonNode body) {
        List<String> names = new ArrayList<>();
        body.fieldNames().forEachRemaining(names::add);
        return names;
    }

    @Test
    void aCompletionsBodyHasIdsLimitsAndOptionsOfTheDialect() {
        RequestBodies bodies = bodies(Dialect.VLLM, EndpointSpec.DEFAULT, IDS, TokenCounting.AUTO, false);
        PreparedRequest request = bodies.prepare(4);
        JsonNode body = json(request);
        assertThat(fields(body))
                .containsExactly(
                        "model", "prompt", "max_tokens", "temperature", "stream", "ignore_eos", "stream_options");
        assertThat(body.path("model").asText()).isEqualTo("the \"model\"");
        assertThat(body.path("prompt").size())
                .isEqualTo(request.plannedInputTokens())
                .isBetween(50, 100);
        assertThat(body.path("max_tokens").asInt())
                .isEqualTo(request.plannedOutputTokens())
                .isBetween(10, 20);
        assertThat(body.path("temperature").asInt()).isZero();
        assertThat(body.path("stream").asBoolean()).isTrue();
        assertThat(body.path("ignore_eos").asBoolean()).isTrue();
        assertThat(body.path("stream_options").toString())
                .isEqualTo("{\"include_usage\":true,\"continuous_usage_stats\":true}");
        assertThat(bodies.wireOptions()).containsExactly("stream_options.continuous_usage_stats");
        assertThat(bodies.fixedOutputLength()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "VLLM, IDS, return_token_ids",
        "VLLM, CONTINUOUS, stream_options.continuous_usage_stats",
        "VLLM, NONE, ''",
        "TRTLLM, AUTO, stream_options.continuous_usage_stats",
        "TRTLLM, IDS, ''",
        "LLAMA_CPP, AUTO, ''",
        "OPENAI, AUTO, ''"
    })
    void optionsThatGrowTheWireAreRecorded(Dialect dialect, TokenCounting counting, String expected) {
        RequestBodies bodies = bodies(dialect, EndpointSpec.DEFAULT, IDS, counting, false);
        assertThat(String.join(",", bodies.wireOptions())).isEqualTo(expected);
        assertThat(json(bodies.prepare(0)).path("return_token_ids").asBoolean(false))
                .isEqualTo(expected.equals("return_token_ids"));
    }

    @Test
    void anUnknownServerGetsStandardFieldsOnly() {
        RequestBodies bodies = bodies(Dialect.OPENAI, EndpointSpec.DEFAULT, IDS, TokenCounting.AUTO, false);
        assertThat(bodies.fieldNames())
                .containsExactly(
                        "model", "prompt", "max_tokens", "temperature", "stream", "stream_options.include_usage");
        assertThat(bodies.fixedOutputLength()).isFalse();
    }

    @Test
    void llamaCppIsKeptOffItsCacheUnlessItIsWanted() {
        JsonNode off = json(bodies(Dialect.LLAMA_CPP, EndpointSpec.DEFAULT, IDS, TokenCounting.AUTO, false)
                .prepare(0));
        JsonNode on = json(bodies(Dialect.LLAMA_CPP, EndpointSpec.DEFAULT, IDS, TokenCounting.AUTO, true)
                .prepare(0));
        assertThat(off.path("cache_prompt").isBoolean()).isTrue();
        assertThat(off.path("cache_prompt").asBoolean()).isFalse();
        assertThat(on.has("cache_prompt")).isFalse();
    }

    @Test
    void chatIsOneMessageOfTheUser() {
        RequestBodies bodies = bodies(
                Dialect.VLLM, FakeServer.protocol(Protocol.CHAT), WordPrompts.estimate(), TokenCounting.AUTO, false);
        JsonNode body = json(bodies.prepare(0));
        assertThat(bodies.prepare(0).uri()).isEqualTo(URI.create("http://a:1/v1/chat/completions"));
        assertThat(body.at("/messages/0/role").asText()).isEqualTo("user");
        assertThat(body.at("/messages/0/content").asText().split(" ", -1)).hasSizeBetween(50, 100);
        assertThat(body.has("prompt")).isFalse();
    }

    @Test
    void urlsTakeTurns() {
        RequestBodies bodies = bodies(Dialect.VLLM, EndpointSpec.DEFAULT, IDS, TokenCounting.AUTO, false);
        assertThat(bodies.requests(4))
                .extracting(PreparedRequest::urlIndex, request -> request.uri().toString())
                .containsExactly(
                        tuple(0, "http://a:1/v1/completions"),
                        tuple(1, "http://b:2/v1/completions"),
                        tuple(0, "http://a:1/v1/completions"),
                        tuple(1, "http://b:2/v1/completions"));
    }

    @Test
    void requestIdsAreUniqueAndTheSameInAReplay() {
        RequestBodies bodies = bodies(Dialect.VLLM, EndpointSpec.DEFAULT, IDS, TokenCounting.AUTO, false);
        RequestBodies again = bodies(Dialect.VLLM, EndpointSpec.DEFAULT, IDS, TokenCounting.AUTO, false);
        Set<String> ids = new LinkedHashSet<>();
        for (PreparedRequest request : bodies.requests(100)) {
            ids.add(request.requestId());
            PreparedRequest same = again.prepare(request.index());
            assertThat(same.requestId()).isEqualTo(request.requestId());
            assertThat(same.body()).isEqualTo(request.body());
        }
        assertThat(ids).hasSize(100);
    }

    @Test
    void fieldsAreAddedReplacedAndRemoved() {
        Map<String, String> extra = new LinkedHashMap<>();
        extra.put("temperature", "0.7");
        extra.put("top_p", "0.9");
        extra.put("nvext", "{\"a\":[1,2]}");
        extra.put("stream_options.other", "1");
        RequestBodies bodies = bodies(
                Dialect.VLLM,
                FakeServer.body(extra, List.of("ignore_eos", "stream_options.continuous_usage_stats")),
                IDS,
                TokenCounting.AUTO,
                false);
        JsonNode body = json(bodies.prepare(0));
        assertThat(body.path("temperature").asDouble()).isEqualTo(0.7);
        assertThat(body.at("/nvext/a/1").asInt()).isEqualTo(2);
        assertThat(body.has("ignore_eos")).isFalse();
        assertThat(body.path("stream_options").toString()).isEqualTo("{\"include_usage\":true,\"other\":1}");
        assertThat(fields(body)).doesNotHaveDuplicates();
        assertThat(bodies.fixedOutputLength()).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "VLLM, ignore_eos, false, false",
        "VLLM, ignore_eos, true, true",
        "OPENAI, ignore_eos, true, true",
        "OPENAI, min_tokens, 1, false"
    })
    void anOutputIsAsLongAsPlannedOnlyWhereABodyFieldSaysSo(Dialect dialect, String name, String json, boolean fixed) {
        RequestBodies bodies =
                bodies(dialect, FakeServer.body(Map.of(name, json), List.of()), IDS, TokenCounting.AUTO, false);
        assertThat(bodies.fixedOutputLength()).isEqualTo(fixed);
    }

    @Test
    void removingStreamOptionsRemovesAllOfThem() {
        RequestBodies bodies = bodies(
                Dialect.VLLM, FakeServer.body(Map.of(), List.of("stream_options")), IDS, TokenCounting.AUTO, false);
        assertThat(json(bodies.prepare(0)).has("stream_options")).isFalse();
        assertThat(bodies.wireOptions()).isEmpty();
    }

    @Test
    void theOutputLimitCanBeRenamedByHand() {
        RequestBodies bodies = bodies(
                Dialect.OPENAI,
                FakeServer.body(Map.of("max_completion_tokens", "7"), List.of("max_tokens")),
                IDS,
                TokenCounting.AUTO,
                false);
        assertThat(json(bodies.prepare(0)).path("max_completion_tokens").asInt())
                .isEqualTo(7);
        assertThat(json(bodies.prepare(0)).has("max_tokens")).isFalse();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "top_p | high | BodyFieldMalformed",
                "top_p | 1 2 | BodyFieldMalformed",
                "top_p | {\"a\":  | BodyFieldMalformed",
                "top_p | '' | BodyFieldMalformed",
                "stream | false | BodyFieldNeeded",
                "prompt | \"x\" | BodyFieldNeeded"
            })
    void badExtraFields(String name, String value, String code) {
        assertThatThrownBy(() -> bodies(
                        Dialect.VLLM, FakeServer.body(Map.of(name, value), List.of()), IDS, TokenCounting.AUTO, false))
                .hasMessageStartingWith("[" + code + "]")
                .hasMessageContaining("\"" + name + "\"");
    }

    @Test
    void whatIsMeasuredCannotBeRemoved() {
        assertThatThrownBy(() -> bodies(
                        Dialect.VLLM, FakeServer.body(Map.of(), List.of("stream")), IDS, TokenCounting.AUTO, false))
                .hasMessageStartingWith("[BodyFieldNeeded]");
    }

    @Test
    void lengthsBeyondTheContextAreRefusedBeforeTheWindow() {
        assertThatThrownBy(() -> RequestBodies.of(
                        new Endpoint(URLS, "", EndpointSpec.DEFAULT),
                        facts(Dialect.VLLM),
                        SecretStore.ofProcess(),
                        IDS,
                        WorkloadSpec.of(2_000, 100),
                        TokenCounting.AUTO,
                        false,
                        WINDOW))
                .hasMessageStartingWith("[ContextTooLong]")
                .hasMessageContaining("2048");
    }

    @Test
    void requestsAreBuiltOneByOneInOrderAndWithoutAnEndWhereTimeEndsTheWindow() {
        RequestBodies bodies = bodies(Dialect.VLLM, EndpointSpec.DEFAULT, IDS, TokenCounting.AUTO, false);
        assertThat(bodies.requests(5)).extracting(PreparedRequest::index).containsExactly(0, 1, 2, 3, 4);
        Iterator<PreparedRequest> endless = bodies.requests(Integer.MAX_VALUE).iterator();
        for (int index = 0; index < 200; index++) {
            PreparedRequest request = endless.next();
            assertThat(request.index()).isEqualTo(index);
            assertThat(request.body()).isEqualTo(bodies.prepare(index).body());
        }
    }

    @Test
    void idsCannotBeTheContentOfAMessage() {
        RequestBodies bodies = bodies(Dialect.VLLM, FakeServer.protocol(Protocol.CHAT), IDS, TokenCounting.AUTO, false);
        assertThatThrownBy(() -> bodies.prepare(0)).hasMessageStartingWith("[PromptKind]");
    }

    @Test
    void aThousandPromptsOfEightThousandTokensFitInSixtyMegabytes() {
        RequestBodies bodies = RequestBodies.of(
                new Endpoint(URLS, "", EndpointSpec.DEFAULT),
                new EndpointFacts(
                        Dialect.VLLM,
                        false,
                        "",
                        new ModelCatalog(List.of()),
                        "m",
                        0,
                        0,
                        0,
                        Dialect.VLLM.documented(),
                        List.of(1_000, 32_000),
                        DeclaredProvenance.UNKNOWN,
                        "max_tokens",
                        List.of()),
                SecretStore.ofProcess(),
                IDS,
                WorkloadSpec.of(8_192, 1_024),
                TokenCounting.AUTO,
                false,
                WINDOW);
        long start = System.nanoTime();
        long bytes = 0;
        for (PreparedRequest request : bodies.requests(1_000)) {
            bytes += request.body().length;
        }
        System.out.printf("1,000 x 8,192 ids: %d bytes in %d ms%n", bytes, (System.nanoTime() - start) / 1_000_000);
        assertThat(bytes).isLessThan(60_000_000L);
    }
}
