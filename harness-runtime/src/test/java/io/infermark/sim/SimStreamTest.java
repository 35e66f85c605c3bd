package io.infermark.sim;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What streams look like, byte for byte; ids, time stamps and word texts are replaced before the comparison. */
@Timeout(60)
class SimStreamTest {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final String COMPLETIONS = "/v1/completions";
    private static final String CHAT = "/v1/chat/completions";
    private static final String TWO_TOKENS =
            "\"max_tokens\":2,\"stream\":true,\"stream_options\":{\"include_usage\":true}}";
    private static final String PROMPT_BODY = "{\"prompt\":[97,98],";
    private static final String CHAT_BODY = "{\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}],";

    private static SimServer start(String... options) {
        SimConfig.Builder builder = SimConfig.builder()
                .fixed(Duration.ofMillis(1), Duration.ofMillis(1))
                .model("m");
        for (int i = 0; i < options.length; i += 2) {
            builder.option(options[i], options[i + 1]);
        }
        return SimServer.start(builder.build());
    }

    private static String normalised(String body) {
        return body.replaceAll("(chatcmpl|cmpl)-[0-9a-f]{16}", "$1-ID")
                .replaceAll("\"created\":[0-9]+", "\"created\":T")
                .replaceAll("\" [bdfghjklmnprstvzaeiou]{2,6}\"", "\" w\"");
    }

    private static int tokens(SimServer server) {
        return (int) server.truth().outputTokens();
    }

    @Test
    void vllmCompletions() throws IOException {
        try (SimServer server = start()) {
            String body =
                    RawHttp.post(server, COMPLETIONS, PROMPT_BODY + TWO_TOKENS).body();
            String head =
                    "data: {\"id\":\"cmpl-ID\",\"object\":\"text_completion\",\"created\":T,\"model\":\"m\",\"choices\":[";
            assertThat(normalised(body))
                    .isEqualTo(head
                            + "{\"index\":0,\"text\":\" w\",\"logprobs\":null,\"finish_reason\":null,\"stop_reason\":null,\"prompt_token_ids\":null,\"token_ids\":null}]}\n\n"
                            + head
                            + "{\"index\":0,\"text\":\" w\",\"logprobs\":null,\"finish_reason\":\"length\",\"stop_reason\":null,\"prompt_token_ids\":null,\"token_ids\":null}]}\n\n"
                            + head
                            + "],\"usage\":{\"prompt_tokens\":2,\"total_tokens\":4,\"completion_tokens\":2},\"system_fingerprint\":\"infermark-sim-simulated\"}\n\n"
                            + "data: [DONE]\n\n");
        }
    }

    @Test
    void vllmChatWithContinuousUsageAndIds() throws IOException {
        try (SimServer server = start()) {
            String body = RawHttp.post(
                            server,
                            CHAT,
                            CHAT_BODY
                                    + "\"max_tokens\":2,\"stream\":true,\"return_token_ids\":true,\"stream_options\":{\"continuous_usage_stats\":true}}")
                    .body();
            String head =
                    "data: {\"id\":\"chatcmpl-ID\",\"object\":\"chat.completion.chunk\",\"created\":T,\"model\":\"m\",\"choices\":[{\"index\":0,\"delta\":";
            String text = normalised(body).replaceAll("_ids\":\\[[0-9,]+]", "_ids\":[…]");
            assertThat(text)
                    .isEqualTo(head
                            + "{\"role\":\"assistant\",\"content\":\"\"},\"logprobs\":null,\"finish_reason\":null}],\"usage\":{\"prompt_tokens\":21,\"total_tokens\":21,\"completion_tokens\":0},\"prompt_token_ids\":[…],\"prompt_text\":null}\n\n"
                            + head
                            + "{\"content\":\" w\"},\"logprobs\":null,\"finish_reason\":null,\"token_ids\":[…]}],\"usage\":{\"prompt_tokens\":21,\"total_tokens\":22,\"completion_tokens\":1}}\n\n"
                            + head
                            + "{\"content\":\" w\"},\"logprobs\":null,\"finish_reason\":\"length\",\"stop_reason\":null,\"token_ids\":[…]}],\"usage\":{\"prompt_tokens\":21,\"total_tokens\":23,\"completion_tokens\":2}}\n\n"
                            + "data: [DONE]\n\n");
        }
    }

