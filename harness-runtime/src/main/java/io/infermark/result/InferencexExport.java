package io.infermark.result;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.infermark.metric.GpuEnergy;
import io.infermark.metric.PointSummary;
import io.infermark.metric.TokenCounts;
import io.infermark.metric.UpstreamFigures;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A point in the two shapes of InferenceX: the client's raw result ({@code benchmark_serving}) and the aggregate ({@code process_result.py}), for tools that read those. Figures are
 * {@link UpstreamFigures}, over all measured windows together. Three fields are added, so that nobody takes an invalid or simulated point for a good one: {@code validity},
 * {@code validity_reasons}, {@code provenance}; {@code arrival} and {@code arrival_shape} where the
 * rate is not the same throughout. A figure without any value is left out, where upstream prints 0; a total of which some
 * request's part is not known is null, save in compatible mode, whose rules count it for 0.
 */
final class InferencexExport {
    private static final DateTimeFormatter DATE = DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss", Locale.ROOT);

    private InferencexExport() {}

    /** The raw result. */
    static ObjectNode raw(PointResult result) {
        ObjectNode raw = Json.MAPPER.createObjectNode();
        PointRef point = result.point();
        raw.put("date", date(result));
        raw.put("backend", result.subject().engine());
        raw.put("model_id", result.subject().model());
        raw.put("tokenizer_id", result.subject().model());
        raw.put("best_of", 1);
        PointSummary summary = result.summary();
        raw.put("num_prompts", summary == null ? 0 : summary.upstream().attempts());
        Double rate = point.requestsPerSecond();
        if (rate == null) {
            raw.put("request_rate", "inf");
        } else {
            raw.put("request_rate", rate);
        }
        Double burstiness = point.burstiness();
        raw.put("burstiness", burstiness == null ? 1.0 : burstiness);
        if (point.arrivalShape() != null) {
            // The rate above is then what the shape is relative to; upstream has no such arrivals.
            raw.put("arrival", point.arrival());
            raw.put("arrival_shape", point.arrivalShape());
        }
        raw.put("max_concurrency", point.concurrency());
        addWindow(raw, result);
        if (summary != null) {
            addFigures(raw, summary, compatible(result));
        }
        addVerdict(raw, result);
        return raw;
    }

    /** Start and end of the one measured window, for tools that put telemetry beside it; several have no common ones. */
    private static void addWindow(ObjectNode raw, PointResult result) {
        List<TrialResult> trials = result.trials().stream()
                .filter(trial -> !trial.measured().isEmpty())
                .toList();
        if (!compatible(result)
                || trials.size() != 1
                || trials.get(0).measured().size() != 1) {
            return;
        }
        IterationResult window = trials.get(0).measured().get(0);
        Instant epoch = Instant.parse(trials.get(0).startedAt());
        raw.put("benchmark_start_time_unix", unix(epoch.plusNanos(window.startNanos())));
        raw.put("benchmark_end_time_unix", unix(epoch.plusNanos(window.endNanos())));
    }

    private static double unix(Instant instant) {
        return instant.getEpochSecond() + instant.getNano() / 1e9;
    }

    /** Whether the point was measured in the way of that client, and its figures follow its rules throughout. */
    private static boolean compatible(PointResult result) {
        return "inferencex".equals(result.settings().options().get("compat"));
    }

    private static void addFigures(ObjectNode raw, PointSummary summary, boolean compatible) {
        UpstreamFigures figures = summary.upstream();
        TokenCounts tokens = summary.pooled().tokens();
        boolean nothing = figures.completed() == 0;
        boolean input = compatible || nothing || tokens.inputTotal() != null;
        boolean output = compatible || nothing || tokens.outputTotal() != null;
        boolean goodput = !summary.slo().isEmpty();
        raw.put("duration", figures.durationSeconds());
        raw.put("completed", figures.completed());
        raw.put("total_input_tokens", input ? Long.valueOf(figures.totalInputTokens()) : null);
        raw.put("total_output_tokens", output ? Long.valueOf(figures.totalOutputTokens()) : null);
        boolean timed = figures.durationSeconds() > 0;
        raw.put("request_throughput", timed ? Double.valueOf(figures.requestThroughput()) : null);
        raw.put("request_goodput:", timed && goodput ? Double.valueOf(figures.requestGoodput()) : null);
        raw.put("output_throughput", timed && output ? Double.valueOf(figures.outputThroughput()) : null);
        raw.put(
                "total_token_throughput",
                timed && input && output ? Double.valueOf(figures.totalTokenThroughput()) : null);
        if (figures.outputUnknown() > 0) {
            raw.put("requests_without_output_count", figures.outputUnknown());
        }
        addLatency(raw, "ttft", figures.ttft());
        addLatency(raw, "tpot", figures.tpot());
        addLatency(raw, "itl", figures.itl());
        addLatency(raw, "e2el", figures.e2el());
    }

