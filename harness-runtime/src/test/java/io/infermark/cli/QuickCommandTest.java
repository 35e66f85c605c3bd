package io.infermark.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.infermark.metric.Validity;
import io.infermark.result.PointResult;
import io.infermark.result.Provenance;
import io.infermark.result.ResultFiles;
import io.infermark.run.Sims;
import io.infermark.sim.SimServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(180)
class QuickCommandTest {
    @TempDir
    Path folder;

    private Cli.Ran quick(String url, String... more) {
        return Cli.quick(
                url,
                folder.resolve("out"),
                Stream.concat(
                                Stream.of("--osl", "6", "--requests", "1", "--concurrency", "1", "-calibrate", "false"),
                                Stream.of(more))
                        .toArray(String[]::new));
    }

    private List<PointResult> results() throws IOException {
        List<PointResult> results = new ArrayList<>();
        try (Stream<Path> files = Files.walk(folder.resolve("out/points"))) {
            for (Path file : files.filter(f -> f.endsWith("result.json")).toList()) {
                results.add(ResultFiles.readResult(file).result());
            }
        }
        return results;
    }

    @Test
    void aRunningEndpointGivesATableWithoutAnyClass() throws IOException {
        try (SimServer sim = Sims.start("model", "my-model")) {
            Cli.Ran ran = Cli.quick(
                    sim.uri().toString(), folder.resolve("out"), "--osl", "6", "--requests", "1", "--concurrency", "1");
            // How well a busy machine was calibrated is not the question.
            assertThat(ran.code()).as("%s", ran).isIn(0, 1);
            assertThat(ran.out().toLowerCase(java.util.Locale.ROOT)).contains("simulated", "my-model");
            assertThat(ran.out()).contains("# 1 point, 1 trial, 1 server configuration, about");
            assertThat(ran.err()).isEmpty();
            PointResult result = results().get(0);
            assertThat(result.subject().servedModel()).isEqualTo("my-model");
            assertThat(result.subject().repeat()).contains("quick " + sim.uri(), "--isl 16", "-seed 7");
            for (String file : List.of(
                    "plan.json",
                    "run.jsonl",
                    "results.json",
                    "inferencex.json",
                    "inferencex-agg.json",
                    "report.html",
                    "table.txt")) {
                assertThat(folder.resolve("out").resolve(file)).isNotEmptyFile();
            }
            Cli.Ran records = Cli.run("records", folder.resolve("out").toString(), "--format", "csv");
            assertThat(records.lines()).hasSizeGreaterThanOrEqualTo(2);
            assertThat(records.lines().get(0)).startsWith("id,index,");
        }
    }

    @Test
    @EnabledOnOs(OS.LINUX) // Processes of one Linux host share the clock of both logs.
    void sendLogOfTheSimulatorGivesTheErrorOfEveryEvent() throws IOException {
        Path log = folder.resolve("send.log");
        try (SimServer sim = Sims.start("send-log", log.toString(), "pack", "1,2")) {
            assertThat(quick(sim.uri().toString(), "-wi", "0", "-protocol", "chat")
                            .code())
                    .isZero();
        }
        String out = folder.resolve("out").toString();
        List<String> lines = Cli.run("records", out, "-sendLog", log.toString()).lines();
        assertThat(lines).hasSize(2);
        JsonNode request = new ObjectMapper().readTree(lines.get(0));
        assertThat(request.path("server_outcome").asText()).isEqualTo("completed");
        // 6 tokens in events of 1, 2, 1 and 2.
        assertThat(request.path("event_error_ns"))
                .hasSize(4)
                .allSatisfy(error -> assertThat(error.asLong()).isBetween(0L, 2_000_000_000L));
        assertThat(request.path("arrival_after_sent_ns").isIntegralNumber()).isTrue();
        assertThat(request.path("true_ttft_ns").asLong()).isPositive();
        JsonNode summary = new ObjectMapper().readTree(lines.get(1)).path("summary");
        assertThat(summary.path("joined_requests").asInt()).isEqualTo(1);
        assertThat(summary.path("events").asInt()).isEqualTo(4);
        assertThat(summary.path("error_most_ns").asLong())
                .isGreaterThanOrEqualTo(summary.path("error_p50_ns").asLong());

        Cli.Ran bad = Cli.run("records", out, "-sendLog", folder.resolve("none").toString());
        assertThat(bad.code()).isEqualTo(2);
        assertThat(bad.err()).contains("[SendLogUnreadable]");
        assertThat(Cli.run("records", out, "-sendLog", log.toString(), "-format", "csv")
                        .err())
                .contains("[FormatUnknown]");
    }

