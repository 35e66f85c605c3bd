package io.infermark.endpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.infermark.api.Protocol;
import io.infermark.model.EndpointSpec;
import io.infermark.model.HeaderSpec;
import io.infermark.model.SecretRef;
import io.infermark.model.WorkloadSpec;
import io.infermark.prompt.PromptWindow;
import io.infermark.prompt.TokenIdPrompts;
import io.infermark.spi.Endpoint;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SecretStoreTest {
    private static final String KEY = "sk-Very\"Secret\\9f/+=x";
    private static final SecretRef REF = SecretRef.parse("env:KEY");

    @TempDir
    Path folder;

    private static SecretStore store() {
        return SecretStore.ofEnvironment(Map.of("KEY", KEY, "EMPTY", " \n", "LINES", "a\nb")::get);
    }

    @Test
    void readsVariablesAndFiles() throws Exception {
        Path file = Files.writeString(folder.resolve("key"), KEY + "\n");
        assertThat(store().get(REF).reveal()).isEqualTo(KEY);
        assertThat(store().get(SecretRef.parse("file:" + file)).reveal()).isEqualTo(KEY);
    }

    @Test
    void whatIsMissingOrEmptyIsNamedByItsReference() throws Exception {
        Path empty = Files.writeString(folder.resolve("empty"), "\n");
        Path binary = Files.write(folder.resolve("binary"), new byte[] {(byte) 0xC3, 0x28});
        assertFailure("env:NONE", "SecretMissing");
        assertFailure("env:EMPTY", "SecretEmpty");
        assertFailure("env:LINES", "SecretMalformed");
        assertFailure("file:" + folder.resolve("none"), "SecretMissing");
        assertFailure("file:" + empty, "SecretEmpty");
        assertFailure("file:" + folder, "SecretUnreadable");
        assertFailure("file:" + binary, "SecretUnreadable");
    }

    private static void assertFailure(String reference, String code) {
        assertThatThrownBy(() -> store().get(SecretRef.parse(reference)))
                .isInstanceOfSatisfying(EndpointException.class, e -> {
                    assertThat(e.code()).isEqualTo(code);
                    assertThat(e.fault()).isEqualTo(EndpointException.Fault.CONFIGURATION);
                })
                .hasMessageContaining(reference)
                .hasNoCause();
    }

    @Test
    void anotherProcessGetsValuesByReference() {
        EndpointSpec spec = FakeServer.spec("env:KEY", List.of(new HeaderSpec("X-Plain", "plain")));
        Map<String, String> values = store().values(spec);
        assertThat(values).containsExactly(Map.entry("env:KEY", KEY));
        assertThat(SecretStore.ofValues(values).get(REF).reveal()).isEqualTo(KEY);
        assertThatThrownBy(() -> SecretStore.ofValues(Map.of()).get(REF)).hasMessageStartingWith("[SecretMissing]");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                KEY,
                "sk-Very\\\"Secret\\\\9f/+=x",
                "sk-Very%22Secret%5C9f%2F%2B%3Dx",
                "c2stVmVyeSJTZWNyZXRcOWYvKz14"
            })
    void theRedactorKnowsThePlainJsonUrlAndBase64Forms(String form) {
        SecretStore store = store();
        store.get(REF);
        assertThat(store.redactor().redact("a " + form + " b")).isEqualTo("a <secret env:KEY> b");
    }

    @Test
    void nothingThatPrintsASecretPrintsIt() throws Exception {
        SecretStore store = store();
        EndpointSpec spec = new EndpointSpec(
                List.of(),
                Protocol.COMPLETIONS,
                "/v1?key=env:KEY",
                "env:KEY",
                List.of(new HeaderSpec("X-Other", "env:KEY")),
                Map.of(),
                List.of(),
                "",
                "");
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        PrintStream out = System.out;
        PrintStream err = System.err;
        StringWriter all = new StringWriter();
        System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
        System.setErr(new PrintStream(printed, true, StandardCharsets.UTF_8));
        try (FakeServer server = Dialects.vllm();
                FakeServer echo = FakeServer.start()
                        .on(
                                "GET /v1/models",
                                request -> FakeServer.Reply.json(
                                        401,
                                        "{\"error\":{\"message\":\"bad key "
                                                + KEY.replace("\\", "\\\\").replace("\"", "\\\"") + "\"}}"))) {
            Endpoint endpoint = server.endpoint("", spec);
            EndpointFacts facts = EndpointProbe.probe(endpoint, store, ProbeOptions.DEFAULT);
            RequestBodies bodies = RequestBodies.of(
                    endpoint,
                    facts,
                    store,
                    TokenIdPrompts.inRange(1_000, 32_000),
                    WorkloadSpec.of(16, 4),
                    TokenCounting.AUTO,
                    false,
                    new PromptWindow("p", 0, false, 0, 1));
            PreparedRequest request = bodies.prepare(0);
            assertThat(server.requestsOf("/v1/completions").get(0).headers().getFirst("Authorization"))
                    .isEqualTo("Bearer " + KEY);
            assertThat(server.requestsOf("/v1/completions").get(0).headers().getFirst("X-Other"))
                    .isEqualTo(KEY);
            assertThat(server.requestsOf("/v1/completions").get(0).query())
                    .isEqualTo("key=sk-Very%22Secret%5C9f%2F%2B%3Dx");
            assertThat(request.uri().getQuery()).contains(KEY);
            ObjectMapper mapper = new ObjectMapper().disable(SerializationFeature.FAIL_ON_EMPTY_BEANS);
            for (Object thing : new Object[] {
                store, store.get(REF), store.redactor(), facts, bodies.headers(), bodies, endpoint, EndpointTls.of(spec)
            }) {
                all.append(String.valueOf(thing)).append('\n');
                all.append(mapper.writeValueAsString(thing)).append('\n');
            }
            all.append(request.toString()).append('\n').append(new String(request.body(), StandardCharsets.UTF_8));
            assertThatThrownBy(() -> EndpointProbe.probe(echo.endpoint("", spec), store, ProbeOptions.DEFAULT))
                    .hasMessageContaining("<secret env:KEY>")
                    .satisfies(e -> e.printStackTrace(new PrintWriter(all, true)));
        } finally {
            System.setOut(out);
            System.setErr(err);
        }
        all.append(printed.toString(StandardCharsets.UTF_8));
        assertThat(all.toString())
                .contains("Secret[env:KEY]")
                .doesNotContain("Very")
                .doesNotContain("9f/+=x")
                .doesNotContain("c2stVmVye");
    }
}
