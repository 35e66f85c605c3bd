package io.infermark.server.recipe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.infermark.api.EngineFacts;
import io.infermark.api.engine.Vllm;
import io.infermark.api.hardware.HostCpu;
import io.infermark.platform.Children;
import io.infermark.server.ServerDeath;
import io.infermark.server.ServerHandle;
import io.infermark.server.ServerStartException;
import io.infermark.server.StartListener;
import io.infermark.server.StartSite;
import io.infermark.server.VllmCpu;
import io.infermark.server.diagnosis.DiagnosisTable;
import io.infermark.server.process.ProcessServer;
import io.infermark.spi.EngineMetric;
import io.infermark.spi.StartPlan;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The recipe, the launcher and the diagnosis against the real vLLM. A start costs a quarter of a minute to a minute, so what a running server shows is one test, which kills it
 * in the end.
 */
@Tag("vllm")
class VllmRecipeIT {
    /** Known to older versions of the engine, which people still run. */
    private static final List<String> GONE = List.of("--cuda-graph-sizes", "--swap-space");

    /** HTTP/1.1, since the engine loses the body of a request that asks for an upgrade. */
    private static final HttpClient CLIENT =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private static final ObjectMapper JSON = new ObjectMapper();
    private static VllmCpu engine = new VllmCpu(Path.of("."));

    @TempDir
    Path folder;

    @BeforeAll
    static void install() {
        engine = VllmCpu.find();
    }

    private static SpecFixture fixture() {
        SpecFixture fixture = SpecFixture.of("vllm", HostCpu.class);
        fixture.command = List.of(engine.vllm().toString());
        fixture.model = engine.model().toString();
        fixture.servedName = "smollm2-135m";
        fixture.maxModelLen = 2048;
        fixture.concurrency = 4;
        fixture.flags = List.of("--enforce-eager");
        fixture.env = Map.of("VLLM_CPU_KVCACHE_SPACE", "1", "HF_HUB_OFFLINE", "1");
        fixture.context = fixture.context.withPort(0);
        if (Runtime.getRuntime().availableProcessors() > 1) {
            fixture.context = fixture.context.withPlacement("0", List.of());
        }
        return fixture;
    }

    private ServerHandle start(StartPlan plan) throws ServerStartException {
        return new ProcessServer(new StartSite("it", folder)).start(plan, StartListener.SILENT);
    }

    private ServerStartException failure(StartPlan plan) {
        return catchThrowableOfType(
                ServerStartException.class, () -> start(plan).close());
    }

    private static HttpResponse<String> get(ServerHandle server, String path) throws IOException, InterruptedException {
        return CLIENT.send(
                HttpRequest.newBuilder(server.endpoint().urls().get(0).resolve(path))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private static String post(ServerHandle server, String path, String body) throws IOException, InterruptedException {
        HttpResponse<String> answer = CLIENT.send(
                HttpRequest.newBuilder(server.endpoint().urls().get(0).resolve(path))
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString(body))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return answer.body();
    }

    private static long counter(ServerHandle server, EngineMetric metric) throws IOException, InterruptedException {
        String name = EngineMetricNames.VLLM.names().get(metric) + "{";
        return get(server, "/metrics")
                .body()
                .lines()
                .filter(line -> line.startsWith(name))
                .mapToLong(line -> Math.round(Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1))))
                .sum();
    }

    @Test
    void aServerIsWhatTheRecipeSaysUntilItsWorkerIsKilled() throws Exception {
        SpecFixture fixture = fixture();
        fixture.prefixCache = true;
        StartPlan plan = fixture.plan();
        try (ServerHandle server = start(plan)) {
            assertThat(server.endpoint().model()).isEqualTo("smollm2-135m");
            assertThat(server.versions()).containsEntry("engine", "0.32.0");
            assertThat(DiagnosisTable.standard().diagnose(Files.readAllLines(server.log()), Optional.empty(), false))
                    .as("what a good start prints explains no failure")
                    .isEmpty();
            metricsHaveTheirNames(server, plan);
            tokenIdsAreExact(server);
            repeatedPromptsHitThePrefixCache(server);
            theDeathOfTheWorkerIsSeen(server);
        }
    }

    private static void metricsHaveTheirNames(ServerHandle server, StartPlan plan) throws Exception {
        String metrics = get(server, "/metrics").body();
        plan.metrics().names().forEach((metric, name) -> {
            // Draft tokens are counted where a draft model runs.
            if (metric != EngineMetric.DRAFT_TOKENS && metric != EngineMetric.ACCEPTED_TOKENS) {
                assertThat(metrics).containsPattern("(?m)^" + name + "(_bucket)?\\{");
            }
        });
    }

