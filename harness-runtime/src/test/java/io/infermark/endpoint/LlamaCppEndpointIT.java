package io.infermark.endpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.infermark.api.Protocol;
import io.infermark.model.EndpointSpec;
import io.infermark.model.WorkloadSpec;
import io.infermark.prompt.Prompt;
import io.infermark.prompt.PromptKind;
import io.infermark.prompt.PromptSource;
import io.infermark.prompt.PromptWindow;
import io.infermark.server.LlamaCpp;
import io.infermark.spi.Endpoint;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Facts, bodies and prompts against a running llama-server with real weights. */
@Tag("real-engine")
class LlamaCppEndpointIT {
    private static final Duration START_LIMIT = Duration.ofMinutes(2);
    private static final SecretStore SECRETS = SecretStore.ofEnvironment(Map.of("KEY", "right", "OTHER", "wrong")::get);

    static {
        // The server closes a connection that was idle for 5 s; this JVM's own questions must not meet that instant.
        System.setProperty("jdk.httpclient.keepalive.timeout", "2");
    }

    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    @TempDir
    static Path folder;

    private static Process server;
    private static URI url;

    @BeforeAll
    static void start() throws Exception {
        int port;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = socket.getLocalPort();
        }
        server = new ProcessBuilder(
                        LlamaCpp.server().toString(),
                        "-m",
                        LlamaCpp.model().toString(),
                        "--alias",
                        "smollm2-135m",
                        "--host",
                        "127.0.0.1",
                        "--port",
                        Integer.toString(port),
                        "-np",
                        "2",
                        "-c",
                        "4096",
                        "-t",
                        "1",
                        "--offline",
                        "--api-key",
                        "right")
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("server.log").toFile())
                .start();
        url = URI.create("http://127.0.0.1:" + port);
        long deadline = System.nanoTime() + START_LIMIT.toNanos();
        while (!healthy()) {
            assertThat(server.isAlive()).isTrue();
            assertThat(System.nanoTime()).isLessThan(deadline);
            Thread.onSpinWait();
        }
    }

    private static boolean healthy() throws InterruptedException {
        try {
            HttpRequest request = HttpRequest.newBuilder(url.resolve("/health"))
                    .timeout(Duration.ofSeconds(5))
                    .build();
            return CLIENT.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException e) {
            // Refused until it listens; wait for the process itself rather than spin on the socket.
            server.waitFor(100, TimeUnit.MILLISECONDS);
            return false;
        }
    }

    @AfterAll
    static void stop() throws InterruptedException {
        server.destroy();
        if (!server.waitFor(20, TimeUnit.SECONDS)) {
            server.destroyForcibly();
        }
    }

    private static Endpoint endpoint(Protocol protocol, String key) {
        EndpointSpec spec = new EndpointSpec(List.of(), protocol, "/v1", key, List.of(), Map.of(), List.of(), "", "");
        return new Endpoint(List.of(url), "", spec);
    }

    private static StreamSample send(RequestBodies bodies, int index) throws Exception {
        PreparedRequest prepared = bodies.prepare(index);
        HttpRequest.Builder request = HttpRequest.newBuilder(prepared.uri())
                .timeout(Duration.ofMinutes(2))
                .POST(HttpRequest.BodyPublishers.ofByteArray(prepared.body()));
        bodies.headers().forEach(request::header);
        HttpResponse<String> response = CLIENT.send(request.build(), HttpResponse.BodyHandlers.ofString());
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        assertThat(cached(response.body())).isZero();
        return StreamSample.read(response.body());
    }

    private static int cached(String body) {
        return body.lines()
                .filter(line -> line.contains("cached_tokens"))
                .mapToInt(line -> Dialects.parse(line.substring(5))
                        .at("/usage/prompt_tokens_details/cached_tokens")
                        .asInt())
                .sum();
    }

    private static RequestBodies bodies(Endpoint endpoint, EndpointFacts facts, PromptSource prompts, boolean cache) {
        return RequestBodies.of(
                endpoint,
                facts,
                SECRETS,
                prompts,
                new WorkloadSpec("w", 200, 12, 0.5),
                TokenCounting.AUTO,
                cache,
                new PromptWindow("p", 0, false, 0, 5));
    }

    private static PromptSource prompts(Endpoint endpoint, EndpointFacts facts) {
        return EndpointPrompts.open(endpoint, facts, SECRETS, ProbeOptions.DEFAULT, null, folder)
                .source();
    }

    @Test
    void itsFactsAreFound() {
        EndpointFacts facts =
                EndpointProbe.probe(endpoint(Protocol.COMPLETIONS, "env:KEY"), SECRETS, ProbeOptions.DEFAULT);
        assertThat(facts.dialect()).isEqualTo(Dialect.LLAMA_CPP);
        assertThat(facts.engineVersion()).startsWith("b11434");
        assertThat(facts.model()).isEqualTo("smollm2-135m");
        assertThat(facts.slots()).isEqualTo(2);
        assertThat(facts.maxModelLen()).isEqualTo(2_048);
        assertThat(facts.vocabularySize()).isEqualTo(49_152);
        assertThat(facts.capabilities()).isEqualTo(Dialect.LLAMA_CPP.documented());
        assertThat(facts.notes()).isEmpty();
    }

    /** The prefix cache stays on, so that a prompt which is not new would be found out. */
    @Test
    void idPromptsHaveTheirLengthAndHitNoCache() throws Exception {
        Endpoint endpoint = endpoint(Protocol.COMPLETIONS, "env:KEY");
        EndpointFacts facts = EndpointProbe.probe(endpoint, SECRETS, ProbeOptions.DEFAULT);
        PromptSource prompts = prompts(endpoint, facts);
        assertThat(prompts.kind()).isEqualTo(PromptKind.TOKEN_IDS);
        RequestBodies bodies = bodies(endpoint, facts, prompts, true);
        for (int index = 0; index < 6; index++) {
            StreamSample sample = send(bodies, index);
            assertThat(sample.promptTokens()).isEqualTo(bodies.prepare(index).plannedInputTokens());
            assertThat(sample.outputTokens()).isEqualTo(bodies.prepare(index).plannedOutputTokens());
        }
    }

    @Test
    void chatTextsHaveTheirLengthBesideAConstantOfTheTemplate() throws Exception {
        Endpoint endpoint = endpoint(Protocol.CHAT, "env:KEY");
        EndpointFacts facts = EndpointProbe.probe(endpoint, SECRETS, ProbeOptions.DEFAULT);
        PromptSource prompts = prompts(endpoint, facts);
        assertThat(prompts.kind()).isEqualTo(PromptKind.SERVER_TOKENIZER);
        RequestBodies bodies = bodies(endpoint, facts, prompts, false);
        int template = send(bodies, 0).promptTokens() - bodies.prepare(0).plannedInputTokens();
        assertThat(template).isPositive();
        for (int index = 1; index < 4; index++) {
            assertThat(send(bodies, index).promptTokens())
                    .isEqualTo(bodies.prepare(index).plannedInputTokens() + template);
        }
    }

    @Test
    void theTokenizerAgreesOnLongTexts() throws Exception {
        Endpoint endpoint = endpoint(Protocol.CHAT, "env:KEY");
        EndpointFacts facts = EndpointProbe.probe(endpoint, SECRETS, ProbeOptions.DEFAULT);
        PromptSource prompts = prompts(endpoint, facts);
        for (int tokens : new int[] {1, 2, 50, 1_500, 8_192}) {
            Prompt.Text prompt =
                    (Prompt.Text) prompts.prompt(new PromptWindow("q", 0, false, 0, tokens), tokens, tokens);
            HttpRequest request = HttpRequest.newBuilder(url.resolve("/tokenize"))
                    .header("Authorization", "Bearer right")
                    .POST(HttpRequest.BodyPublishers.ofString(
                            "{\"content\":\"" + prompt.text() + "\",\"add_special\":false}"))
                    .build();
            JsonNode answer = Dialects.parse(
                    CLIENT.send(request, HttpResponse.BodyHandlers.ofString()).body());
            assertThat(answer.path("tokens").size()).isEqualTo(tokens);
        }
    }

    @Test
    void aWrongOrMissingKeyIsRefused() {
        assertThatThrownBy(() ->
                        EndpointProbe.probe(endpoint(Protocol.COMPLETIONS, "env:OTHER"), SECRETS, ProbeOptions.DEFAULT))
                .hasMessageStartingWith("[EndpointUnauthorized]")
                .hasMessageContaining("env:OTHER");
        assertThatThrownBy(() -> EndpointProbe.probe(endpoint(Protocol.COMPLETIONS, ""), SECRETS, ProbeOptions.DEFAULT))
                .hasMessageStartingWith("[EndpointUnauthorized]")
                .hasMessageContaining("apiKey");
    }
}
