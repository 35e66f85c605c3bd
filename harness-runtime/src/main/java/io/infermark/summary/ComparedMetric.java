package io.infermark.summary;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A figure that is put beside its baseline.
 *
 * @param key in the aggregate
 * @param decimals printed
 */
public record ComparedMetric(String key, String header, boolean higherIsBetter, int decimals) {
    private static final String NOT_AVAILABLE = "N/A";

    /** Those of the comparison, in its order. TTFT is printed in milliseconds. */
    static final List<ComparedMetric> ALL = List.of(
            new ComparedMetric("tput_per_gpu", "TPUT/GPU", true, 2),
            new ComparedMetric("median_ttft", "TTFT Median (ms)", false, 4),
            new ComparedMetric("p90_ttft", "TTFT P90 (ms)", false, 4),
            new ComparedMetric("p99_ttft", "TTFT P99 (ms)", false, 4),
            new ComparedMetric("p99.9_ttft", "TTFT P99.9 (ms)", false, 4),
            new ComparedMetric("median_intvty", "Intvty Median", true, 4),
            new ComparedMetric("p90_intvty", "Intvty@P90 TPOT", true, 4),
            new ComparedMetric("p99_intvty", "Intvty@P99 TPOT", true, 4),
            new ComparedMetric("p99.9_intvty", "Intvty@P99.9 TPOT", true, 4),
            new ComparedMetric("median_e2el", "E2EL Median (s)", false, 4),
            new ComparedMetric("p90_e2el", "E2EL P90 (s)", false, 4),
            new ComparedMetric("p99_e2el", "E2EL P99 (s)", false, 4),
            new ComparedMetric("p99.9_e2el", "E2EL P99.9 (s)", false, 4));

    private double shown(double value) {
        return List.of("median_ttft", "p90_ttft", "p99_ttft", "p99.9_ttft").contains(key) ? value * 1000 : value;
    }

    /** The figure of a row; null if it has none. */
    static @Nullable Double value(@Nullable JsonNode row, String key) {
        JsonNode value = row == null ? null : row.get(key);
        return value == null || value.isNull() ? null : Double.valueOf(value.asDouble());
    }

    /** The figure as text. */
    public String text(@Nullable Double value) {
        return value == null ? NOT_AVAILABLE : Decimals.fixed(shown(value), decimals, false);
    }

    /** The difference to the baseline, green where it is an improvement, red where it is the opposite. There is no model of noise in it. */
    public String delta(@Nullable Double current, @Nullable Double baseline) {
        if (current == null || baseline == null || baseline == 0) {
            return NOT_AVAILABLE;
        }
        double delta = shown(current) - shown(baseline);
        String share = "(" + Decimals.fixed(delta / shown(baseline) * 100, 1, true) + "%)";
        String text = Decimals.fixed(delta, decimals, true);
        if (delta == 0) {
            return text + " " + share;
        }
        String colour = delta > 0 == higherIsBetter ? "green" : "red";
        return "$\\color{" + colour + "}\\text{" + text + "}$ " + share;
    }
}
