package io.infermark.agentic;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The figures of a replay, in InferenceX's nesting and units (seconds, tokens, tokens a second).
 *
 * <p>Trap: a percentile of {@code intvty} is the reciprocal of that percentile of the latency, so its p90 is the slow tail; its deviation is that of the reciprocals.
 */
public final class SessionFigures {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final double NANOS = 1e9;
    private static final double MILLIS = 1e3;

    /** Completions are counted over stretches of one second. */
    private static final double WINDOW_SECONDS = 1;

    /** A month; the client replays an hour. */
    private static final double LONGEST_SECONDS = 31 * 86_400.0;

    private SessionFigures() {}

    /**
     * Computes them.
     *
     * @param requests finished requests
     * @param aggregate the client's summary, which alone knows the share of cache hits
     */
    public static ObjectNode of(List<SessionRequest> requests, JsonNode aggregate) {
        ObjectNode figures = NODES.objectNode();
        figures.set("qps", completions(requests));
        figures.set("latency", latency(requests));
        ObjectNode tokens = NODES.objectNode();
        tokens.set("input", distribution(tokens(requests, SessionRequest::inputTokens)));
        tokens.set("output_actual", distribution(tokens(requests, SessionRequest::outputTokens)));
        // What the recorded session would have said stands in the data set, which no result carries.
        tokens.set("output_expected", NODES.objectNode());
        figures.set("tokens", tokens);
        figures.set("throughput", throughput(requests));
        figures.set("cache", cache(aggregate));
        return figures;
    }

    /** Completions a second over whole windows, of which the first begins with the first completion. */
    private static ObjectNode completions(List<SessionRequest> requests) {
        ObjectNode figures = NODES.objectNode();
        double[] ends = requests.stream()
                .map(SessionRequest::endNanos)
                .filter(Objects::nonNull)
                .mapToDouble(end -> end / NANOS)
                .sorted()
                .toArray();
        if (ends.length < 2 || ends[ends.length - 1] <= ends[0]) {
            return figures;
        }
        double last = ends[ends.length - 1];
        if (last - ends[0] > LONGEST_SECONDS) {
            throw new SessionException("[SessionRecords] completions lie " + (long) (last - ends[0])
                    + " s apart, which no replay takes. Is request_end_ns in nanoseconds?");
        }
        double[] counts = new double[(int) (last - ends[0]) + 1];
        int windows = 0;
        int next = 0;
        for (double from = ends[0]; from + WINDOW_SECONDS <= last && windows < counts.length; from += WINDOW_SECONDS) {
            while (next < ends.length && ends[next] < from + WINDOW_SECONDS) {
                counts[windows]++;
                next++;
            }
            windows++;
        }
        figures.put("window_seconds", WINDOW_SECONDS);
        figures.put("samples", windows);
        if (windows == 0) {
            figures.put("mean", ends.length / (last - ends[0]));
        } else {
            figures.setAll(distribution(Arrays.copyOf(counts, windows)));
        }
        return figures;
    }

    private static ObjectNode latency(List<SessionRequest> requests) {
        double[] itls = seconds(requests, SessionRequest::itlMillis);
        double[] full = seconds(requests, SessionRequest::fullResponseItlMillis);
        double[] perToken = requests.stream()
                .map(SessionFigures::secondsPerToken)
                .filter(Objects::nonNull)
                .mapToDouble(Double::doubleValue)
                .toArray();
        ObjectNode latency = NODES.objectNode();
        latency.set("ttft", distribution(seconds(requests, SessionRequest::ttftMillis)));
        latency.set("e2el", distribution(seconds(requests, SessionRequest::latencyMillis)));
        latency.set("itl", distribution(itls));
        latency.set("tpot", distribution(itls));
        latency.set("intvty", interactivity(itls));
        latency.set("e2e_norm_intvty", interactivity(perToken));
        latency.set("full_response_itl", distribution(full));
        latency.set("full_response_intvty", interactivity(full));
        return latency;
    }

    private static @Nullable Double secondsPerToken(SessionRequest request) {
        Double millis = request.latencyMillis();
        Long tokens = request.outputTokens();
        return millis == null || tokens == null || millis <= 0 || tokens <= 0 ? null : millis / MILLIS / tokens;
    }