    private static void tokenIdsAreExact(ServerHandle server) throws Exception {
        String stream = post(
                server,
                "/v1/completions",
                "{\"model\":\"smollm2-135m\",\"prompt\":[504,3575,282],\"max_tokens\":24,\"temperature\":0,\"ignore_eos\":true,"
                        + "\"stream\":true,\"return_token_ids\":true,\"stream_options\":{\"include_usage\":true}}");
        int tokens = 0;
        int stated = -1;
        for (String line : stream.split("\n", -1)) {
            if (line.startsWith("data: {")) {
                JsonNode event = JSON.readTree(line.substring(6));
                tokens += event.path("choices").path(0).path("token_ids").size();
                stated = event.path("usage").path("completion_tokens").asInt(stated);
            }
        }
        assertThat(tokens).isEqualTo(24);
        assertThat(stated).isEqualTo(24);
    }

    private static void repeatedPromptsHitThePrefixCache(ServerHandle server) throws Exception {
        int[] prompt = IntStream.range(1000, 1300).toArray();
        String body = "{\"model\":\"smollm2-135m\",\"max_tokens\":2,\"prompt\":" + Arrays.toString(prompt) + "}";
        long queries = counter(server, EngineMetric.PREFIX_QUERIES);
        long hits = counter(server, EngineMetric.PREFIX_HITS);
        post(server, "/v1/completions", body);
        assertThat(counter(server, EngineMetric.PREFIX_HITS)).isEqualTo(hits);
        post(server, "/v1/completions", body);
        assertThat(counter(server, EngineMetric.PREFIX_QUERIES) - queries).isEqualTo(2 * 300);
        // Two whole blocks of 128 tokens.
        assertThat(counter(server, EngineMetric.PREFIX_HITS) - hits).isEqualTo(256);
    }

    private void theDeathOfTheWorkerIsSeen(ServerHandle server) throws Exception {
        ProcessHandle root = ProcessHandle.of(Long.parseLong(
                        Files.readString(folder.resolve("server.pid")).split(" ", -1)[0]))
                .orElseThrow();
        List<ProcessHandle> family = new ArrayList<>(root.descendants().toList());
        ProcessHandle worker =
                family.stream().filter(VllmRecipeIT::isEngineCore).findAny().orElseThrow();
        CompletableFuture<ServerDeath> death = server.death().toCompletableFuture();

        assertThat(worker.destroyForcibly()).isTrue();
        worker.onExit().get(60, TimeUnit.SECONDS);
        boolean unhealthy = false;
        while (!death.isDone() && !unhealthy) {
            try {
                unhealthy = get(server, "/health").statusCode() == 503;
            } catch (IOException alreadyGone) {
                break;
            }
        }

        ServerDeath told = death.get(60, TimeUnit.SECONDS);
        assertThat(unhealthy || told.lastLines().stream().anyMatch(line -> line.contains("EngineDeadError")))
                .as("the API server says that its engine is dead")
                .isTrue();
        // The API server ends by itself, and as if nothing were wrong.
        assertThat(told.exitCode()).contains(0);
        assertThat(told.diagnosis().orElseThrow().code()).isEqualTo("WorkerDied");
        server.stop();
        assertThat(server.stopReport().orElseThrow().notReleased()).isEmpty();
        // One that its new parent has not yet collected runs no more.
        assertThat(family).noneMatch(Children::running);
    }

    private static boolean isEngineCore(ProcessHandle process) {
        try {
            return Files.readString(
                            Path.of("/proc", Long.toString(process.pid()), "cmdline"), StandardCharsets.ISO_8859_1)
                    .startsWith("VLLM::EngineCore");
        } catch (IOException ended) {
            return false;
        }
    }

    @Test
    void anUnknownFlagIsDiagnosed() {
        SpecFixture fixture = fixture();
        fixture.flags = List.of("--nope");
        ServerStartException failed = failure(fixture.plan());
        // It may take longer to end than we wait after a fatal line.
        failed.exitCode().ifPresent(code -> assertThat(code).isEqualTo(2));
        assertThat(failed.diagnosis().orElseThrow().code()).isEqualTo("UnknownFlag");
        assertThat(failed).hasMessageContaining("--nope").hasMessageContaining("@Server(flags)");
    }

