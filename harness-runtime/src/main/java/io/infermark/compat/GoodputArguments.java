package io.infermark.compat;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads the client's {@code --goodput NAME:MILLISECONDS …}. */
public final class GoodputArguments {
    private static final List<String> NAMES = List.of("ttft", "tpot", "e2el");
    private static final String FORMAT =
            "Invalid format found for service level objectives. Specify service level objectives for goodput as"
                    + " \"KEY:VALUE\" pairs, where the key is a metric name, and the value is a number in milliseconds.";

    private GoodputArguments() {}

    /**
     * Limits in milliseconds by metric, in the order of the arguments; the last one of a name counts.
     *
     * @param pairs null or empty: none
     * @throws ClientException as the client would refuse them
     */
    public static Map<String, Double> parse(@Nullable List<String> pairs) {
        Map<String, Double> limits = new LinkedHashMap<>();
        if (pairs == null) {
            return limits;
        }
        for (String pair : pairs) {
            String[] parts = pair.split(":", -1);
            if (parts.length != 2) {
                throw new ClientException("ArgumentTypeError", FORMAT);
            }
            limits.put(parts[0], number(parts[1]));
        }
        limits.forEach(GoodputArguments::check);
        return limits;
    }

    private static void check(String name, double limit) {
        if (!NAMES.contains(name)) {
            throw new ClientException(
                    "ValueError",
                    "Invalid metric name found, " + name + ": " + text(limit)
                            + ". The service level objective name should be one of ['ttft', 'tpot', 'e2el']. ");
        }
        if (limit < 0) {
            throw new ClientException(
                    "ValueError",
                    "Invalid value found, " + name + ": " + text(limit)
                            + ". The service level objective value should be non-negative.");
        }
    }

    private static double number(String text) {
        String stripped = text.strip().toLowerCase(Locale.ROOT);
        String unsigned = stripped.replaceFirst("^[+-]", "");
        if (unsigned.equals("inf") || unsigned.equals("infinity")) {
            return stripped.startsWith("-") ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY;
        }
        if (unsigned.equals("nan")) {
            return Double.NaN;
        }
        if (!unsigned.matches("(\\d+(_\\d+)*\\.?(\\d+(_\\d+)*)?|\\.\\d+(_\\d+)*)(e[+-]?\\d+(_\\d+)*)?")) {
            throw new ClientException("ArgumentTypeError", FORMAT);
        }
        return Double.parseDouble(stripped.replace("_", ""));
    }

    private static String text(double number) {
        if (Double.isInfinite(number)) {
            return number > 0 ? "inf" : "-inf";
        }
        return Double.isNaN(number) ? "nan" : PythonText.real(number);
    }
}
