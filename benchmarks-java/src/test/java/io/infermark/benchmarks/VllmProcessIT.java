package io.infermark.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.infermark.metric.WindowMetrics;
import io.infermark.record.RequestRecord;
import io.infermark.run.OptionsBuilder;
import io.infermark.spi.Endpoint;
import io.infermark.spi.Hooks;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.ToDoubleFunction;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openjdk.jmh.annotations.Level;

/** {@link SmolLm2Vllm} with a real vLLM on one core that the harness starts: the whole life of one, held against its own counters, and one whose worker is killed. */
@Tag("vllm")
class VllmProcessIT {
    private static final Duration RUN_LIMIT = Duration.ofMinutes(15);
    private static final int MEASURED = 12;
    private static Path engine = Path.of(".");

    @TempDir
    Path folder;

    @BeforeAll
    static void find() {
        engine = RealEngine.vllm();
    }

    private Path out() {
        return folder.resolve("run");
    }

    private StartedServers servers() {
        return new StartedServers(out());
    }

    /** Looks at the engine's counters around each window. */
    private static final class Windows implements Hooks {
        private final List<VllmMetrics.Between> looks;
        private VllmMetrics before = new VllmMetrics(Map.of());

        Windows(List<VllmMetrics.Between> looks) {
            this.looks = looks;
        }

        @Override
        public void setUp(Level level, Endpoint endpoint) throws Exception {
            if (level == Level.Iteration) {
                before = VllmMetrics.whenIdle(endpoint.urls().get(0));
            }
        }

        @Override
        public void tearDown(Level level, Endpoint endpoint) throws Exception {
            if (level == Level.Iteration) {
                looks.add(new VllmMetrics.Between(
                        before, VllmMetrics.whenIdle(endpoint.urls().get(0))));
            }
        }
    }

    @Test
    void theServerIsStartedMeasuredAndStoppedAndItsOwnFiguresAreOurs() throws Exception {
        List<VllmMetrics.Between> looks = new ArrayList<>();
        List<String> command = new ArrayList<>(RealEngine.engineOnCore(0));
        command.add(engine.resolve("venv/bin/vllm").toString());
        OtherServer benchmark = new OtherServer(
                new SmolLm2Vllm_Matrix().spec(),
                engine.resolve("smollm2-135m-bf16").toString(),
                command,
                List.of("--enforce-eager"),
                new Windows(looks));
        TestRun run = TestRun.of(
                benchmark,
                new OptionsBuilder()
                        .out(out())
                        .axis("isl", "32")
                        .axis("conc", "1", "4")
                        .measurementIterations(1));
        System.out.println(run.printed());

        List<Measured> points = Measured.of(out());
        assertThat(run.exitCode()).as(run.printed()).isEqualTo(Measured.expectedExitCode(points));
        assertThat(run.printed()).doesNotContain("[NotReleased]");
        assertThat(points).extracting(Measured::concurrency).containsExactly(1, 4);
        assertThat(looks.size())
                .as("a warm-up and a measured window for each point")
                .isEqualTo(2 * points.size());
        for (int i = 0; i < points.size(); i++) {
            assertGood(points.get(i));
            assertExactTokens(points.get(i));
            assertFiguresOfTheEngine(points.get(i), looks.get(2 * i + 1));
        }
        assertThat(servers().folders()).as("both points share one start").hasSize(1);
        assertThat(points.get(0).result().trials().get(0).server().launchToHealthSeconds())
                .isPositive();
        assertThat(servers().folders().get(0).resolve("server.log"))
                .content()
                .contains("Application shutdown complete");
        servers().assertNoneIsLeft();
    }

    private static void assertGood(Measured point) {
        assertThat(point.reasonsBeyondTheMachine()).isEmpty();
        assertThat(point.marks()).doesNotContain("NoExactTokens");
        assertThat(point.requests()).hasSize(point.concurrency() + MEASURED).allMatch(RequestRecord::ok);
        assertThat(point.result().trials().get(0).endpoint())
                .containsEntry("dialect", "vllm")
                .containsEntry("started", "true")
                .containsEntry("engineVersion", "0.32.0")
                .containsEntry("fixedLengthBy", "ignore_eos");
    }

    private static void assertExactTokens(Measured point) {
        assertThat(point.requests()).allSatisfy(request -> {
            assertThat(request.usageInputTokens()).isEqualTo(point.isl());
            assertThat(request.usageOutputTokens()).isEqualTo(point.osl());
            assertThat(Arrays.stream(request.eventTokens()).sum()).isEqualTo(point.osl());
        });
        WindowMetrics metrics = point.result().trials().get(0).measured().get(0).metrics();
        assertThat(metrics.tokens().source()).isEqualTo("usage");
        assertThat(metrics.tokens().mismatches()).isZero();
        assertThat(metrics.itlMs().n()).isEqualTo((long) MEASURED * (point.osl() - 1));
        assertThat(metrics.itlMs().mean()).isPositive();
        assertThat(metrics.absent()).doesNotContainKey("itl_ms");
    }

