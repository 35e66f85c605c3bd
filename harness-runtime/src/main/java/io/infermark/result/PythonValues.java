package io.infermark.result;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** {@code int()} and {@code float()} as Python has them, error texts included, for figures that must agree with upstream's. */
final class PythonValues {
    private static final Pattern INTEGER = Pattern.compile("[+-]?[0-9]+(_[0-9]+)*");
    private static final Pattern FLOAT = Pattern.compile(
            "[+-]?([0-9]+(_[0-9]+)*\\.?([0-9]+(_[0-9]+)*)?|\\.[0-9]+(_[0-9]+)*)([eE][+-]?[0-9]+(_[0-9]+)*)?");

    private PythonValues() {}

    static long toInt(String text) {
        String digits = text.strip();
        if (!INTEGER.matcher(digits).matches()) {
            throw new UpstreamException("ValueError", "invalid literal for int() with base 10: " + repr(text));
        }
        return new BigInteger(digits.replace("_", "")).longValueExact();
    }

    static long toInt(@Nullable JsonNode value) {
        if (value == null || value.isNull() || value.isContainerNode()) {
            throw new UpstreamException(
                    "TypeError",
                    "int() argument must be a string, a bytes-like object or a real number, not " + typeName(value));
        }
        if (value.isTextual()) {
            return toInt(value.asText());
        }
        if (value.isBoolean()) {
            return value.asBoolean() ? 1 : 0;
        }
        return new BigDecimal(value.asText()).toBigInteger().longValueExact();
    }

    static double toFloat(@Nullable JsonNode value) {
        if (value == null || value.isNull() || value.isContainerNode()) {
            throw new UpstreamException(
                    "TypeError", "float() argument must be a string or a real number, not " + typeName(value));
        }
        if (value.isBoolean()) {
            return value.asBoolean() ? 1 : 0;
        }
        return value.isTextual() ? toFloat(value.asText()) : value.asDouble();
    }

    private static double toFloat(String text) {
        String number = text.strip();
        switch (number.toLowerCase(Locale.ROOT).replaceFirst("^[+-]", "")) {
            case "inf", "infinity" -> {
                return number.startsWith("-") ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY;
            }
            case "nan" -> {
                return Double.NaN;
            }
            default -> {
                if (!FLOAT.matcher(number).matches()) {
                    throw new UpstreamException("ValueError", "could not convert string to float: " + repr(text));
                }
                return Double.parseDouble(number.replace("_", ""));
            }
        }
    }

    static double divide(double dividend, double divisor) {
        if (divisor == 0) {
            throw new UpstreamException("ZeroDivisionError", "float division by zero");
        }
        return dividend / divisor;
    }

    private static String typeName(@Nullable JsonNode value) {
        if (value == null || value.isNull()) {
            return "'NoneType'";
        }
        return value.isArray() ? "'list'" : "'dict'";
    }

    private static String repr(String text) {
        return text.contains("'") && !text.contains("\"") ? '"' + text + '"' : "'" + text.replace("'", "\\'") + "'";
    }
}