    @Test
    void llamaCppCompletionsCarryUsageInTheFinishEvent() throws IOException {
        try (SimServer server = start("dialect", "llamacpp")) {
            String body = RawHttp.post(server, COMPLETIONS, PROMPT_BODY + "\"max_tokens\":2,\"stream\":true}")
                    .body();
            String tail =
                    ",\"created\":T,\"model\":\"m\",\"system_fingerprint\":\"infermark-sim-simulated\",\"object\":\"text_completion\"";
            String word = "data: {\"choices\":[{\"text\":\" w\",\"index\":0,\"logprobs\":null,\"finish_reason\":null}]"
                    + tail + ",\"id\":\"chatcmpl-ID\"}\n\n";
            assertThat(normalised(body))
                    .isEqualTo(word + word
                            + "data: {\"choices\":[{\"text\":\"\",\"index\":0,\"logprobs\":null,\"finish_reason\":\"length\"}]"
                            + tail
                            + ",\"usage\":{\"completion_tokens\":2,\"prompt_tokens\":2,\"total_tokens\":4,\"prompt_tokens_details\":{\"cached_tokens\":0}},\"id\":\"chatcmpl-ID\""
                            + ",\"timings\":{\"cache_n\":0,\"prompt_n\":2,\"prompt_ms\":1.000,\"prompt_per_token_ms\":0.500,\"prompt_per_second\":2000.000,\"predicted_n\":2,\"predicted_ms\":1.000,\"predicted_per_token_ms\":1.000,\"predicted_per_second\":1000.000}}\n\n"
                            + "data: [DONE]\n\n");
        }
    }

    @Test
    void llamaCppChatHasUsageApart() throws IOException {
        try (SimServer server = start("dialect", "llamacpp")) {
            List<String> data =
                    RawHttp.post(server, CHAT, CHAT_BODY + TWO_TOKENS).data();
            String tail =
                    ",\"created\":T,\"id\":\"chatcmpl-ID\",\"model\":\"m\",\"system_fingerprint\":\"infermark-sim-simulated\",\"object\":\"chat.completion.chunk\"";
            assertThat(data.stream().map(SimStreamTest::normalised).limit(4))
                    .containsExactly(
                            "{\"choices\":[{\"finish_reason\":null,\"index\":0,\"delta\":{\"role\":\"assistant\",\"content\":null}}]"
                                    + tail + "}",
                            "{\"choices\":[{\"finish_reason\":null,\"index\":0,\"delta\":{\"content\":\" w\"}}]" + tail
                                    + "}",
                            "{\"choices\":[{\"finish_reason\":null,\"index\":0,\"delta\":{\"content\":\" w\"}}]" + tail
                                    + "}",
                            "{\"choices\":[{\"finish_reason\":\"length\",\"index\":0,\"delta\":{}}]" + tail + "}");
            assertThat(normalised(data.get(4)))
                    .startsWith("{\"choices\":[]" + tail + ",\"usage\":{\"completion_tokens\":2,\"prompt_tokens\":21,");
            assertThat(data).hasSize(6).endsWith("[DONE]");
        }
    }

    @Test
    void llamaCppArrayPromptBeginsWithNullAndUsesProgressWhenAsked() throws IOException {
        try (SimServer server = start("dialect", "llamacpp")) {
            List<String> batch = RawHttp.post(
                            server,
                            COMPLETIONS,
                            "{\"prompt\":[\"One two\",\"Red green\"],\"max_tokens\":3,\"stream\":true}")
                    .data();
            assertThat(batch.get(0)).isEqualTo("null");
            assertThat(batch.stream().filter(d -> d.contains("\"usage\""))).hasSize(2);
            List<String> progress = RawHttp.post(
                            server,
                            COMPLETIONS,
                            "{\"prompt\":\"abcd\",\"max_tokens\":1,\"stream\":true,\"return_progress\":true}")
                    .data();
            assertThat(progress.get(0))
                    .contains("\"text\":\"\"")
                    .contains("\"prompt_progress\":{\"total\":4,\"cache\":0,\"processed\":2,");
            assertThat(progress.get(1)).contains("\"processed\":4,");
            assertThat(progress).hasSize(5);
            assertThat(tokens(server)).isEqualTo(7);
        }
    }

