package io.infermark.config.schema;

import io.infermark.config.Value;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** An integer. Lax: also {@code true}, {@code 8192.0}, {@code "8192"}, {@code " +8_192.00 "}. */
final class WholeType extends FieldType {

    /** pydantic's own grammar: one underscore between digits, and zeros after a decimal point. */
    private static final Pattern DIGITS = Pattern.compile("[-+]?[0-9]+(?:_[0-9]+)*(?:\\.0+)?");

    /** Longest accepted string, pydantic's guard against quadratic parsing. */
    private static final int MAX_DIGITS = 4_300;

    private static final double LARGEST_FLOAT = 0x1p63;

    private final boolean strict;
    private final @Nullable BigInteger above;
    private final @Nullable BigInteger from;

    WholeType(boolean strict, @Nullable BigInteger above, @Nullable BigInteger from) {
        this.strict = strict;
        this.above = above;
        this.from = from;
    }

    @Override
    @Nullable
    Value read(Value input, Location at, List<Violation> violations) {
        int before = violations.size();
        BigInteger number = number(input, at, violations);
        if (number == null) {
            if (violations.size() == before) {
                violations.add(at.violation("int_type", "Input should be a valid integer", hint(input)));
            }
            return null;
        }
        if (above != null && number.compareTo(above) <= 0) {
            violations.add(at.violation("greater_than", "Input should be greater than " + above));
            return null;
        }
        if (from != null && number.compareTo(from) < 0) {
            violations.add(at.violation("greater_than_equal", "Input should be greater than or equal to " + from));
            return null;
        }
        return new Value.Whole(number, input.position());
    }

    private @Nullable BigInteger number(Value input, Location at, List<Violation> violations) {
        if (input instanceof Value.Whole whole) {
            return whole.number();
        }
        if (strict) {
            return null;
        }
        if (input instanceof Value.Flag flag) {
            return flag.flag() ? BigInteger.ONE : BigInteger.ZERO;
        }
        if (input instanceof Value.Real real) {
            return fromReal(real.number(), at, violations);
        }
        if (input instanceof Value.Text text) {
            String trimmed = text.text().strip();
            if (trimmed.length() <= MAX_DIGITS && DIGITS.matcher(trimmed).matches()) {
                int point = trimmed.indexOf('.');
                return new BigInteger((point < 0 ? trimmed : trimmed.substring(0, point)).replace("_", ""));
            }
            violations.add(at.violation(
                    "int_parsing", "Input should be a valid integer, unable to parse string as an integer"));
        }
        return null;
    }

    private static @Nullable BigInteger fromReal(double number, Location at, List<Violation> violations) {
        if (!Double.isFinite(number)) {
            violations.add(at.violation("finite_number", "Input should be a finite number"));
            return null;
        }
        if (number != Math.rint(number)) {
            violations.add(at.violation(
                    "int_from_float", "Input should be a valid integer, got a number with a fractional part"));
            return null;
        }
        if (Math.abs(number) >= LARGEST_FLOAT) {
            violations.add(at.violation(
                    "int_parsing_size", "Unable to parse input string as an integer, exceeded maximum size"));
            return null;
        }
        return new BigDecimal(number).toBigInteger();
    }

    private static String hint(Value input) {
        return input instanceof Value.Sequence
                ? "Write one number; lists are understood by the native dialect only."
                : "";
    }

    @Override
    String label() {
        return "int";
    }
}
