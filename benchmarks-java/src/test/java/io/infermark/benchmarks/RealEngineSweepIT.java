package io.infermark.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.infermark.metric.WindowMetrics;
import io.infermark.record.Outcome;
import io.infermark.record.RequestRecord;
import io.infermark.result.IterationResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The sweep of {@link SmolLm2LlamaCpp} from the uber-jar against a llama-server that the test started, held against what that server says of it: the usage in its answers, its
 * counters, the timings in its log. The server's counters are taken while it is idle, before the harness is started and after it has ended, so they hold the harness's own requests too:
 * one completion that proves readiness, and for each point one that probes what the server takes.
 */
@Tag("real-engine")
class RealEngineSweepIT {
    private static final Duration SWEEP_LIMIT = Duration.ofMinutes(30);
    private static final List<Integer> CONCURRENCIES = List.of(1, 1, 2, 2, 4, 4, 8, 8);
    private static final int MEASURED = 12;

    @TempDir
    static Path folder;

    private static int exitCode;
    private static String printed = "";
    private static long promptTokens;
    private static long outputTokens;
    private static long launched;
    private static List<LlamaLog.Task> tasks = List.of();
    private static List<Measured> points = List.of();

    @BeforeAll
    static void sweep() throws Exception {
        Path engine = RealEngine.folder();
        try (LlamaServer server = LlamaServer.start(engine, folder.resolve("server.log"))) {
            long promptBefore = server.counter("prompt_tokens_total");
            long outputBefore = server.counter("tokens_predicted_total");
            long launchedBefore = server.log().launched();
            List<String> arguments = List.of(
                    "SmolLm2LlamaCpp",
                    "-i",
                    "1",
                    "-server",
                    server.url().toString(),
                    "-out",
                    folder.resolve("run").toString());
            long begin = System.nanoTime();
            try (UberJar run = UberJar.start(folder, engine, folder.resolve("run.log"), arguments)) {
                exitCode = run.await(SWEEP_LIMIT);
                printed = run.text();
            }
            promptTokens = server.counter("prompt_tokens_total") - promptBefore;
            outputTokens = server.counter("tokens_predicted_total") - outputBefore;
            server.log()
                    .await(
                            "the end of each request",
                            Duration.ofSeconds(30),
                            () -> server.log().tasks().size() == server.log().launched());
            launched = server.log().launched() - launchedBefore;
            tasks = server.log().tasks();
            System.out.println(printed);
            System.out.println("The sweep took "
                    + Duration.ofNanos(System.nanoTime() - begin).toSeconds() + " s.");
        }
        points = Measured.of(folder.resolve("run"));
    }

    @AfterAll
    static void forget() {
        points = List.of();
        tasks = List.of();
    }

    /** The server's requests of a point, in its order: the probe, the warm-up, the measured windows. */
    private static List<LlamaLog.Task> tasksOf(int point) {
        int from = 1;
        for (int i = 0; i < point; i++) {
            from += 1 + points.get(i).requests().size();
        }
        // The first of them is the probe.
        return tasks.subList(from + 1, from + 1 + points.get(point).requests().size());
    }

    private static List<IterationResult> windows(Measured point) {
        return point.result().trials().get(0).measured();
    }

    @Test
    void everyPointIsMeasuredAndGood() {
        assertThat(exitCode).as(printed).isEqualTo(Measured.expectedExitCode(points));
        assertThat(points).extracting(Measured::concurrency).containsExactlyElementsOf(CONCURRENCIES);
        assertThat(points).extracting(Measured::isl).containsExactly(32, 64, 32, 64, 32, 64, 32, 64);
        assertThat(points).allSatisfy(point -> {
            assertThat(point.reasonsBeyondTheMachine()).isEmpty();
            assertThat(point.marks()).containsExactly("NoExactTokens");
            assertThat(point.requests())
                    .allSatisfy(request -> assertThat(request.outcome())
                            .as(String.valueOf(request.detail()))
                            .isEqualTo(Outcome.OK));
        });
    }

