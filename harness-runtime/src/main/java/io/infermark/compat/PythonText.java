package io.infermark.compat;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;

/** How Python names and prints values, for texts that must agree with upstream's. */
public final class PythonText {
    private PythonText() {}

    /** {@code repr} of a float. */
    public static String real(double number) {
        if (!Double.isFinite(number)) {
            return Double.isNaN(number) ? "nan" : number > 0 ? "inf" : "-inf";
        }
        if (number == 0) {
            return 1 / number < 0 ? "-0.0" : "0.0";
        }
        BigDecimal shortest = shortest(number);
        int exponent = shortest.precision() - shortest.scale() - 1;
        if (exponent >= -4 && exponent < 16) {
            String plain = shortest.stripTrailingZeros().toPlainString();
            return plain.indexOf('.') < 0 ? plain + ".0" : plain;
        }
        String digits = shortest.unscaledValue().abs().toString().replaceFirst("0+$", "");
        return (number < 0 ? "-" : "")
                + digits.charAt(0)
                + (digits.length() > 1 ? "." + digits.substring(1) : "")
                + (exponent < 0 ? "e-" : "e+")
                + (Math.abs(exponent) < 10 ? "0" : "")
                + Math.abs(exponent);
    }

    /** The fewest digits that read back; {@code Double.toString} has them since JDK 19 only. */
    private static BigDecimal shortest(double number) {
        BigDecimal exact = new BigDecimal(number);
        for (int digits = 1; digits < 17; digits++) {
            BigDecimal rounded = exact.round(new java.math.MathContext(digits, java.math.RoundingMode.HALF_EVEN));
            if (rounded.doubleValue() == number) {
                return rounded;
            }
        }
        return exact.round(new java.math.MathContext(17, java.math.RoundingMode.HALF_EVEN));
    }

    /** {@code str} of a JSON value: {@code True}, {@code None}, numbers as Python prints them, text as it is. */
    public static String of(JsonNode value) {
        if (value.isBoolean()) {
            return value.asBoolean() ? "True" : "False";
        }
        if (value.isNull() || value.isMissingNode()) {
            return "None";
        }
        if (value.isFloatingPointNumber()) {
            return real(value.asDouble());
        }
        return value.asText(value.toString());
    }

    /** Whether {@code bool} of a JSON value is true; an absent one is None. */
    public static boolean truthy(JsonNode value) {
        if (value.isNull() || value.isMissingNode()) {
            return false;
        }
        if (value.isBoolean()) {
            return value.asBoolean();
        }
        if (value.isNumber()) {
            return value.asDouble() != 0;
        }
        return value.isTextual() ? !value.asText().isEmpty() : value.size() > 0;
    }

    /** The class of a JSON value. */
    public static String type(JsonNode value) {
        return switch (value.getNodeType()) {
            case ARRAY -> "list";
            case OBJECT -> "dict";
            case BOOLEAN -> "bool";
            case STRING -> "str";
            case NUMBER -> value.isIntegralNumber() ? "int" : "float";
            default -> "NoneType";
        };
    }
}
