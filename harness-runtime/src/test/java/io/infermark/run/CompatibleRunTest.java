package io.infermark.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.infermark.api.Arrival;
import io.infermark.compat.ArrivalIntervals;
import io.infermark.compat.NumpyRandom;
import io.infermark.compat.RandomDataSet;
import io.infermark.metric.UpstreamFigures;
import io.infermark.model.RateSpec;
import io.infermark.model.WorkloadSpec;
import io.infermark.plan.Benchmark;
import io.infermark.plan.Declarations;
import io.infermark.plan.UsageException;
import io.infermark.record.RecordReader;
import io.infermark.record.RequestRecord;
import io.infermark.result.PointResult;
import io.infermark.result.ResultFormat;
import io.infermark.result.ResultWriter;
import io.infermark.sim.SimServer;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code -compat inferencex} against a server. */
@Timeout(120)
class CompatibleRunTest {
    private static final int CONCURRENCY = 2;
    private static final Benchmark CLOSED = Declarations.benchmark(
            Declarations.external("com.x.Compat", List.of(Declarations.row(List.of(1), List.of(CONCURRENCY)))));

    @TempDir
    Path folder;

    private PointResult run(OptionsBuilder options) {
        Runs run;
        try (SimServer sim = Sims.start()) {
            run = Runs.of(
                    options.server(sim.uri().toString())
                            .forks(0)
                            .compat("inferencex")
                            .out(folder.resolve("out")),
                    CLOSED);
        }
        return run.outcome().results().get(0);
    }

    private List<RequestRecord> records(boolean warmup) throws IOException {
        List<RequestRecord> records = new ArrayList<>();
        try (Stream<Path> files = Files.walk(folder);
                RecordReader reader = RecordReader.open(files.filter(file -> file.endsWith("records.imr"))
                        .findFirst()
                        .orElseThrow())) {
            reader.forEach(record -> {
                if (record.warmup() == warmup) {
                    records.add(record);
                }
            });
        }
        records.sort(Comparator.comparingInt(RequestRecord::index));
        return records;
    }

    @Test
    void windowPromptsAndLengthsAreThoseOfTheClient() throws IOException {
        PointResult result = run(new OptionsBuilder());
        assertThat(result.trials().get(0).failure()).isNull();
        List<RequestRecord> warm = records(true);
        List<RequestRecord> measured = records(false);
        assertThat(warm).hasSize(2 * CONCURRENCY);
        assertThat(measured).hasSize(10 * CONCURRENCY);
        RandomDataSet data = RandomDataSet.draw(
                new RandomDataSet.Shape(
                        10 * CONCURRENCY,
                        result.point().isl(),
                        result.point().osl(),
                        CLOSED.spec().workloads().get(0).rangeRatio(),
                        0,
                        32_000,
                        0),
                new NumpyRandom(0));
        for (RequestRecord record : measured) {
            assertThat(record.plannedInputTokens()).isEqualTo(data.inputTokens(record.index()));
            assertThat(record.plannedOutputTokens()).isEqualTo(data.outputTokens(record.index()));
        }
        assertThat(warm).allSatisfy(record -> {
            assertThat(record.plannedInputTokens()).isEqualTo(data.inputTokens(0));
            assertThat(record.plannedOutputTokens()).isEqualTo(data.outputTokens(0));
        });
    }