    @Test
    void aMissingModelIsDiagnosed() {
        SpecFixture fixture = fixture();
        fixture.model = "/no/such/model";
        ServerStartException failed = failure(fixture.plan());
        assertThat(failed.exitCode()).contains(1);
        assertThat(failed.diagnosis().orElseThrow().code()).isEqualTo("ModelMissing");
        assertThat(failed).hasMessageContaining("/no/such/model").hasMessageContaining("@Model(id");
    }

    @Test
    void aModelThatIsNotInTheCacheIsDiagnosed() {
        SpecFixture fixture = fixture();
        fixture.model = "no-such/model";
        ServerStartException failed = failure(fixture.plan());
        assertThat(failed.diagnosis().orElseThrow().code()).isEqualTo("ModelMissing");
        assertThat(failed).hasMessageContaining("@Model(id");
    }

    @Test
    void aContextAboveTheModelsIsDiagnosed() {
        SpecFixture fixture = fixture();
        fixture.maxModelLen = 16_384;
        ServerStartException failed = failure(fixture.plan());
        assertThat(failed.exitCode()).contains(1);
        assertThat(failed.diagnosis().orElseThrow().code()).isEqualTo("ContextTooLong");
        assertThat(failed).hasMessageContaining("16384").hasMessageContaining("@Model(maxModelLen)");
    }

    @Test
    void aContextAboveTheKvCacheIsDiagnosed() {
        SpecFixture fixture = fixture();
        fixture.maxModelLen = 65_536;
        fixture.env =
                Map.of("VLLM_CPU_KVCACHE_SPACE", "1", "HF_HUB_OFFLINE", "1", "VLLM_ALLOW_LONG_MAX_MODEL_LEN", "1");
        ServerStartException failed = failure(fixture.plan());
        assertThat(failed.diagnosis().orElseThrow().code()).isEqualTo("KvCacheTooSmall");
        assertThat(failed).hasMessageContaining("65536").hasMessageContaining("VLLM_CPU_KVCACHE_SPACE");
    }

    @Test
    void aPortThatIsTakenIsDiagnosedFromTheEnginesOwnMessage() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            StartPlan plan = fixture().plan();
            // A port that the launcher knows it would check itself, and one that it chose it would change.
            StartPlan stubborn = StartPlan.builder("vllm", plan.launch())
                    .launcher(plan.launcher())
                    .program(plan.program())
                    .addAll(plan.arguments().stream()
                            .map(word -> word.equals(StartPlan.PORT) ? Integer.toString(taken.getLocalPort()) : word)
                            .toList())
                    .env("HF_HUB_OFFLINE", "1")
                    .servedModel(plan.servedModel())
                    .build();
            ServerStartException failed = failure(stubborn);
            assertThat(failed.exitCode()).contains(1);
            assertThat(failed.diagnosis().orElseThrow().code()).isEqualTo("PortTaken");
        }
    }

    /** A renamed flag is found here before it fails somebody's run. */
    @Test
    void everyFlagOfTheRecipeIsKnownToTheBinary() throws Exception {
        ProcessBuilder help = new ProcessBuilder(engine.vllm().toString(), "serve", "--help=all");
        help.environment().putAll(Map.of("VLLM_NO_USAGE_STATS", "1", "DO_NOT_TRACK", "1", "HF_HUB_OFFLINE", "1"));
        Process process = help.redirectErrorStream(true).start();
        String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(text).isZero();

        assertThat(VllmFlags.emitted())
                .contains(
                        "--decode-context-parallel-size",
                        "--speculative-config",
                        "--revision",
                        "--enable-expert-parallel")
                .allSatisfy(flag -> assertThat(isOption(flag, text)).as(flag).isTrue());
        EngineFacts facts = Vllm.class.getAnnotation(EngineFacts.class);
        assertThat(facts.flags()).filteredOn(flag -> !isOption(flag, text)).containsExactlyInAnyOrderElementsOf(GONE);
        assertThat(facts.managedFlags())
                .allSatisfy(flag -> assertThat(isOption(flag, text)).as(flag).isTrue());
    }

    /** Options begin a line of the help and are followed by their aliases. */
    private static boolean isOption(String flag, String help) {
        return help.lines()
                .filter(line -> line.stripLeading().startsWith("-"))
                .flatMap(line -> Arrays.stream(line.strip().split("[ ,]+", -1)))
                .anyMatch(flag::equals);
    }
}
