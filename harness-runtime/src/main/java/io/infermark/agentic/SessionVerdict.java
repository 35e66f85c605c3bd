package io.infermark.agentic;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Whether a replay counts: some requests finished, and of those not more failed than allowed. */
public final class SessionVerdict {
    private SessionVerdict() {}

    /**
     * What speaks against a replay, in upstream's words.
     *
     * @param aggregate the client's summary, {@code profile_export_aiperf.json}
     * @param threshold largest share of failures that is accepted, inclusive
     * @return nothing if it counts
     */
    public static List<String> errors(JsonNode aggregate, double threshold) {
        Double successes = average(aggregate, "request_count");
        Double errors = average(aggregate, "error_request_count");
        Double completed = average(aggregate, "completed_request_count");
        if (successes == null) {
            return List.of("request_count.avg is missing");
        }
        double failed = errors == null ? 0 : errors;
        double all = completed == null ? successes + failed : completed;
        if (all <= 0) {
            return List.of("aiperf completed zero requests");
        }
        double share = failed / all;
        if (share > threshold) {
            return List.of(String.format(
                    Locale.ROOT,
                    "aiperf request error rate exceeded the benchmark limit: %s/%s = %.3f%% > %.3f%%",
                    general(failed),
                    general(all),
                    share * 100,
                    threshold * 100));
        }
        return List.of();
    }

    private static @Nullable Double average(JsonNode aggregate, String name) {
        JsonNode value = aggregate.path(name).path("avg");
        boolean sound = value.isNumber() && Double.isFinite(value.doubleValue()) && value.doubleValue() >= 0;
        return sound ? value.doubleValue() : null;
    }

    /** Python's {@code %g}: six significant digits, no trailing zeros, an exponent from a million on. */
    private static String general(double value) {
        if (value == 0) {
            return "0";
        }
        BigDecimal rounded = new BigDecimal(value, new MathContext(6, RoundingMode.HALF_EVEN)).stripTrailingZeros();
        int exponent = rounded.precision() - rounded.scale() - 1;
        if (exponent >= -4 && exponent < 6) {
            return rounded.toPlainString();
        }
        String digits = rounded.unscaledValue().toString();
        String mantissa = digits.length() == 1 ? digits : digits.charAt(0) + "." + digits.substring(1);
        return mantissa + String.format(Locale.ROOT, "e%s%02d", exponent < 0 ? "-" : "+", Math.abs(exponent));
    }
}