    private static ObjectNode interactivity(double[] seconds) {
        ObjectNode figures = NODES.objectNode();
        distribution(seconds).properties().forEach(figure -> {
            if (!figure.getKey().equals("std") && figure.getValue().doubleValue() > 0) {
                figures.put(figure.getKey(), 1 / figure.getValue().doubleValue());
            }
        });
        if (seconds.length > 0) {
            figures.put("std", deviation(Arrays.stream(seconds).map(s -> 1 / s).toArray()));
        }
        return figures;
    }

    private static ObjectNode throughput(List<SessionRequest> requests) {
        ObjectNode figures = NODES.objectNode();
        long[] starts = stamps(requests, SessionRequest::startNanos);
        long[] ends = stamps(requests, SessionRequest::endNanos);
        if (starts.length == 0 || ends.length == 0) {
            return figures;
        }
        double duration = (Arrays.stream(ends).max().orElseThrow()
                        - Arrays.stream(starts).min().orElseThrow())
                / NANOS;
        if (duration <= 0) {
            return figures;
        }
        double input =
                Arrays.stream(tokens(requests, SessionRequest::inputTokens)).sum();
        double output =
                Arrays.stream(tokens(requests, SessionRequest::outputTokens)).sum();
        figures.set("input", NODES.objectNode().put("tokens_per_second", input / duration));
        figures.set("output", NODES.objectNode().put("tokens_per_second", output / duration));
        figures.set("total", NODES.objectNode().put("tokens_per_second", (input + output) / duration));
        figures.put("duration_seconds", duration);
        figures.set("per_gpu", NODES.objectNode());
        return figures;
    }

    private static ObjectNode cache(JsonNode aggregate) {
        JsonNode hit = aggregate.path("theoretical_prefix_cache_hit");
        JsonNode blocks = hit.path("count");
        ObjectNode figures = NODES.objectNode();
        if (hit.path("sum").isNumber() && blocks.isNumber() && blocks.doubleValue() > 0) {
            figures.put("theoretical_cache_hit_rate", hit.path("sum").doubleValue() / blocks.doubleValue());
        } else if (hit.path("avg").isNumber()) {
            boolean percent = hit.path("unit").asText().strip().equals("%");
            figures.put("theoretical_cache_hit_rate", hit.path("avg").doubleValue() / (percent ? 100 : 1));
        } else {
            figures.putNull("theoretical_cache_hit_rate");
        }
        return figures;
    }

    /** Only what took time: the client writes 0 where it saw no first token or no second one. */
    private static double[] seconds(List<SessionRequest> requests, Function<SessionRequest, @Nullable Double> millis) {
        return requests.stream()
                .map(millis)
                .filter(value -> value != null && value > 0)
                .mapToDouble(value -> value / MILLIS)
                .toArray();
    }

    private static double[] tokens(List<SessionRequest> requests, Function<SessionRequest, @Nullable Long> count) {
        return requests.stream()
                .map(count)
                .filter(Objects::nonNull)
                .mapToDouble(Long::doubleValue)
                .toArray();
    }

    private static long[] stamps(List<SessionRequest> requests, Function<SessionRequest, @Nullable Long> stamp) {
        return requests.stream()
                .map(stamp)
                .filter(Objects::nonNull)
                .mapToLong(Long::longValue)
                .toArray();
    }

    private static ObjectNode distribution(double[] values) {
        ObjectNode figures = NODES.objectNode();
        if (values.length == 0) {
            return figures;
        }
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        figures.put("mean", Arrays.stream(values).average().orElseThrow());
        for (int percent : new int[] {50, 75, 90, 95}) {
            figures.put("p" + percent, percentile(sorted, percent));
        }
        figures.put("std", deviation(values));
        return figures;
    }

    /** Linear between the two nearest ranks. */
    private static double percentile(double[] sorted, int percent) {
        double rank = (sorted.length - 1) * percent / 100.0;
        int below = (int) rank;
        int above = Math.min(below + 1, sorted.length - 1);
        return sorted[below] + (rank - below) * (sorted[above] - sorted[below]);
    }

    /** That of a population. */
    private static double deviation(double[] values) {
        double mean = Arrays.stream(values).average().orElse(0);
        double squares = Arrays.stream(values).map(v -> (v - mean) * (v - mean)).sum();
        return values.length < 2 ? 0 : Math.sqrt(squares / values.length);
    }
}