    @Test
    void llamaCppHoldsIncompleteCharactersBack() throws IOException {
        try (SimServer server = start("dialect", "llamacpp", "utf8", "1")) {
            RawHttp.Response response = RawHttp.post(
                    server, COMPLETIONS, "{\"prompt\":\"a\",\"max_tokens\":9,\"stream\":true}", "X-Request-Id: u");
            // Two characters of four tokens each, a lonely byte, the finish event, [DONE].
            assertThat(response.data()).hasSize(4);
            assertThat(server.truth().events("u"))
                    .extracting(SimTruth.Event::tokens)
                    .containsExactly(4, 4, 1, 0);
        }
    }

    @Test
    void vllmSendsIncompleteCharactersAsEmptyText() throws IOException {
        try (SimServer server = start("utf8", "1")) {
            List<String> data = RawHttp.post(server, COMPLETIONS, "{\"prompt\":\"a\",\"max_tokens\":8,\"stream\":true}")
                    .data();
            assertThat(data.stream().filter(d -> d.contains("\"text\":\"\""))).hasSize(6);
            assertThat(data).hasSize(9);
        }
    }

    @ParameterizedTest
    @EnumSource(SimDialect.class)
    void usageEqualsTokensInEveryDialect(SimDialect dialect) throws IOException {
        try (SimServer server =
                start("dialect", dialect.optionName(), "pack", "uniform:1-8", "eos-after", "uniform:20-60")) {
            for (String path : List.of(COMPLETIONS, CHAT)) {
                String begin = path.equals(CHAT) ? CHAT_BODY : PROMPT_BODY;
                for (boolean engine : new boolean[] {true, false}) {
                    int before = tokens(server);
                    RawHttp.Response response = RawHttp.post(
                            server,
                            path,
                            begin
                                    + "\"max_tokens\":50,\"n\":2,\"stream\":true,\"stream_options\":{\"include_usage\":true}}",
                            "X-Sim-Options: timing=" + (engine ? "engine" : "fixed"));
                    int usage = 0;
                    for (String data : response.data()) {
                        JsonNode node = data.equals("[DONE]") ? MAPPER.createObjectNode() : MAPPER.readTree(data);
                        usage += node.path("usage").path("completion_tokens").asInt(0);
                    }
                    assertThat(usage).isPositive().isEqualTo(tokens(server) - before);
                }
            }
            SimTruth truth = server.truth();
            int sum = 0;
            for (int i = 0; i < truth.eventCount(); i++) {
                sum += truth.event(i).tokens();
            }
            assertThat(sum).isEqualTo(truth.outputTokens());
        }
    }

    @ParameterizedTest
    @EnumSource(SimDialect.class)
    void everyDataLineIsJsonInEveryDialect(SimDialect dialect) throws IOException {
        try (SimServer server =
                start("dialect", dialect.optionName(), "reasoning", "2", "tools", "true", "progress", "2")) {
            for (String path : List.of(COMPLETIONS, CHAT)) {
                String begin = path.equals(CHAT) ? CHAT_BODY : PROMPT_BODY;
                String rest = "\"max_tokens\":5,\"logprobs\":" + (path.equals(CHAT) ? "true" : "1")
                        + ",\"stream\":true,\"stream_options\":{\"include_usage\":true,\"continuous_usage_stats\":true}}";
                for (String data : RawHttp.post(server, path, begin + rest).data()) {
                    if (!data.equals("[DONE]")) {
                        assertThat(MAPPER.readTree(data).isObject()).as(data).isTrue();
                    }
                }
                String whole =
                        RawHttp.post(server, path, begin + "\"max_tokens\":5}").body();
                assertThat(MAPPER.readTree(whole).path("choices")).hasSize(1);
            }
        }
    }