    @Test
    void ratesAreAnOpenLoopAndConcurrencyItsCap() throws IOException {
        try (SimServer sim = Sims.start()) {
            Cli.Ran ran = Cli.quick(
                    sim.uri().toString(),
                    folder.resolve("out"),
                    "--osl",
                    "4",
                    "--rate",
                    "50.5",
                    "--arrival",
                    "constant",
                    "--concurrency",
                    "8",
                    "-requests",
                    "20",
                    "-wi",
                    "0",
                    "-telemetry",
                    "off");
            // How well a busy machine kept the schedule is not the question.
            assertThat(ran.code()).as("%s", ran).isIn(0, 1);
            PointResult result = results().get(0);
            assertThat(result.subject().repeat())
                    .contains("--rate 50.5 --arrival constant --concurrency 8", "-wi 0", "-requests 20");
            assertThat(ran.out()).contains("rate=50.5").doesNotContain("Warmup Iteration");
        }
    }

    @Test
    void windowsCanBeBoundByTime() throws IOException {
        try (SimServer sim = Sims.start()) {
            Cli.Ran ran = Cli.quick(
                    sim.uri().toString(),
                    folder.resolve("out"),
                    "--osl",
                    "40",
                    "--concurrency",
                    "1",
                    "-r",
                    "300ms",
                    "-wi",
                    "0",
                    "-calibrate",
                    "false");
            // How well a busy machine kept the schedule is not the question.
            assertThat(ran.code()).as("%s", ran).isIn(0, 1);
            assertThat(results().get(0).subject().repeat()).contains("-r 300ms");
            assertThat(ran.out()).contains("not calibrated");
        }
    }

    @Test
    void unknownSpacingsAndImpossibleRatesAreRefused() {
        assertThat(Cli.run("quick", "http://127.0.0.1:1", "--rate", "5", "--arrival", "gama")
                        .err())
                .contains("[ArrivalUnknown]", "Did you mean \"gamma\"?");
        assertThat(Cli.run("quick", "http://127.0.0.1:1", "--rate", "0").err()).contains("[RateOutOfRange]");
    }

    @Test
    void compatibleModeGoesThroughTheForkWithTextsOfTheTokenizer() throws Exception {
        String tokenizer = Path.of(java.util.Objects.requireNonNull(
                                QuickCommandTest.class.getResource("/tokenizer/tokenizer.json"))
                        .toURI())
                .toString();
        try (SimServer sim = Sims.start("model", "my-model")) {
            Cli.Ran ran =
                    quick(sim.uri().toString(), "-protocol", "chat", "-compat", "inferencex", "-tokenizer", tokenizer);
            assertThat(ran.measured()).as("%s", ran).isTrue();
            PointResult result = results().get(0);
            assertThat(result.settings().options())
                    .containsEntry("compat", "inferencex")
                    .containsEntry("prompts", "local-tokenizer");
            assertThat(result.settings().options().get("requestFields")).contains("max_completion_tokens");
            assertThat(result.subject().repeat()).contains("-compat inferencex", "-tokenizer ");
            assertThat(folder.resolve("out/inferencex.json")).content().contains("\"compat\" : \"inferencex\"");
        }
    }