    @Test
    void theServerIsKnownForWhatItIs() {
        assertThat(points)
                .allSatisfy(point -> assertThat(point.result().trials().get(0).endpoint())
                        .containsEntry("dialect", "llama.cpp")
                        .containsEntry("fixedLengthBy", "ignore_eos")
                        .hasEntrySatisfying(
                                "requestFields",
                                fields -> assertThat(fields.split(" ", -1))
                                        .contains("temperature", "ignore_eos", "cache_prompt", "max_tokens")));
    }

    @Test
    void eachRequestHasTheTokensThatItsUsageStates() {
        for (Measured point : points) {
            assertThat(point.requests()).hasSize(point.concurrency() + MEASURED);
            for (RequestRecord request : point.requests()) {
                assertThat(request.usageInputTokens()).isEqualTo(point.isl());
                assertThat(request.usageOutputTokens()).isEqualTo(point.osl());
                assertThat(request.cachedTokens()).isZero();
                // Text of an incomplete character is held back, so an event can hold more than one token and none holds
                // less.
                assertThat(request.eventNanos()).hasSizeBetween(2, point.osl());
            }
            for (IterationResult window : windows(point)) {
                WindowMetrics metrics = window.metrics();
                assertThat(metrics.counts().ok()).isEqualTo(MEASURED);
                assertThat(metrics.tokens().source()).isEqualTo("usage");
                assertThat(metrics.tokens().inputTotal()).isEqualTo((long) MEASURED * point.isl());
                assertThat(metrics.tokens().outputTotal()).isEqualTo((long) MEASURED * point.osl());
            }
        }
    }

    @Test
    void totalsAreTheServersOwnCounters() {
        List<LlamaLog.Task> own = new ArrayList<>(tasks.subList(0, 1));
        long ourPrompts = 0;
        long ourOutputs = 0;
        int ownAt = 1;
        for (Measured point : points) {
            own.add(tasks.get(ownAt));
            ownAt += 1 + point.requests().size();
            ourPrompts += point.requests().stream()
                    .mapToLong(RequestRecord::usageInputTokens)
                    .sum();
            ourOutputs += point.requests().stream()
                    .mapToLong(RequestRecord::usageOutputTokens)
                    .sum();
        }
        // "Hello" and a token of answer; three token ids and four tokens of answer.
        assertThat(own.get(0)).matches(task -> task.promptTokens() == 1 && task.outputTokens() == 1);
        assertThat(own.subList(1, own.size()))
                .hasSize(points.size())
                .allMatch(task -> task.promptTokens() == 3 && task.outputTokens() == 4);
        assertThat(promptTokens).isEqualTo(ourPrompts + 1 + 3L * points.size());
        assertThat(outputTokens).isEqualTo(ourOutputs + 1 + 4L * points.size());
    }

    @Test
    void theServersLogHasOurRequestsAndNoOthers() {
        int ours = points.stream().mapToInt(point -> point.requests().size()).sum();
        assertThat(launched).isEqualTo(ours + 1L + points.size());
        assertThat(tasks).hasSize(ours + 1 + points.size());
        for (int i = 0; i < points.size(); i++) {
            Measured point = points.get(i);
            assertThat(tasksOf(i))
                    .as(point.id())
                    .allMatch(task -> task.promptTokens() == point.isl() && task.outputTokens() == point.osl());
        }
    }

