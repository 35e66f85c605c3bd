package io.infermark.result;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.infermark.metric.Figure;
import io.infermark.metric.Requests;
import io.infermark.metric.WindowAnalysis;
import io.infermark.metric.Windows;
import io.infermark.record.RequestRecord;
import java.io.IOException;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class FormatsTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    private static String write(ResultFormat format, List<PointResult> results) throws IOException {
        StringWriter out = new StringWriter();
        ResultWriter.write(format, results, out);
        return out.toString();
    }

    @ParameterizedTest
    @EnumSource(ResultFormat.class)
    void everyFormatHasEveryPoint(ResultFormat format) throws IOException {
        String text = write(format, Samples.mixed());
        assertThat(ResultFormat.byLabel(format.label())).contains(format);
        if (format.extension().equals("json")) {
            assertThat(JSON.readTree(text)).hasSize(5);
        } else if (format == ResultFormat.CSV) {
            assertThat(text.lines()).hasSize(6);
        } else {
            assertThat(text.lines().filter(line -> line.matches("(valid|INVALID) .*")))
                    .hasSize(5);
        }
    }

    @Test
    void jmhJsonHasItsShapeAndOurFigures() throws IOException {
        PointResult good = Samples.good(4, 4, 1);
        JsonNode run = JSON.readTree(write(ResultFormat.JMH, List.of(good))).get(0);
        assertThat(run.get("benchmark").asText()).isEqualTo("demo.Hello");
        assertThat(run.get("mode").asText()).isEqualTo("ss");
        assertThat(run.get("threads").asInt()).isEqualTo(4);
        assertThat(run.get("forks").asInt()).isEqualTo(2);
        assertThat(run.get("measurementIterations").asInt()).isEqualTo(2);
        assertThat(run.get("params").get("tp").asText()).isEqualTo("4");
        assertThat(run.get("params").get("validity").asText()).isEqualTo("VALID");
        assertThat(run.get("params").get("provenance").asText()).isEqualTo("real");
        JsonNode primary = run.get("primaryMetric");
        assertThat(primary.get("scoreUnit").asText()).isEqualTo("tok/s");
        assertThat(primary.get("rawData")).hasSize(2);
        assertThat(primary.get("rawData").get(0)).hasSize(2);
        assertThat(primary.get("rawData").get(0).get(0).asDouble()).isEqualTo(200, within(0.001));
        Double mean = java.util.Objects.requireNonNull(good.summary()).shown("output_throughput");
        assertThat(primary.get("score").asDouble()).isEqualTo(mean, within(0.001));
        // JMH's own interval over the same four windows.
        Double error =
                good.summary().statistic("output_throughput").orElseThrow().ci999();
        assertThat(primary.get("scoreError").asDouble()).isEqualTo(error, within(0.001));
        JsonNode ttft = run.get("secondaryMetrics").get("ttft_p50");
        assertThat(ttft.get("scoreUnit").asText()).isEqualTo("ms");
        assertThat(ttft.get("score").asDouble()).isEqualTo(100.25, within(0.001));
        assertThat(run.get("secondaryMetrics").has("ttft_p99")).isFalse();
    }

    @Test
    void jmhJsonKeepsAPointThatNeverStarted() throws IOException {
        JsonNode run = JSON.readTree(write(ResultFormat.JMH, List.of(Samples.neverStarted(8, 64))))
                .get(0);
        assertThat(run.get("primaryMetric").get("score").asText()).isEqualTo("NaN");
        assertThat(run.get("params").get("validity").asText()).isEqualTo("INVALID: TrialFailed");
    }

    @Test
    void rawResultHasTheKeysOfTheClientInOrder() throws IOException {
        JsonNode raw = JSON.readTree(write(ResultFormat.INFERENCEX, List.of(Samples.good(4, 4, 1))))
                .get(0);
        List<String> names = new java.util.ArrayList<>();
        raw.fieldNames().forEachRemaining(names::add);
        assertThat(names)
                .startsWith(
                        "date",
                        "backend",
                        "model_id",
                        "tokenizer_id",
                        "best_of",
                        "num_prompts",
                        "request_rate",
                        "burstiness",
                        "max_concurrency",
                        "duration",
                        "completed",
                        "total_input_tokens",
                        "total_output_tokens",
                        "request_throughput",
                        "request_goodput:",
                        "output_throughput",
                        "total_token_throughput",
                        "mean_ttft_ms",
                        "median_ttft_ms",
                        "std_ttft_ms",
                        "p90_ttft_ms",
                        "p99_ttft_ms",
                        "p99.9_ttft_ms",
                        "mean_tpot_ms");
        assertThat(raw.get("date").asText()).isEqualTo("20261125-100000");
        assertThat(raw.get("request_rate").asText()).isEqualTo("inf");
        assertThat(raw.get("completed").asInt()).isEqualTo(160);
        assertThat(raw.get("num_prompts").asInt()).isEqualTo(160);
        assertThat(raw.get("total_output_tokens").asInt()).isEqualTo(1600);
        assertThat(raw.get("mean_ttft_ms").asDouble()).isEqualTo(100.25, within(1e-9));
    }

    @Test
    void aggregateIsWhatUpstreamMakesOfTheRawResult() throws IOException {
        JsonNode raw = JSON.readTree(write(ResultFormat.INFERENCEX, List.of(Samples.good(4, 4, 1))))
                .get(0);
        JsonNode agg = JSON.readTree(write(ResultFormat.INFERENCEX_AGG, List.of(Samples.good(4, 4, 1))))
                .get(0);
        assertThat(agg.get("hw").asText()).isEqualTo("h200");
        assertThat(agg.get("tput_per_gpu").asDouble())
                .isEqualTo(raw.get("total_token_throughput").asDouble() / 4, within(1e-9));
        assertThat(agg.get("median_intvty").asDouble())
                .isEqualTo(1000 / raw.get("median_tpot_ms").asDouble(), within(1e-9));
        assertThat(agg.get("p99_ttft").asDouble())
                .isEqualTo(raw.get("p99_ttft_ms").asDouble() / 1000, within(1e-12));
        assertThat(agg.get("validity").asText()).isEqualTo("valid");
    }

    @Test
    void aggregateSurvivesADeviationOfZeroAndAPointWithoutFigures() throws IOException {
        JsonNode agg = JSON.readTree(
                write(ResultFormat.INFERENCEX_AGG, List.of(Samples.simulated(4, 4, 1), Samples.neverStarted(8, 64))));
        assertThat(agg.get(0).has("mean_intvty")).isTrue();
        assertThat(agg.get(0).has("std_intvty")).isFalse();
        assertThat(agg.get(0).get("provenance").asText()).isEqualTo("SIMULATED");
        assertThat(agg.get(1).get("tput_per_gpu").isNull()).isTrue();
        assertThat(agg.get(1).get("validity").asText()).isEqualTo("invalid");
        assertThat(agg.get(1).get("conc").asInt()).isEqualTo(64);
    }

    @Test
    void csvHasUnitsAndEmptyCellsForWhatIsAbsent() throws IOException {
        String text = write(ResultFormat.CSV, Samples.mixed());
        Golden.check("points.csv", text);
        List<String> header = List.of(text.lines().findFirst().orElseThrow().split(",", -1));
        assertThat(header).contains("ttft_p50 [ms]", "output_throughput [tok/s]", "held_ratio");
        assertThat(header).hasSize(40 + CertificateFigure.ALL.size() + Figure.ALL.size());
        String last = text.lines().reduce((a, b) -> b).orElseThrow();
        assertThat(last).endsWith(",".repeat(Figure.ALL.size())).doesNotContain("NaN");
    }

    @Test
    void csvHasTheCertificateByItsNamesOverTrials() throws IOException {
        List<List<String>> lines = write(ResultFormat.CSV, List.of(Samples.good(4, 4, 1), Samples.neverStarted(8, 64)))
                .lines()
                .map(line -> List.of(line.replaceAll("\"[^\"]*\"", "point").split(",", -1)))
                .toList();
        int first = lines.get(0).indexOf("certificate");
        assertThat(lines.get(1).get(first)).isEqualTo("fit");
        assertThat(lines.get(2).get(first)).isEmpty();
        assertThat(lines.get(0).subList(first + 1, first + 1 + CertificateFigure.ALL.size()))
                .isEqualTo(CertificateFigure.ALL.stream()
                        .map(CertificateFigure::name)
                        .toList());
        // The larger of 38 and 48, the least of equal bounds, the sum of both.
        assertThat(lines.get(1).get(lines.get(0).indexOf("calibrationBeforeTtftErrorMeanMicros")))
                .isEqualTo("48.0");
        assertThat(lines.get(1).get(lines.get(0).indexOf(OverheadCertificate.MEAN_BOUND)))
                .isEqualTo("4.01");
        assertThat(lines.get(1).get(lines.get(0).indexOf("costWindowsCpuMillis")))
                .isEqualTo("2500.0");
        assertThat(lines.get(2).get(lines.get(0).indexOf("costWindowsCpuMillis")))
                .isEmpty();
    }

    @Test
    void jmhJsonHasTheCertificateAsSecondaryResults() throws IOException {
        JsonNode secondary = JSON.readTree(write(ResultFormat.JMH, List.of(Samples.good(4, 4, 1))))
                .get(0)
                .get("secondaryMetrics");
        JsonNode error = secondary.get("calibrationBeforeTtftErrorMeanMicros");
        assertThat(error.get("scoreUnit").asText()).isEqualTo("us");
        assertThat(error.get("score").asDouble()).isEqualTo(48);
        assertThat(error.get("rawData").toString()).isEqualTo("[[38.0,38.0],[48.0,48.0]]");
        assertThat(secondary.get(OverheadCertificate.MEAN_BOUND).get("score").asDouble())
                .isEqualTo(4.01, within(1e-9));
        assertThat(secondary.get("hostStealShare").get("score").asDouble()).isEqualTo(0.002, within(1e-9));
        // A mean, since each window of a trial has its trial's.
        assertThat(secondary.get("costWindowsCpuMillis").get("score").asDouble())
                .isEqualTo(1250, within(1e-9));
    }

    @Test
    void nativeArrayIsTheResultsThemselves() throws IOException {
        JsonNode array = JSON.readTree(write(ResultFormat.JSON, Samples.mixed()));
        assertThat(array.get(3).get("validity").get("state").asText()).isEqualTo("invalid");
        assertThat(array.get(3).get("schema").get("name").asText()).isEqualTo("infermark.result");
    }

    /** A server that sends no usage: a sum that takes what is unknown for nothing is no sum. */
    @Test
    void inferencexHasNoTotalsThatWereNotCounted() throws IOException {
        List<RequestRecord> records = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            records.add(Requests.at(i * 200)
                    .index(i)
                    .planned(128, 10)
                    .events(10, i * 200 + 100, 10, 1)
                    .usage(i == 4 ? -1 : 128, 10)
                    .done(i * 200 + 199.5)
                    .build());
        }
        PointResult result = Samples.measured(
                4,
                1,
                Samples.REAL,
                List.of(List.of(WindowAnalysis.of(records, Windows.waveMark(1, 10, 1), Windows.CONTEXT))));
        JsonNode raw =
                JSON.readTree(write(ResultFormat.INFERENCEX, List.of(result))).get(0);
        assertThat(raw.get("total_input_tokens").isNull()).isTrue();
        assertThat(raw.get("total_token_throughput").isNull()).isTrue();
        assertThat(raw.get("total_output_tokens").asInt()).isEqualTo(100);
        assertThat(raw.get("output_throughput").isNumber()).isTrue();
        JsonNode aggregate = JSON.readTree(write(ResultFormat.INFERENCEX_AGG, List.of(result)))
                .get(0);
        assertThat(aggregate.get("tput_per_gpu").isNull()).isTrue();
        assertThat(aggregate.get("input_tput_per_gpu").isNull()).isTrue();
        assertThat(aggregate.get("output_tput_per_gpu").asDouble()).isPositive();
    }
}