    @Test
    void packingFollowsTheListExactly() throws IOException {
        try (SimServer server = start("ttft", "20ms", "itl", "2ms")) {
            RawHttp.post(
                    server,
                    COMPLETIONS,
                    "{\"prompt\":\"a\",\"max_tokens\":10,\"stream\":true}",
                    "X-Sim-Options: pack=1,4",
                    "X-Request-Id: p");
            SimTruth truth = server.truth();
            List<SimTruth.Event> events = truth.events("p");
            assertThat(events).extracting(SimTruth.Event::tokens).containsExactly(1, 4, 1, 4, 0);
            long start = truth.requests().get(0).arrivalNanos() + 20_000_000;
            assertThat(events)
                    .extracting(SimTruth.Event::dueNanos)
                    .startsWith(start, start + 4 * 2_000_000L, start + 5 * 2_000_000L, start + 9 * 2_000_000L);
        }
    }

    @Test
    void reasoningComesBeforeContentAndToolArgumentsInsteadOfIt() throws IOException {
        try (SimServer server = start("reasoning", "2", "eos-after", "4")) {
            List<String> data = RawHttp.post(server, CHAT, CHAT_BODY + "\"max_tokens\":9,\"stream\":true}")
                    .data();
            assertThat(data.get(1)).contains("\"delta\":{\"reasoning_content\":\" ");
            assertThat(data.get(2)).contains("\"delta\":{\"reasoning_content\":\" ");
            assertThat(data.get(3)).contains("\"delta\":{\"content\":\" ");
            List<String> tool = RawHttp.post(
                            server, CHAT, CHAT_BODY + "\"max_tokens\":9,\"stream\":true}", "X-Sim-Options: tools=true")
                    .data();
            assertThat(tool.get(3))
                    .contains("\"tool_calls\":[{\"index\":0,\"id\":\"call-")
                    .contains("\"name\":\"sim_tool\"");
            assertThat(tool.get(4)).contains("\"finish_reason\":\"tool_calls\"");
        }
    }

    @Test
    void eventThatHoldsTheEndOfReasoningCarriesBoth() throws IOException {
        try (SimServer server = start("reasoning", "3", "pack", "2")) {
            String request = CHAT_BODY + "\"max_tokens\":6,\"stream\":true}";
            List<String> data = RawHttp.post(server, CHAT, request).data();
            assertThat(data.get(2))
                    .containsPattern("\"delta\":\\{\"reasoning_content\":\" \\w+\",\"content\":\" \\w+\"}");
            assertThat(data.get(3)).containsPattern("\"delta\":\\{\"content\":\" \\w+ \\w+\"}");
            List<String> tool = RawHttp.post(server, CHAT, request, "X-Sim-Options: tools=true")
                    .data();
            assertThat(tool.get(2)).contains("\"reasoning_content\":").contains("\"name\":\"sim_tool\"");
            assertThat(String.join("", tool).split("sim_tool", -1)).hasSize(2);
        }
    }

    @Test
    void logprobsTellWhereEachTokenBegins() throws IOException {
        try (SimServer server = start("pack", "2")) {
            List<String> data = RawHttp.post(
                            server, COMPLETIONS, "{\"prompt\":\"a\",\"max_tokens\":4,\"stream\":true,\"logprobs\":1}")
                    .data();
            int begin = 0;
            for (String event : data.subList(0, 2)) {
                JsonNode choice = MAPPER.readTree(event).path("choices").path(0);
                for (int i = 0; i < 2; i++) {
                    assertThat(choice.path("logprobs")
                                    .path("text_offset")
                                    .path(i)
                                    .asInt())
                            .isEqualTo(begin);
                    begin += choice.path("logprobs")
                            .path("tokens")
                            .path(i)
                            .asText()
                            .length();
                }
            }
        }
    }

