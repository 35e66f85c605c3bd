package io.infermark.endpoint;

import static org.assertj.core.api.Assertions.assertThat;

import io.infermark.api.Protocol;
import io.infermark.prompt.Prompt;
import io.infermark.prompt.PromptKind;
import io.infermark.prompt.PromptSource;
import io.infermark.prompt.PromptWindow;
import io.infermark.spi.Endpoint;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class EndpointPromptsTest {
    private static final PromptWindow WINDOW = new PromptWindow("p", 0, false, 0, 9);

    private static EndpointPrompts open(FakeServer server, Protocol protocol, @Nullable Path tokenizer) {
        Endpoint endpoint = server.endpoint(Dialects.MODEL, FakeServer.protocol(protocol));
        SecretStore secrets = SecretStore.ofProcess();
        EndpointFacts facts = EndpointProbe.probe(endpoint, secrets, ProbeOptions.DEFAULT);
        return EndpointPrompts.open(
                endpoint, facts, secrets, ProbeOptions.DEFAULT, tokenizer, Path.of("target", "tokenizer-natives"));
    }

    private static Path tokenizer() throws Exception {
        return Path.of(EndpointPromptsTest.class
                .getResource("/tokenizer/tokenizer.json")
                .toURI());
    }

    @Test
    void completionsGetIdsWhereTheServerTakesThem() throws Exception {
        try (FakeServer server = Dialects.vllm()) {
            PromptSource source = open(server, Protocol.COMPLETIONS, null).source();
            assertThat(source.kind()).isEqualTo(PromptKind.TOKEN_IDS);
            assertThat(source.description()).isEqualTo("token ids in [1000, 32000)");
        }
    }

    @Test
    void aNamedTokenizerNarrowsTheRangeOfIds() throws Exception {
        try (FakeServer server = Dialects.vllm().on("GET /v1/models", Dialects.models("vllm", ",\"vocab_size\":212"))) {
            PromptSource source =
                    open(server, Protocol.COMPLETIONS, tokenizer()).source();
            assertThat(source.kind()).isEqualTo(PromptKind.TOKEN_IDS);
            assertThat(source.description()).isEqualTo("token ids in [46, 186)");
        }
    }

    @Test
    void chatIsCountedByTheServer() throws Exception {
        try (FakeServer server = Dialects.vllm()) {
            PromptSource source = open(server, Protocol.CHAT, null).source();
            assertThat(source.kind()).isEqualTo(PromptKind.SERVER_TOKENIZER);
            Prompt.Text prompt = (Prompt.Text) source.prompt(WINDOW, 0, 300);
            assertThat(prompt.text().split(" ", -1)).hasSize(300);
            int asked = server.requestsOf("/tokenize").size();
            source.prompt(WINDOW, 1, 300);
            assertThat(server.requestsOf("/tokenize")).hasSize(asked).hasSizeLessThan(1_000);
        }
    }

    @Test
    void llamaCppCountsWithItsOwnFields() throws Exception {
        try (FakeServer server = Dialects.llamaCpp()) {
            assertThat(open(server, Protocol.CHAT, null).source().kind()).isEqualTo(PromptKind.SERVER_TOKENIZER);
            assertThat(server.requestsOf("/tokenize"))
                    .allMatch(request -> request.body().contains("\"content\""));
        }
    }

    @Test
    void tgiCompletionsAreTextThatItCounts() throws Exception {
        try (FakeServer server = Dialects.tgi()) {
            EndpointPrompts prompts = open(server, Protocol.COMPLETIONS, null);
            assertThat(prompts.source().prompt(WINDOW, 0, 64).tokens()).isEqualTo(64);
        }
    }

    @Test
    void aLocalTokenizerGoesBeforeTheServers() throws Exception {
        try (FakeServer server = Dialects.vllm()) {
            PromptSource source = open(server, Protocol.CHAT, tokenizer()).source();
            assertThat(source.kind()).isEqualTo(PromptKind.LOCAL_TOKENIZER);
            assertThat(server.requestsOf("/tokenize")).hasSizeLessThan(10);
        }
    }

    @Test
    void withoutAnyTokenizerTheLengthIsAnEstimateAndSaysSo() throws Exception {
        try (FakeServer server = Dialects.unknown()) {
            EndpointPrompts prompts = open(server, Protocol.COMPLETIONS, null);
            assertThat(prompts.source().kind()).isEqualTo(PromptKind.ESTIMATE);
            assertThat(prompts.notes()).anyMatch(note -> note.contains("estimates"));
        }
    }
}
