package io.infermark.agentic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SessionFiguresTest {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    @TempDir
    private Path folder = Path.of("");

    private SessionRecords read(String... lines) throws IOException {
        return SessionRecords.read(Files.write(folder.resolve("profile_export.jsonl"), List.of(lines)));
    }

    private static JsonNode json(String text) throws IOException {
        return JSON.readTree(text);
    }

    @Test
    void withoutRequestsEveryFigureIsAbsent() throws IOException {
        JsonNode figures = SessionFigures.of(List.of(), json("{}"));
        assertThat(figures.path("qps")).isEmpty();
        assertThat(figures.at("/latency/ttft")).isEmpty();
        assertThat(figures.at("/latency/intvty")).isEmpty();
        assertThat(figures.path("throughput")).isEmpty();
        assertThat(figures.at("/cache/theoretical_cache_hit_rate").isNull()).isTrue();
    }

    /** Three requests end at 1.0, 1.5 and 2.25 s: one whole window, with two of them. */
    @Test
    void completionsAreCountedOverWholeWindowsFromTheFirst() throws IOException {
        SessionRecords records = read(
                "{\"metadata\":{\"request_start_ns\":500000000,\"request_end_ns\":1000000000}}",
                "{\"metadata\":{\"request_start_ns\":600000000,\"request_end_ns\":2250000000}}",
                "{\"metadata\":{\"request_start_ns\":700000000,\"request_end_ns\":1500000000}}");
        JsonNode qps = SessionFigures.of(records.requests(), json("{}")).path("qps");
        assertThat(qps.path("samples").asInt()).isEqualTo(1);
        assertThat(qps.path("mean").asDouble()).isEqualTo(2);
    }

    /** ITL 10 and 30 ms: mean 20 ms, so 50 tokens a second; the reciprocals 100 and 33.3 deviate by 33.3. */
    @Test
    void interactivityIsTheReciprocalOfTheFigureAndDeviatesAsReciprocals() throws IOException {
        SessionRecords records = read(
                "{\"metrics\":{\"inter_token_latency\":{\"value\":10}}}",
                "{\"metrics\":{\"inter_token_latency\":{\"value\":30}}}",
                "{\"metrics\":{\"inter_token_latency\":{\"value\":0}}}");
        JsonNode intvty = SessionFigures.of(records.requests(), json("{}")).at("/latency/intvty");
        assertThat(intvty.path("mean").asDouble()).isCloseTo(50, within(1e-9));
        assertThat(intvty.path("p50").asDouble()).isCloseTo(50, within(1e-9));
        assertThat(intvty.path("std").asDouble()).isCloseTo(100 / 3.0, within(1e-9));
    }

    @Test
    void warmupAndFailuresAreCountedAndLeftOut() throws IOException {
        SessionRecords records = read(
                "{\"metadata\":{\"benchmark_phase\":\"warmup\"}}",
                "",
                "{\"metadata\":{\"benchmark_phase\":\"profiling\"},\"error\":{\"type\":\"Timeout\"}}",
                "{\"metadata\":{\"benchmark_phase\":\"profiling\"},\"error\":null}");
        assertThat(records.total()).isEqualTo(3);
        assertThat(records.warmup()).isEqualTo(1);
        assertThat(records.failed()).isEqualTo(1);
        assertThat(records.requests()).hasSize(1);
    }

    @Test
    void aLineThatIsNoRecordIsNamed() {
        assertThatThrownBy(() -> read("{}", "{\"metrics\":"))
                .isInstanceOf(SessionException.class)
                .hasMessageContaining("profile_export.jsonl:2");
        assertThatThrownBy(() -> read("[]")).hasMessageContaining("profile_export.jsonl:1");
    }

    @Test
    void cacheHitsComeFromBlocksOrElseFromTheMean() throws IOException {
        assertThat(hits("{\"sum\": 3, \"count\": 4, \"avg\": 1}")).isEqualTo(0.75);
        assertThat(hits("{\"avg\": 80, \"unit\": \"%\"}")).isEqualTo(0.8);
        assertThat(hits("{\"avg\": 0.5}")).isEqualTo(0.5);
    }

    private static double hits(String metric) throws IOException {
        JsonNode figures = SessionFigures.of(List.of(), json("{\"theoretical_prefix_cache_hit\": " + metric + "}"));
        return figures.at("/cache/theoretical_cache_hit_rate").asDouble();
    }

    @Test
    void tooManyFailuresAreSaidWithBothShares() throws IOException {
        JsonNode aggregate = json("{\"request_count\": {\"avg\": 89}, \"error_request_count\": {\"avg\": 11}}");
        assertThat(SessionVerdict.errors(aggregate, 0.1))
                .containsExactly("aiperf request error rate exceeded the benchmark limit: 11/100 = 11.000% > 10.000%");
        assertThat(SessionVerdict.errors(json("{\"request_count\": {\"avg\": true}}"), 0.1))
                .containsExactly("request_count.avg is missing");
    }
}