    private static void addLatency(ObjectNode raw, String name, UpstreamFigures.Latency latency) {
        if (latency.n() == 0) {
            return;
        }
        raw.put("mean_" + name + "_ms", latency.mean());
        raw.put("median_" + name + "_ms", latency.median());
        raw.put("std_" + name + "_ms", latency.std());
        for (UpstreamFigures.Percentile percentile : latency.percentiles()) {
            raw.put("p" + label(percentile.p()) + "_" + name + "_ms", percentile.value());
        }
    }

    private static String label(double p) {
        return p == Math.rint(p) ? Long.toString(Math.round(p)) : Double.toString(p);
    }

    private static void addVerdict(ObjectNode node, PointResult result) {
        node.put("validity", result.validity().state().name().toLowerCase(Locale.ROOT));
        node.put("validity_reasons", result.validity().summary());
        node.put("provenance", result.provenance().label());
        if (compatible(result)) {
            node.put("compat", "inferencex");
        }
    }

    private static String date(PointResult result) {
        if (result.trials().isEmpty()) {
            return "";
        }
        String startedAt = result.trials().get(0).startedAt();
        try {
            return OffsetDateTime.parse(startedAt).format(DATE);
        } catch (DateTimeParseException e) {
            return startedAt;
        }
    }

    /** The aggregate of the later state; a point without figures has its description and its verdict only. */
    static ObjectNode aggregate(PointResult result) {
        ObjectNode raw = raw(result);
        ObjectNode readable = raw.deepCopy();
        // Those that end upstream's script: no concurrency in an open loop, and the reciprocal of a deviation of zero.
        boolean uncapped = raw.path("max_concurrency").isNull();
        if (uncapped) {
            readable.put("max_concurrency", 0);
        }
        raw.properties().forEach(field -> {
            JsonNode value = field.getValue();
            if (field.getKey().contains("tpot") && value.isNumber() && value.asDouble() == 0) {
                readable.remove(field.getKey());
            }
        });
        boolean total = raw.path("total_token_throughput").isNumber();
        boolean output = raw.path("output_throughput").isNumber();
        if (!total) {
            readable.put("total_token_throughput", 0);
        }
        if (!output) {
            readable.put("output_throughput", 0);
        }
        ObjectNode aggregate = UpstreamAggregate.of(UpstreamAggregate.Era.HEAD, env(result), readable);
        if (uncapped) {
            aggregate.putNull("conc");
        }
        if (!total) {
            aggregate.putNull("tput_per_gpu");
            aggregate.putNull("input_tput_per_gpu");
        }
        if (!output) {
            aggregate.putNull("output_tput_per_gpu");
        }
        addPower(aggregate, result);
        addVerdict(aggregate, result);
        return aggregate;
    }

    /** Power of the one measured window, rounded as upstream does it. Several windows have no common energy, and made-up power is none. */
    private static void addPower(ObjectNode aggregate, PointResult result) {
        List<IterationResult> windows = result.trials().stream()
                .flatMap(trial -> trial.measured().stream())
                .toList();
        GpuEnergy energy = windows.size() == 1 ? windows.get(0).metrics().energy() : null;
        if (energy == null || energy.origin() != GpuEnergy.Origin.MEASURED) {
            return;
        }
        Map<String, @Nullable Double> figures = new LinkedHashMap<>();
        figures.put("avg_power_w", energy.wattsPerGpu());
        figures.put("avg_total_gpu_power_w", energy.watts());
        figures.put("total_gpu_energy_j", energy.joules());
        figures.put("joules_per_successful_query", energy.joulesPerRequest());
        figures.put("joules_per_input_token", energy.joulesPerInputToken());
        figures.put("joules_per_output_token", energy.joulesPerOutputToken());
        figures.put("joules_per_total_token", energy.joulesPerTotalToken());
        if (figures.containsValue(null)) {
            return;
        }
        aggregate.put("power_valid", 1);
        figures.forEach((name, value) -> aggregate.put(
                name,
                new BigDecimal(Objects.requireNonNull(value))
                        .setScale(name.endsWith("_w") || name.endsWith("_j") ? 3 : 6, RoundingMode.HALF_EVEN)
                        .doubleValue()));
    }

    private static Map<String, String> env(PointResult result) {
        PointRef point = result.point();
        Subject subject = result.subject();
        String image = subject.image();
        Map<String, String> env = new LinkedHashMap<>();
        env.put("RUNNER_TYPE", subject.hardwareLabel());
        env.put("FRAMEWORK", subject.engine());
        env.put("PRECISION", subject.precision());
        env.put("SPEC_DECODING", point.specDecoding());
        env.put("RESULT_FILENAME", point.id());
        env.put("ISL", Integer.toString(point.isl()));
        env.put("OSL", Integer.toString(point.osl()));
        env.put("DISAGG", "false");
        env.put("MODEL_PREFIX", subject.modelPrefix());
        env.put("IMAGE", image == null ? "" : image);
        env.put("TP", Integer.toString(point.tp()));
        env.put("PP_SIZE", Integer.toString(point.pp()));
        env.put("DCP_SIZE", Integer.toString(point.dcp()));
        env.put("PCP_SIZE", Integer.toString(point.pcp()));
        env.put("EP_SIZE", Integer.toString(point.ep()));
        env.put("DP_ATTENTION", Boolean.toString(point.dpAttention()));
        return env;
    }
}