    @Test
    void aServerThatSpeaksHttp2OnlyIsMeasuredOverIt() throws IOException {
        try (SimServer sim = Sims.start("model", "my-model", "http", "http2")) {
            Cli.Ran ran = quick(sim.uri().toString(), "-http", "h2c", "--streams-per-connection", "4");
            assertThat(ran.measured()).as("%s", ran).isTrue();
            assertThat(ran.out()).contains("serves my-model", "Over HTTP/2, cleartext");
            assertThat(results().get(0).subject().repeat()).contains("-http h2c -streamsPerConnection 4");
            Cli.Ran records = Cli.run("records", folder.resolve("out").toString(), "--format", "csv");
            assertThat(records.lines().get(0)).contains(",protocol,tls,connection_streams,");
            assertThat(records.lines().get(1)).contains(",HTTP/2,false,1,");
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aForcedDialectIsSpokenAndRecordedAsForced(boolean forced) throws IOException {
        try (SimServer sim = Sims.start()) {
            Cli.Ran ran = quick(sim.uri().toString(), forced ? new String[] {"--dialect", "openai"} : new String[0]);
            assertThat(ran.measured()).as("%s", ran).isTrue();
        }
        PointResult result = results().get(0);
        Map<String, String> said = result.trials().get(0).endpoint();
        // Only a dialect that is known to take it gets a field that is not in the OpenAI API.
        assertThat(said.getOrDefault("requestFields", "").contains("ignore_eos"))
                .isEqualTo(!forced);
        assertThat(said.get("dialect")).isEqualTo(forced ? "openai" : "sim");
        assertThat(said.get("dialectForced")).isEqualTo(forced ? "true" : null);
        assertThat(result.settings().options()).containsEntry("dialect", forced ? "openai" : "sim");
        assertThat(result.subject().repeat().contains("-dialect openai")).isEqualTo(forced);
        // What it declares of itself holds in any dialect.
        assertThat(result.provenance().engine()).isEqualTo(Provenance.Engine.SIMULATED);
    }

    @Test
    void loopsOfTheGeneratorAreChosenAsInARun() throws IOException {
        try (SimServer sim = Sims.start("model", "my-model")) {
            Cli.Ran ran = quick(sim.uri().toString(), "-t", "2");
            assertThat(ran.measured()).as("%s", ran).isTrue();
            assertThat(results().get(0).subject().repeat()).contains(" -t 2");
        }
        assertThat(quick("http://127.0.0.1:1", "-t", "4000").err()).contains("[ThreadsMany]");
    }

    @Test
    void anUnknownHttpVersionIsWrongUsage() {
        assertThat(quick("http://127.0.0.1:1", "-http", "3").code()).isEqualTo(ExitCode.USAGE);
    }

    @ParameterizedTest
    @CsvSource({
        "status:500, CompletionRefused",
        "status:404, ''",
        "html, ''",
        "json, ''",
        "empty, ''",
        "error@3, EndpointStreamError",
        "rst@3, ''",
        "fin@3, ''"
    })
    void aServerThatAlwaysFailsIsOneCodedFailureAndARow(String fault, String code) throws IOException {
        try (SimServer sim = Sims.start("fault", fault)) {
            failed(quick(sim.uri().toString()), code, 1);
        }
    }

    @Test
    void aPortThatRefusesGivesARowForEveryPlannedPoint() throws IOException {
        int port;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = socket.getLocalPort();
        }
        failed(quick("http://127.0.0.1:" + port, "--concurrency", "1,2,4"), "EndpointUnreachable", 3);
    }

    @Test
    void aModelThatIsNotServedIsNamedWithThoseThatAre() throws IOException {
        try (SimServer sim = Sims.start("model", "my-model")) {
            Cli.Ran ran = quick(sim.uri().toString(), "-model", "my-modle");
            failed(ran, "ModelNotServed", 1);
            assertThat(ran.err()).contains("Did you mean \"my-model\"?");
        }
    }

    @Test
    void aKeyThatIsMissingIsSaidToBe() throws IOException {
        try (SimServer sim = Sims.start("api-key", "secret-4711")) {
            Cli.Ran ran = quick(sim.uri().toString());
            failed(ran, "", 1);
            assertThat(ran.err()).contains("401");
        }
    }

    @Test
    void aKeyFromAFileIsUsedAndStandsNowhere() throws IOException {
        Path key = Files.writeString(folder.resolve("key"), "secret-4711\n");
        try (SimServer sim = Sims.start("api-key", "secret-4711")) {
            Cli.Ran ran = quick(sim.uri().toString(), "-apiKey", "file:" + key);
            assertThat(ran.measured()).as("%s", ran).isTrue();
            assertThat(ran.toString()).doesNotContain("secret-4711");
        }
        try (Stream<Path> files = Files.walk(folder.resolve("out"))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                assertThat(new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1))
                        .as("%s", file)
                        .doesNotContain("secret-4711");
            }
        }
    }

    @Test
    void aWrongBasePathIsSaidToBe() throws IOException {
        try (SimServer sim = Sims.start()) {
            failed(quick(sim.uri().toString(), "-basePath", "/nowhere"), "CompletionRefused", 1);
        }
    }

    @Test
    void aServerWithoutUsageIsMarkedAndValid() throws IOException {
        try (SimServer sim = Sims.start("usage", "never")) {
            Cli.Ran ran = quick(sim.uri().toString(), "-removeBody", "stream_options");
            assertThat(ran.measured()).as("%s", ran).isTrue();
            Validity validity = results().get(0).validity();
            assertThat(validity.usable()).isTrue();
            assertThat(validity.marks()).extracting(Validity.Finding::code).contains("NoUsage");
        }
    }

    private void failed(Cli.Ran ran, String code, int points) throws IOException {
        assertThat(ran.code()).as("%s", ran).isEqualTo(ExitCode.POINTS_BAD);
        assertThat(ran.err()).containsPattern("^\\[" + (code.isEmpty() ? "[A-Z][A-Za-z]+" : code) + "\\] ");
        assertThat(ran.err()).doesNotContain("[Internal]", "\tat ", "[HookFailed]", "[GeneratorFailed]");
        assertThat(ran.lines()).filteredOn(line -> line.startsWith("INVALID")).hasSize(points);
        assertThat(results()).hasSize(points).allSatisfy(result -> {
            assertThat(result.validity().state()).isEqualTo(Validity.State.INVALID);
            assertThat(result.validity().reasons()).isNotEmpty();
        });
    }
}