    @Test
    void toolCallIsNamedOnceWhateverComesBeforeItsFirstText() throws IOException {
        try (SimServer server = start("dialect", "llamacpp", "tools", "true", "progress", "2", "utf8", "1")) {
            List<String> data = RawHttp.post(server, CHAT, CHAT_BODY + "\"max_tokens\":8,\"stream\":true}")
                    .data();
            assertThat(String.join("", data).split("sim_tool", -1)).hasSize(2);
        }
    }

    @Test
    void cutEventIsWrittenWhenItsLastByteIs() throws IOException {
        try (SimServer server = start("cut", "100", "cut-gap", "10ms", "coalesce", "2", "ttft", "0ms", "itl", "0ms")) {
            RawHttp.post(
                    server,
                    COMPLETIONS,
                    "{\"prompt\":\"a\",\"max_tokens\":4,\"stream\":true}",
                    "X-Request-Id: c",
                    "X-Sim-Options: timing=fixed");
            List<SimTruth.Event> events = server.truth().events("c");
            long first = events.get(0).dueNanos();
            long sent = 0;
            for (SimTruth.Event event : events) {
                sent += event.bytes();
                // The k-th write of 100 bytes comes k gaps after the first.
                assertThat(event.writeNanos() - first).isGreaterThanOrEqualTo((sent - 1) / 100 * 10_000_000);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "coalesce=3", "cut=1", "cut=7,3,2", "cut=40;cut-gap=100us", "coalesce=2;cut=5"})
    void cutAndCoalescedStreamsHoldTheSameBytes(String options) throws IOException {
        try (SimServer server = start("utf8", "0.5")) {
            RawHttp.Response response = RawHttp.post(
                    server,
                    COMPLETIONS,
                    "{\"prompt\":\"a\",\"max_tokens\":20,\"stream\":true,\"stream_options\":{\"include_usage\":true}}",
                    "X-Sim-Options: " + (options.isEmpty() ? "pack=1" : options),
                    "X-Request-Id: c");
            assertThat(response.end()).isEqualTo(RawHttp.End.COMPLETE);
            assertThat(response.data()).hasSize(22).endsWith("[DONE]");
            assertThat(response.chunks()).hasSize(22);
            assertThat(server.truth().events("c"))
                    .hasSize(22)
                    .allSatisfy(event -> assertThat(event.writeNanos()).isGreaterThanOrEqualTo(event.dueNanos()));
            assertThat(server.truth().completed()).isEqualTo(1);
        }
    }

    @Test
    void coalescedEventsShareTheirWriteTime() throws IOException {
        try (SimServer server = start("coalesce", "4", "itl", "3ms")) {
            RawHttp.post(server, COMPLETIONS, "{\"prompt\":\"a\",\"max_tokens\":8,\"stream\":true}", "X-Request-Id: c");
            List<SimTruth.Event> events = server.truth().events("c");
            assertThat(events.subList(0, 4))
                    .extracting(SimTruth.Event::writeNanos)
                    .containsOnly(events.get(3).writeNanos());
            assertThat(events.get(4).writeNanos()).isGreaterThan(events.get(3).writeNanos());
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "line-end=crlf|data: {|}\\r\\n\\r\\n|data: [DONE]\\r\\n\\r\\n",
                "line-end=cr|data: {|}\\r\\r|data: [DONE]\\r\\r",
                "data-space=false|data:{|}\\n\\n|data:[DONE]\\n\\n",
                "null-first=true|data: null\\n\\ndata: {|}\\n\\n|data: [DONE]\\n\\n",
                "done=false|data: {|}\\n\\n|}\\n\\n",
                "comment-every=1|: comment\\n\\ndata: {|}\\n\\n|: comment\\n\\ndata: [DONE]\\n\\n"
            },
            ignoreLeadingAndTrailingWhitespace = false)
    void framingVariants(String option, String start, String between, String end) throws IOException {
        try (SimServer server = start()) {
            String body = RawHttp.post(
                            server,
                            COMPLETIONS,
                            "{\"prompt\":\"a\",\"max_tokens\":3,\"stream\":true}",
                            "X-Sim-Options: " + option)
                    .body();
            assertThat(body)
                    .startsWith(start.translateEscapes())
                    .contains(between.translateEscapes())
                    .endsWith(end.translateEscapes());
            assertThat(body.split("\"text\"", -1)).hasSize(4);
        }
    }

    @Test
    void pingEventsCarryTheirType() throws IOException {
        try (SimServer server = start("ping-every", "2")) {
            String body = RawHttp.post(server, COMPLETIONS, "{\"prompt\":\"a\",\"max_tokens\":3,\"stream\":true}")
                    .body();
            assertThat(body).contains("event: ping\ndata: {\"type\":\"ping\"}\n\n");
            assertThat(body.split("event: ping", -1)).hasSize(3);
            String tight = RawHttp.post(
                            server,
                            COMPLETIONS,
                            "{\"prompt\":\"a\",\"max_tokens\":3,\"stream\":true}",
                            "X-Sim-Options: data-space=false")
                    .body();
            assertThat(tight)
                    .contains("event: ping\ndata:{\"type\":\"ping\"}\n\n")
                    .doesNotContain("data: ");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "never, true, 0, 0",
        "auto, false, 0, 0",
        "auto, true, 0, 1",
        "always, false, 0, 1",
        "finish, true, 1, 0",
        "finish, false, 1, 0"
    })
    void usagePlacement(String usage, boolean asked, int inFinish, int apart) throws IOException {
        try (SimServer server = start("usage", usage)) {
            List<String> data = RawHttp.post(
                            server,
                            COMPLETIONS,
                            "{\"prompt\":\"a\",\"max_tokens\":3,\"stream\":true,\"stream_options\":{\"include_usage\":"
                                    + asked + "}}")
                    .data();
            assertThat(data.stream().filter(d -> d.contains("\"usage\"") && d.contains("\"length\"")))
                    .hasSize(inFinish);
            assertThat(data.stream().filter(d -> d.contains("\"usage\"") && d.contains("\"choices\":[]")))
                    .hasSize(apart);
        }
    }

    @Test
    void lateUsageAndLateDoneAreDueLate() throws IOException {
        try (SimServer server = start("usage", "always", "usage-delay", "60ms", "done-delay", "40ms")) {
            RawHttp.post(server, COMPLETIONS, "{\"prompt\":\"a\",\"max_tokens\":2,\"stream\":true}", "X-Request-Id: l");
            List<SimTruth.Event> events = server.truth().events("l");
            assertThat(events).hasSize(4);
            assertThat(events.get(2).dueNanos() - events.get(1).dueNanos()).isEqualTo(60_000_000);
            assertThat(events.get(3).dueNanos() - events.get(2).dueNanos()).isEqualTo(40_000_000);
            assertThat(events.get(2).writeNanos())
                    .isGreaterThanOrEqualTo(events.get(2).dueNanos());
            assertThat(events.get(3).writeNanos())
                    .isGreaterThanOrEqualTo(events.get(3).dueNanos());
        }
    }

    @Test
    void earlyRoleComesAtArrivalAndNoRoleNever() throws IOException {
        try (SimServer server = start("ttft", "80ms")) {
            String body = CHAT_BODY + "\"max_tokens\":2,\"stream\":true}";
            List<List<Integer>> tokens = new ArrayList<>();
            for (String role : List.of("early", "first", "none")) {
                RawHttp.post(server, CHAT, body, "X-Sim-Options: role=" + role, "X-Request-Id: " + role);
                tokens.add(server.truth().events(role).stream()
                        .map(SimTruth.Event::tokens)
                        .toList());
            }
            assertThat(tokens).containsExactly(List.of(0, 1, 1, 0), List.of(0, 1, 1, 0), List.of(1, 1, 0));
            SimTruth truth = server.truth();
            assertThat(truth.events("early").get(0).dueNanos())
                    .isEqualTo(truth.requests().get(0).arrivalNanos());
            assertThat(truth.events("first").get(0).dueNanos())
                    .isEqualTo(truth.events("first").get(1).dueNanos());
        }
    }
}