    /**
     * Tokens to the last one; times up to what lies between an engine's clock and ours, which is the transport. Its TTFT and E2EL begin when a request has been read and end when a token
     * is made, so they lie within ours.
     */
    private static void assertFiguresOfTheEngine(Measured point, VllmMetrics.Between engineSays) {
        List<RequestRecord> ours =
                point.requests().stream().filter(request -> !request.warmup()).toList();
        assertThat(engineSays.counted("request_success_total")).isEqualTo(ours.size());
        assertThat(engineSays.counted("prompt_tokens_total"))
                .isEqualTo(
                        ours.stream().mapToLong(RequestRecord::usageInputTokens).sum());
        assertThat(engineSays.counted("generation_tokens_total"))
                .isEqualTo(ours.stream()
                        .mapToLong(RequestRecord::usageOutputTokens)
                        .sum());
        assertThat(engineSays.counted("prefix_cache_queries_total"))
                .as("the prefix cache is off")
                .isZero();

        double ttft = mean(ours, r -> r.eventNanos()[0] - r.sentNanos());
        double e2el = mean(ours, r -> last(r) - r.sentNanos());
        double itl = mean(ours, r -> (last(r) - r.eventNanos()[0]) / (point.osl() - 1));
        System.out.printf(
                "%s: ours / the engine's: TTFT %.3f / %.3f ms, ITL %.4f / %.4f ms, E2EL %.3f / %.3f ms%n",
                point.id(),
                ttft,
                engineSays.meanMillis("time_to_first_token_seconds"),
                itl,
                engineSays.meanMillis("inter_token_latency_seconds"),
                e2el,
                engineSays.meanMillis("e2e_request_latency_seconds"));
        assertThat(ttft).isGreaterThan(engineSays.meanMillis("time_to_first_token_seconds"));
        assertThat(e2el).isGreaterThan(engineSays.meanMillis("e2e_request_latency_seconds"));
        assertThat(e2el / engineSays.meanMillis("e2e_request_latency_seconds")).isCloseTo(1.0, within(0.1));
        assertThat(itl / engineSays.meanMillis("inter_token_latency_seconds")).isCloseTo(1.0, within(0.1));
    }

    private static double last(RequestRecord request) {
        return request.eventNanos()[request.eventNanos().length - 1];
    }

    private static double mean(List<RequestRecord> requests, ToDoubleFunction<RequestRecord> nanos) {
        return requests.stream().mapToDouble(nanos).average().orElseThrow() / 1e6;
    }

    @Test
    void aServerWhoseWorkerIsKilledFailsItsPointAndIsStartedAgainForTheNext() throws Exception {
        Path bin = engineOnItsCore();
        List<String> arguments =
                List.of("SmolLm2Vllm", "-p", "isl=32", "-p", "conc=2,4", "-i", "1", "-out", out().toString());
        try (UberJar run = UberJar.start(engine, bin, folder.resolve("run.log"), arguments)) {
            // Readiness, probes, two of the warm-up, and some of the measured window.
            await(run, "a window under way", () -> completionsLogged() >= 8);
            Path server = servers().folders().get(0);
            ProcessHandle.of(StartedServers.pid(server))
                    .orElseThrow()
                    .descendants()
                    .filter(VllmProcessIT::isEngineCore)
                    .findAny()
                    .orElseThrow()
                    .destroyForcibly();

            assertThat(run.await(RUN_LIMIT)).as(run.text()).isEqualTo(1);
            assertThat(run.text()).contains("[WorkerDied]");
        }
        List<Measured> points = Measured.of(out());
        assertThat(points).hasSize(2);
        assertThat(points.get(0).reasons()).contains("TrialFailed");
        assertThat(points.get(0).result().trials().get(0).failure())
                .isNotNull()
                .satisfies(failure -> assertThat(failure.code()).isEqualTo("ServerDied"));
        assertThat(points.get(0).requests())
                .filteredOn(request -> !request.ok())
                .isNotEmpty();
        assertThat(points.get(1).reasonsBeyondTheMachine()).isEmpty();
        assertThat(points.get(1).requests()).hasSize(4 + MEASURED).allMatch(RequestRecord::ok);
        assertThat(servers().folders()).hasSize(2);
        servers().assertNoneIsLeft();
    }

    /** A folder for the {@code PATH} whose {@code vllm} is the engine, on the core that the generator does not have. */
    private Path engineOnItsCore() throws IOException {
        Path bin = Files.createDirectory(folder.resolve("bin"));
        String words = String.join(" ", RealEngine.engineOnCore(0));
        Path script = Files.writeString(
                bin.resolve("vllm"),
                "#!/bin/sh\nexec " + words + " '" + engine.resolve("venv/bin/vllm") + "' \"$@\"\n");
        Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-xr-x"));
        return bin;
    }

    /** Requests that the API server's access log has; it writes a stream's as its answer begins. */
    private long completionsLogged() throws IOException {
        List<Path> started = servers().folders();
        Path log = started.isEmpty() ? folder : started.get(0).resolve("server.log");
        return Files.isRegularFile(log)
                ? Files.readString(log, StandardCharsets.ISO_8859_1)
                        .lines()
                        .filter(line -> line.contains("POST /v1/completions"))
                        .count()
                : 0;
    }

    private interface Condition {
        boolean holds() throws IOException;
    }

    private static void await(UberJar run, String what, Condition condition) throws Exception {
        CountDownLatch never = new CountDownLatch(1);
        long end = System.nanoTime() + RUN_LIMIT.toNanos();
        while (!condition.holds()) {
            if (!run.running() || System.nanoTime() > end || never.await(20, TimeUnit.MILLISECONDS)) {
                throw new AssertionError("there never was " + what + ":\n" + run.text());
            }
        }
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
}
