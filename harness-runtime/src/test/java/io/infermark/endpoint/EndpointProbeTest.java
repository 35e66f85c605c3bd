package io.infermark.endpoint;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.infermark.api.Protocol;
import io.infermark.model.EndpointSpec;
import io.infermark.spi.Endpoint;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EndpointProbeTest {
    private static final Set<String> STANDARD =
            Set.of("model", "prompt", "messages", "max_tokens", "temperature", "stream", "stream_options");

    private static List<String> sentFields(FakeServer server, String path) {
        List<String> names = new ArrayList<>();
        for (FakeServer.Request request : server.requestsOf(path)) {
            JsonNode body = Dialects.parse(request.body());
            body.fieldNames().forEachRemaining(names::add);
            body.path("stream_options").fieldNames().forEachRemaining(names::add);
        }
        return names;
    }

    @Test
    void vllmIsKnownByItsListAndConfirmedByARequest() throws Exception {
        try (FakeServer server = Dialects.vllm()) {
            EndpointFacts facts = EndpointProbe.probe(server.endpoint(), ProbeOptions.DEFAULT);
            assertThat(facts.dialect()).isEqualTo(Dialect.VLLM);
            assertThat(facts.engineVersion()).isEqualTo("0.32.0");
            assertThat(facts.model()).isEqualTo(Dialects.MODEL);
            assertThat(facts.maxModelLen()).isEqualTo(2_048);
            assertThat(facts.capabilities())
                    .isEqualTo(new Capabilities(true, true, true, true, true, true, false, TokenizeShape.VLLM));
            assertThat(facts.tokenIdRange()).containsExactly(1_000, 32_000);
            assertThat(facts.provenance()).isEqualTo(DeclaredProvenance.UNKNOWN);
            assertThat(facts.notes()).isEmpty();
            assertThat(server.requestsOf("/v1/completions")).hasSize(1);
        }
    }

    @Test
    void llamaCppTellsSlotsContextAndVocabulary() throws Exception {
        try (FakeServer server = Dialects.llamaCpp()) {
            EndpointFacts facts =
                    EndpointProbe.probe(server.endpoint("small", EndpointSpec.DEFAULT), ProbeOptions.DEFAULT);
            assertThat(facts.dialect()).isEqualTo(Dialect.LLAMA_CPP);
            assertThat(facts.engineVersion()).isEqualTo("b11434-pypi-sdist");
            assertThat(facts.slots()).isEqualTo(4);
            assertThat(facts.maxModelLen()).isEqualTo(2_048);
            assertThat(facts.vocabularySize()).isEqualTo(49_152);
            assertThat(facts.catalog().models().get(0).parameters()).isEqualTo(134_515_008L);
            assertThat(facts.capabilities())
                    .isEqualTo(new Capabilities(true, true, false, false, true, false, true, TokenizeShape.LLAMA_CPP));
            assertThat(sentFields(server, "/v1/completions"))
                    .contains("ignore_eos", "cache_prompt")
                    .doesNotContain("return_token_ids", "min_tokens", "continuous_usage_stats");
        }
    }

    @Test
    void documentedFactsThatDoNotHoldAreCorrected() throws Exception {
        try (FakeServer server = Dialects.sglang()) {
            EndpointFacts facts = EndpointProbe.probe(server.endpoint(), ProbeOptions.DEFAULT);
            assertThat(facts.dialect()).isEqualTo(Dialect.SGLANG);
            assertThat(facts.engineVersion()).isEqualTo("0.5.8");
            assertThat(facts.capabilities())
                    .isEqualTo(new Capabilities(true, true, false, false, true, true, false, TokenizeShape.NONE));
            assertThat(facts.notes())
                    .anyMatch(note -> note.startsWith("return_token_ids was ignored"))
                    .anyMatch(note -> note.startsWith("continuous_usage_stats was ignored"));
        }
    }

    @Test
    void tgiIsKnownByItsInfo() throws Exception {
        try (FakeServer server = Dialects.tgi()) {
            EndpointFacts facts = EndpointProbe.probe(server.endpoint(), ProbeOptions.DEFAULT);
            assertThat(facts.dialect()).isEqualTo(Dialect.TGI);
            assertThat(facts.engineVersion()).isEqualTo("3.3.4");
            assertThat(facts.maxModelLen()).isEqualTo(4_096);
            assertThat(facts.capabilities().tokenIdPrompts()).isFalse();
            assertThat(facts.capabilities().fixedOutputLength()).isFalse();
            assertThat(facts.capabilities().tokenize()).isEqualTo(TokenizeShape.TGI);
        }
    }

    @Test
    void transformersGetsNoFieldThatItRefuses() throws Exception {
        try (FakeServer server = Dialects.transformers()) {
            EndpointFacts facts = EndpointProbe.probe(server.endpoint(), ProbeOptions.DEFAULT);
            assertThat(facts.dialect()).isEqualTo(Dialect.TRANSFORMERS);
            assertThat(facts.capabilities())
                    .isEqualTo(new Capabilities(false, true, false, false, false, false, false, TokenizeShape.NONE));
            assertThat(server.requestsOf("/v1/completions")).hasSize(1);
        }
    }

    @Test
    void aWronglyForcedDialectIsCorrectedByWhatTheServerRefuses() throws Exception {
        try (FakeServer server = Dialects.transformers()) {
            EndpointFacts facts =
                    EndpointProbe.probe(server.endpoint(), ProbeOptions.DEFAULT.withDialect(Dialect.VLLM));
            assertThat(facts.dialect()).isEqualTo(Dialect.VLLM);
            assertThat(facts.dialectForced()).isTrue();
            assertThat(facts.capabilities().ignoreEos()).isFalse();
            assertThat(facts.capabilities().returnTokenIds()).isFalse();
            assertThat(facts.capabilities().tokenIdPrompts()).isFalse();
            assertThat(facts.notes()).anyMatch(note -> note.contains("prompt must be a string"));
        }
    }

    @Test
    void anUnknownServerGetsStandardFieldsOnly() throws Exception {
        try (FakeServer server = Dialects.unknown()) {
            EndpointFacts facts = EndpointProbe.probe(server.endpoint(), ProbeOptions.DEFAULT);
            assertThat(facts.dialect()).isEqualTo(Dialect.OPENAI);
            assertThat(facts.engineVersion()).isEmpty();
            assertThat(facts.capabilities()).isEqualTo(Capabilities.STANDARD.withTokenIdPrompts(false));
            assertThat(facts.tokenIdRange()).isEmpty();
            List<String> sent = new ArrayList<>(sentFields(server, "/v1/completions"));
            sent.removeAll(STANDARD);
            assertThat(sent).containsOnly("include_usage");
        }
    }

    /** As the load reads them: data lines of one event belong together, a line ends where an event stream's line does, and what lacks blank lines is left to the load to judge. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"choices\":[{\"index\":0,\ndata: \"text\":\"a\",\"token_ids\":[5],\"finish_reason\":null}]}",
                "{\"choices\":[{\"index\":0,\"text\":\"a\u2028b\u0085\",\"token_ids\":[5],\"finish_reason\":null}]}",
                "{\"object\":\"x\"}\ndata: {\"choices\":[{\"index\":0,\"text\":\"a\",\"token_ids\":[5],\"finish_reason\":null}]}"
            })
    void eventsInUnusualLinesAreSeen(String event) throws Exception {
        try (FakeServer server = Dialects.vllm().on("POST /v1/completions", FakeServer.Reply.sse(event, "[DONE]"))) {
            EndpointFacts facts = EndpointProbe.probe(server.endpoint(), ProbeOptions.DEFAULT);
            assertThat(facts.capabilities().returnTokenIds()).isTrue();
        }
    }

    @Test
    void aServerThatWantsTheNewerLimitGetsIt() throws Exception {
        try (FakeServer server = FakeServer.start()
                .on("GET /v1/models", Dialects.models("openai", ""))
                .on(
                        "POST /v1/chat/completions",
                        request -> request.body().contains("\"max_tokens\"")
                                ? FakeServer.Reply.json(
                                        400,
                                        "{\"error\":{\"message\":\"Unsupported parameter: 'max_tokens'. Use 'max_completion_tokens' instead.\"}}")
                                : FakeServer.Reply.sse(
                                        "{\"choices\":[{\"index\":0,\"delta\":{\"content\":\"a\"},\"finish_reason\":null}]}",
                                        "[DONE]"))) {
            EndpointFacts facts =
                    EndpointProbe.probe(server.endpoint("", FakeServer.protocol(Protocol.CHAT)), ProbeOptions.DEFAULT);
            assertThat(facts.outputLimitField()).isEqualTo("max_completion_tokens");
            assertThat(facts.notes()).anyMatch(note -> note.contains("no usage"));
            JsonNode body = Dialects.parse(
                    server.requestsOf("/v1/chat/completions").get(0).body());
            assertThat(body.at("/messages/0/content").asText()).isNotEmpty();
        }
    }

    @Test
    void aSmallVocabularyIsFoundByRefusals() throws Exception {
        try (FakeServer server = FakeServer.start()
                .on("GET /v1/models", Dialects.models("vllm", ""))
                .on("POST /v1/completions", request -> {
                    for (JsonNode id : Dialects.parse(request.body()).path("prompt")) {
                        if (id.asInt() >= 5_000) {
                            return FakeServer.Reply.json(
                                    400, "{\"error\":{\"message\":\"Token id " + id + " is out of vocabulary\"}}");
                        }
                    }
                    return FakeServer.Reply.sse("{\"choices\":[{\"text\":\"a\"}]}", "[DONE]");
                })) {
            EndpointFacts facts = EndpointProbe.probe(server.endpoint(), ProbeOptions.DEFAULT);
            assertThat(facts.tokenIdRange().get(0)).isBetween(1, 1_000);
            assertThat(facts.tokenIdRange().get(1)).isBetween(3_000, 5_000);
            assertThat(facts.capabilities().tokenIdPrompts()).isTrue();
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "simulated | simulated | none",
                "engine=real; weights=random | real | random",
                "real | real | unknown",
                "something | unknown | unknown"
            })
    void provenanceComesFromTheHeader(String header, String engine, String weights) throws Exception {
        try (FakeServer server = Dialects.vllm().header(DeclaredProvenance.HEADER, header)) {
            EndpointFacts facts = EndpointProbe.probe(server.endpoint(), ProbeOptions.DEFAULT);
            assertThat(facts.provenance()).isEqualTo(new DeclaredProvenance(engine, weights));
            assertThat(facts.dialect()).isEqualTo(Dialect.VLLM);
        }
    }

    @Test
    void aSimulatorThatImitatesNobodyIsTheSimDialect() throws Exception {
        try (FakeServer server = Dialects.unknown().header("X-Infermark-Provenance", "simulated")) {
            assertThat(EndpointProbe.probe(server.endpoint(), ProbeOptions.DEFAULT)
                            .dialect())
                    .isEqualTo(Dialect.SIM);
        }
    }

    @Test
    void everyUrlMustServeTheModel() throws Exception {
        try (FakeServer one = Dialects.vllm();
                FakeServer two = Dialects.vllm()) {
            EndpointFacts facts = EndpointProbe.probe(
                    new Endpoint(List.of(one.uri(), two.uri()), "", EndpointSpec.DEFAULT), ProbeOptions.DEFAULT);
            assertThat(facts.model()).isEqualTo(Dialects.MODEL);
            assertThat(two.requestsOf("/v1/models")).hasSize(1);
        }
    }

    @Test
    void theCatalogNeedsNoRequestOfAModel() throws Exception {
        try (FakeServer server = Dialects.vllm()) {
            ModelCatalog catalog =
                    EndpointProbe.catalog(server.endpoint(), SecretStore.ofProcess(), ProbeOptions.DEFAULT);
            assertThat(catalog.names()).containsExactly(Dialects.MODEL);
            assertThat(catalog.models().get(0).maxModelLen()).isEqualTo(2_048);
            assertThat(server.requests).hasSize(1);
        }
    }

    @Test
    void aUrlThatEndsInTheBasePathDoesNotGetItTwice() throws Exception {
        try (FakeServer server = Dialects.vllm()) {
            Endpoint endpoint = new Endpoint(List.of(server.uri().resolve("/v1/")), "", EndpointSpec.DEFAULT);
            assertThat(EndpointProbe.probe(endpoint, ProbeOptions.DEFAULT).engineVersion())
                    .isEqualTo("0.32.0");
        }
    }

    @Test
    void noRequestIsSentWhereNoneIsWanted() throws Exception {
        try (FakeServer server = Dialects.vllm()) {
            ProbeOptions base = ProbeOptions.DEFAULT;
            EndpointFacts facts = EndpointProbe.probe(
                    server.endpoint(),
                    new ProbeOptions(
                            null, base.connectTimeout(), base.readTimeout(), base.firstRequestTimeout(), false, false));
            assertThat(server.requestsOf("/v1/completions")).isEmpty();
            assertThat(facts.notes()).anyMatch(note -> note.contains("not confirmed"));
        }
    }

    @Test
    void anAskedModelIsEnoughWhereThereIsNoList() throws Exception {
        try (FakeServer server = FakeServer.start()
                .on("POST /v1/completions", FakeServer.Reply.sse("{\"choices\":[{\"text\":\"a\"}]}", "[DONE]"))) {
            EndpointFacts facts = EndpointProbe.probe(server.endpoint("m", EndpointSpec.DEFAULT), ProbeOptions.DEFAULT);
            assertThat(facts.model()).isEqualTo("m");
            assertThat(facts.catalog().models()).isEmpty();
            assertThat(facts.notes()).anyMatch(note -> note.contains("lists no models"));
        }
    }
}
