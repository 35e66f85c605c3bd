package io.infermark.config.schema;

import io.infermark.config.Value;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A number above 0 and at most 1. Lax: also integers, booleans and strings that Python's {@code float} reads. */
final class FractionType extends FieldType {

    private static final Pattern PYTHON_FLOAT =
            Pattern.compile("[-+]?(?:(?:[0-9]+(?:_[0-9]+)*)(?:\\.(?:[0-9]+(?:_[0-9]+)*)?)?|\\.[0-9]+(?:_[0-9]+)*)"
                    + "(?:[eE][-+]?[0-9]+(?:_[0-9]+)*)?");

    private static final Pattern PYTHON_SPECIAL = Pattern.compile("[-+]?(?:inf|infinity|nan)");

    @Override
    @Nullable
    Value read(Value input, Location at, List<Violation> violations) {
        Double number = number(input, at, violations);
        if (number == null) {
            return null;
        }
        // pydantic tests the upper bound first, and a NaN fails it.
        if (!(number <= 1)) {
            violations.add(at.violation("less_than_equal", "Input should be less than or equal to 1"));
            return null;
        }
        if (!(number > 0)) {
            violations.add(at.violation("greater_than", "Input should be greater than 0"));
            return null;
        }
        return new Value.Real(number, input.position());
    }

    private static @Nullable Double number(Value input, Location at, List<Violation> violations) {
        if (input instanceof Value.Real real) {
            return real.number();
        }
        if (input instanceof Value.Whole whole) {
            return whole.number().doubleValue();
        }
        if (input instanceof Value.Flag flag) {
            return flag.flag() ? 1.0 : 0.0;
        }
        if (input instanceof Value.Text text) {
            String trimmed = text.text().strip();
            if (PYTHON_FLOAT.matcher(trimmed).matches()) {
                return Double.valueOf(trimmed.replace("_", ""));
            }
            if (PYTHON_SPECIAL.matcher(trimmed.toLowerCase(Locale.ROOT)).matches()) {
                return special(trimmed.toLowerCase(Locale.ROOT));
            }
            violations.add(at.violation(
                    "float_parsing", "Input should be a valid number, unable to parse string as a number"));
            return null;
        }
        violations.add(at.violation("float_type", "Input should be a valid number"));
        return null;
    }

    private static double special(String text) {
        if (text.endsWith("nan")) {
            return Double.NaN;
        }
        return text.startsWith("-") ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY;
    }

    @Override
    String label() {
        return "float";
    }
}
