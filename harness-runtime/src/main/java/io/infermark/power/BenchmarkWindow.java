package io.infermark.power;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * When a benchmark ran, and what its energy is divided by; a count that cannot be divided by is 0 and has a reason.
 *
 * @param readable whether there is a window at all
 * @param start seconds since 1970
 * @param reportedSeconds its duration by the benchmark's own monotonic clock
 */
record BenchmarkWindow(
        boolean readable,
        double start,
        double end,
        double reportedSeconds,
        long completed,
        long inputTokens,
        long outputTokens,
        List<String> reasons) {
    private static final double TOLERANCE_SECONDS = 0.5;
    private static final double TOLERANCE_SHARE = 0.01;

    private static BenchmarkWindow unreadable(String reason) {
        return new BenchmarkWindow(false, 0, 0, 0, 0, 0, 0, List.of(reason));
    }

    static BenchmarkWindow read(Path file) {
        JsonNode result;
        try {
            result = PowerReport.parse(Files.readAllBytes(file));
        } catch (IOException e) {
            return unreadable("invalid_benchmark_result");
        }
        if (result == null || !result.isObject()) {
            return unreadable("invalid_benchmark_result");
        }
        JsonNode start = result.path("benchmark_start_time_unix");
        JsonNode end = result.path("benchmark_end_time_unix");
        JsonNode duration = result.path("duration");
        boolean numbers = start.isNumber() && end.isNumber() && duration.isNumber();
        if (!numbers
                || !Double.isFinite(start.asDouble())
                || !Double.isFinite(end.asDouble())
                || !Double.isFinite(duration.asDouble())
                || end.asDouble() <= start.asDouble()
                || duration.asDouble() <= 0) {
            return unreadable("invalid_benchmark_window");
        }
        List<String> reasons = new ArrayList<>();
        double window = end.asDouble() - start.asDouble();
        if (Math.abs(duration.asDouble() - window) > Math.max(TOLERANCE_SECONDS, window * TOLERANCE_SHARE)) {
            reasons.add("benchmark_duration_mismatch");
        }
        return new BenchmarkWindow(
                true,
                start.asDouble(),
                end.asDouble(),
                duration.asDouble(),
                count(result.path("completed"), "invalid_successful_query_count", reasons),
                count(result.path("total_input_tokens"), "invalid_input_token_count", reasons),
                count(result.path("total_output_tokens"), "invalid_output_token_count", reasons),
                List.copyOf(reasons));
    }

    private static long count(JsonNode value, String reason, List<String> reasons) {
        if (value.isIntegralNumber() && value.asLong() > 0) {
            return value.asLong();
        }
        reasons.add(reason);
        return 0;
    }

    ObjectNode json() {
        return JsonNodeFactory.instance
                .objectNode()
                .put("start_time_unix", start)
                .put("end_time_unix", end)
                .put("reported_duration_s", reportedSeconds)
                .put("integration_duration_s", end - start)
                .put("completed", completed)
                .put("total_input_tokens", inputTokens)
                .put("total_output_tokens", outputTokens);
    }
}
