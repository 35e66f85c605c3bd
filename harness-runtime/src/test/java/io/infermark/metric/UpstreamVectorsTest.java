package io.infermark.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.fasterxml.jackson.databind.JsonNode;
import io.infermark.conformance.Vectors;
import io.infermark.model.SloSpec;
import io.infermark.model.SloSpec.Bound;
import io.infermark.model.SloSpec.Metric;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** One test a vector of upstream's metric formulas. */
class UpstreamVectorsTest {
    @TestFactory
    Stream<DynamicTest> metrics() {
        return StreamSupport.stream(
                        Vectors.read("client_head.json").get("metrics").spliterator(), false)
                .map(vector -> dynamicTest(vector.get("id").asText(), () -> check(vector)));
    }

    private static void check(JsonNode vector) {
        List<Bound> bounds = new ArrayList<>();
        vector.get("goodput_ms")
                .properties()
                .forEach(limit -> bounds.add(new Bound(
                        Metric.valueOf(limit.getKey().toUpperCase(Locale.ROOT)),
                        50,
                        Duration.ofNanos(Math.round(limit.getValue().asDouble() * 1e6)))));
        UpstreamSample sample = new UpstreamSample(new SloSpec(bounds));
        sample.addWindow(
                vector.get("duration_s").asDouble(), vector.get("requests").size());
        DoubleSeries itl = new DoubleSeries();
        for (JsonNode request : vector.get("requests")) {
            if (request.path("ok").asBoolean(true)) {
                sample.add(
                        request.get("ttft").asDouble() * 1000,
                        request.get("lat").asDouble() * 1000,
                        request.path("n").asInt(),
                        request.path("pl").asInt());
                request.path("itl").forEach(gap -> itl.add(gap.asDouble() * 1000));
            }
        }
        List<Double> percentiles = new ArrayList<>();
        vector.get("percentiles").forEach(p -> percentiles.add(p.asDouble()));
        UpstreamFigures figures = sample.figures(UpstreamFigures.latency(itl, percentiles), percentiles);
        JsonNode expected = vector.get("expected");
        assertThat(figures.completed()).isEqualTo(expected.get("completed").asInt());
        assertThat(figures.totalInputTokens())
                .isEqualTo(expected.get("total_input").asLong());
        assertThat(figures.totalOutputTokens())
                .isEqualTo(expected.get("total_output").asLong());
        same("request_throughput", figures.requestThroughput(), expected);
        same("output_throughput", figures.outputThroughput(), expected);
        same("total_token_throughput", figures.totalTokenThroughput(), expected);
        if (!bounds.isEmpty()) {
            same("request_goodput", figures.requestGoodput(), expected);
        }
        same("ttft", figures.ttft(), expected);
        same("tpot", figures.tpot(), expected);
        same("itl", figures.itl(), expected);
        same("e2el", figures.e2el(), expected);
    }

    private static void same(String name, UpstreamFigures.Latency actual, JsonNode expected) {
        same("mean_" + name + "_ms", actual.mean(), expected);
        same("median_" + name + "_ms", actual.median(), expected);
        same("std_" + name + "_ms", actual.std(), expected);
        JsonNode percentiles = expected.get("percentiles_" + name + "_ms");
        assertThat(actual.percentiles()).hasSize(percentiles.size());
        for (int i = 0; i < percentiles.size(); i++) {
            close(
                    name,
                    actual.percentiles().get(i).value(),
                    percentiles.get(i).get(1).asDouble());
        }
    }

    private static void same(String name, double actual, JsonNode expected) {
        close(name, actual, expected.get(name).asDouble());
    }

    private static void close(String name, double actual, double wanted) {
        // A deviation of equal values is zero but for rounding, so that a relative bound alone is none.
        assertThat(actual).as(name).isEqualTo(wanted, within(Math.abs(wanted) * 1e-9 + 1e-9));
    }
}
