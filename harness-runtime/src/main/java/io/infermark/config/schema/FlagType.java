package io.infermark.config.schema;

import io.infermark.config.Value;
import java.math.BigInteger;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A boolean. Lax: also 0, 1, 0.0, 1.0 and the words pydantic knows, in any case. */
final class FlagType extends FieldType {

    private static final Set<String> TRUE = Set.of("1", "on", "t", "true", "y", "yes");
    private static final Set<String> FALSE = Set.of("0", "off", "f", "false", "n", "no");

    @Override
    @Nullable
    Value read(Value input, Location at, List<Violation> violations) {
        Boolean flag = null;
        boolean readable = false;
        if (input instanceof Value.Flag given) {
            flag = given.flag();
        } else if (input instanceof Value.Whole whole && whole.number().bitLength() < Long.SIZE) {
            readable = true;
            flag = fromNumber(whole.number());
        } else if (input instanceof Value.Real real && real.number() == Math.rint(real.number())) {
            readable = Double.isFinite(real.number()) && Math.abs(real.number()) < 0x1p63;
            flag = readable ? fromNumber(BigInteger.valueOf((long) real.number())) : null;
        } else if (input instanceof Value.Text text) {
            readable = true;
            flag = fromWord(text.text().toLowerCase(Locale.ROOT));
        }
        if (flag != null) {
            return new Value.Flag(flag, input.position());
        }
        violations.add(
                readable
                        ? at.violation("bool_parsing", "Input should be a valid boolean, unable to interpret input")
                        : at.violation("bool_type", "Input should be a valid boolean"));
        return null;
    }

    private static @Nullable Boolean fromNumber(BigInteger number) {
        if (number.equals(BigInteger.ONE)) {
            return true;
        }
        return number.signum() == 0 ? false : null;
    }

    private static @Nullable Boolean fromWord(String word) {
        if (TRUE.contains(word)) {
            return true;
        }
        return FALSE.contains(word) ? false : null;
    }

    @Override
    String label() {
        return "bool";
    }
}