    /**
     * The median of a point and the sum of the sweep: a single request may be a few steps short, since the text of a last token that is an incomplete character never comes, and may be read late
     * when the generator has to wait for its core.
     */
    @Test
    void decodeTimesAreThoseOfTheServer() {
        double ours = 0;
        double servers = 0;
        for (int i = 0; i < points.size(); i++) {
            double[] ourTimes = points.get(i).decodeMillis();
            double[] serverTimes =
                    tasksOf(i).stream().mapToDouble(LlamaLog.Task::evalMillis).toArray();
            assertThat(median(ourTimes) / median(serverTimes))
                    .as(points.get(i).id())
                    .isCloseTo(1.0, within(0.05));
            ours += Arrays.stream(ourTimes).sum();
            servers += Arrays.stream(serverTimes).sum();
        }
        System.out.println("Decode times, ours / the server's: " + ours / servers);
        assertThat(ours / servers).as("the whole sweep").isCloseTo(1.0, within(0.03));
    }

    private static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return (sorted[(sorted.length - 1) / 2] + sorted[sorted.length / 2]) / 2;
    }

    /** What is compared ran at the same time, so a machine that is slow for a while changes neither: a request's wait in steps of its own point, and in its prompts' processing. */
    @Test
    void queueingBeyondTheSlotsShowsInTtftAndNotInTpot() {
        for (int isl : new int[] {32, 64}) {
            int full = indexOf(isl, 4);
            int queued = indexOf(isl, 8);
            assertThat(stepsToFirstToken(queued))
                    .as("TTFT in decode steps, isl=%d", isl)
                    .isGreaterThan(1.5 * stepsToFirstToken(full));
            assertThat(waitPerPrompt(queued))
                    .as("TTFT in prompt times, isl=%d", isl)
                    .isGreaterThan(1.5 * waitPerPrompt(full));
            // The server's own decode times begin when a request has its slot.
            double servers = median(tasksOf(queued).stream()
                    .mapToDouble(LlamaLog.Task::evalMillis)
                    .toArray());
            int steps = points.get(queued).osl() - 1;
            double tpot = Objects.requireNonNull(
                    windows(points.get(queued)).get(0).metrics().tpotMs().p50());
            assertThat(tpot * steps / servers).as("TPOT, isl=%d", isl).isCloseTo(1.0, within(0.2));
        }
    }

    private static double stepsToFirstToken(int point) {
        Measured measured = points.get(point);
        return median(measured.ttftMillis()) / median(measured.decodeMillis()) * (measured.osl() - 1);
    }

    private static double waitPerPrompt(int point) {
        return median(points.get(point).ttftMillis())
                / median(tasksOf(point).stream()
                        .mapToDouble(LlamaLog.Task::promptMillis)
                        .toArray());
    }

    private static int indexOf(int isl, int concurrency) {
        for (int i = 0; i < points.size(); i++) {
            if (points.get(i).isl() == isl && points.get(i).concurrency() == concurrency) {
                return i;
            }
        }
        throw new AssertionError("no point isl=" + isl + " conc=" + concurrency);
    }

    @Test
    void itlIsAbsentWithItsReasonAndTheOthersAreThere() {
        for (Measured point : points) {
            for (IterationResult window : windows(point)) {
                WindowMetrics metrics = window.metrics();
                assertThat(metrics.itlMs().n()).isZero();
                assertThat(metrics.absent())
                        .hasEntrySatisfying(
                                "itl_ms", reason -> assertThat(reason).isNotBlank());
                assertThat(metrics.tokens().perEvent()).isEqualTo(Map.of("none", MEASURED));
                assertThat(metrics.ttftMs().shown().n()).isEqualTo(MEASURED);
                assertThat(metrics.ttftMs().shown().p50()).isPositive();
                assertThat(metrics.tpotMs().p50()).isPositive();
                assertThat(metrics.e2elMs().shown().p50()).isPositive();
                assertThat(metrics.iclMs().mean()).isPositive();
                assertThat(metrics.interactivity()).isPositive();
            }
        }
    }

    @Test
    void theTableAndThePageAreThere() {
        assertThat(folder.resolve("run/table.txt"))
                .content()
                .contains("NoExactTokens")
                .contains("real engine; whether its weights are real was not declared");
        assertThat(folder.resolve("run/report.html")).exists();
        assertThat(Files.exists(folder.resolve("run/results.json"))).isTrue();
    }
}