    @Test
    void figuresOfTheFilesFollowTheClientAndNativeOnesDoNot() throws IOException {
        PointResult result = run(new OptionsBuilder());
        UpstreamFigures upstream = Objects.requireNonNull(result.summary()).upstream();
        List<RequestRecord> measured = records(false);
        assertThat(upstream.completed()).isEqualTo(measured.size());
        assertThat(upstream.totalInputTokens())
                .isEqualTo(measured.stream()
                        .mapToLong(RequestRecord::plannedInputTokens)
                        .sum());
        assertThat(upstream.totalOutputTokens())
                .isEqualTo(measured.stream()
                        .mapToLong(RequestRecord::usageOutputTokens)
                        .sum());
        assertThat(upstream.ttft().mean())
                .isEqualTo(
                        measured.stream()
                                .mapToDouble(record -> (record.eventNanos()[0] - record.sentNanos()) / 1e6)
                                .average()
                                .orElseThrow(),
                        within(1e-6));
        assertThat(measured).allSatisfy(record -> {
            assertThat(record.eventTokens()).contains(0);
            assertThat(record.tokenEventsOnly().eventTokens()).isNotEmpty().doesNotContain(0);
        });
        assertThat(result.settings().options())
                .containsEntry("compat", "inferencex")
                .containsEntry("seed", "0");
        assertThat(result.validity().marks().toString()).contains("in the way of InferenceX's client");

        StringWriter raw = new StringWriter();
        ResultWriter.write(ResultFormat.INFERENCEX, List.of(result), raw);
        JsonNode file = new ObjectMapper().readTree(raw.toString()).get(0);
        assertThat(file.get("compat").asText()).isEqualTo("inferencex");
        assertThat(file.get("benchmark_end_time_unix").asDouble()
                        - file.get("benchmark_start_time_unix").asDouble())
                .isEqualTo(file.get("duration").asDouble(), within(1e-3));
    }

    @Test
    void arrivalsAreTheGeneratorsNextDraws() throws IOException {
        double rate = 50;
        Benchmark open = Declarations.benchmark(Declarations.external(
                "com.x.CompatOpen",
                List.of(Declarations.row(List.of(1), List.of(), new RateSpec(List.of(rate), Arrival.GAMMA, 0.5)))));
        try (SimServer sim = Sims.start()) {
            Runs.of(
                    new OptionsBuilder()
                            .server(sim.uri().toString())
                            .forks(0)
                            .compat("inferencex")
                            .requests(8)
                            .warmupRequests(2)
                            .out(folder.resolve("out")),
                    open);
        }
        List<RequestRecord> measured = records(false);
        assertThat(measured).hasSize(8);
        WorkloadSpec workload = open.spec().workloads().get(0);
        NumpyRandom random = new NumpyRandom(0);
        RandomDataSet data = RandomDataSet.draw(
                new RandomDataSet.Shape(8, workload.isl(), workload.osl(), workload.rangeRatio(), 0, 32_000, 0),
                random);
        assertThat(measured.get(7).plannedOutputTokens()).isEqualTo(data.outputTokens(7));
        ArrivalIntervals intervals = new ArrivalIntervals(random, rate, 0.5);
        for (int i = 1; i < measured.size(); i++) {
            double gap = (measured.get(i).intendedNanos() - measured.get(i - 1).intendedNanos()) / 1e9;
            assertThat(gap).isEqualTo(intervals.nextSeconds(), within(2e-9));
        }
    }

    @Test
    void aRunGoesOnInItsOwnWayOnly() {
        run(new OptionsBuilder());
        try (SimServer sim = Sims.start()) {
            OptionsBuilder own = new OptionsBuilder()
                    .server(sim.uri().toString())
                    .forks(0)
                    .resume(true)
                    .out(folder.resolve("out"));
            assertThatThrownBy(() -> Runs.of(own, CLOSED))
                    .isInstanceOf(UsageException.class)
                    .hasMessageStartingWith("[CompatDiffers]")
                    .hasMessageContaining("-compat inferencex");
        }
    }

    @Test
    void theBodyIsTheClients() {
        PointResult result = run(new OptionsBuilder());
        assertThat(result.settings().options().get("requestFields"))
                .contains("max_tokens", "best_of", "logprobs", "ignore_eos", "stream_options.include_usage")
                .doesNotContain("continuous_usage_stats", "return_token_ids");
    }

    @Test
    void anotherClientOrATimeBoundIsRefused() {
        assertThatThrownBy(() -> new OptionsBuilder().compat("inferenceX2"))
                .isInstanceOf(UsageException.class)
                .hasMessageStartingWith("[CompatUnknown]")
                .hasMessageContaining("inferencex");
        assertThatThrownBy(() -> new OptionsBuilder()
                        .compat("inferencex")
                        .measurementTime("5 s")
                        .build())
                .isInstanceOf(UsageException.class)
                .hasMessageStartingWith("[CompatWindow]");
    }
}
