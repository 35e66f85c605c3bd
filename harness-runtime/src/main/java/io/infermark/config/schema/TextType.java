package io.infermark.config.schema;

import io.infermark.config.Value;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A string; never made from a number. */
final class TextType extends FieldType {

    private final int minLength;
    private final @Nullable Pattern pattern;
    private final @Nullable String refusedPrefix;
    private final Check.@Nullable Broken refusal;

    TextType(int minLength, @Nullable Pattern pattern, @Nullable String refusedPrefix, Check.@Nullable Broken refusal) {
        this.minLength = minLength;
        this.pattern = pattern;
        this.refusedPrefix = refusedPrefix;
        this.refusal = refusal;
    }

    @Override
    @Nullable
    Value read(Value input, Location at, List<Violation> violations) {
        if (!(input instanceof Value.Text text)) {
            violations.add(at.violation("string_type", "Input should be a valid string", hint(input)));
            return null;
        }
        if (text.text().length() < minLength) {
            violations.add(at.violation("string_too_short", "String should have at least 1 character"));
            return null;
        }
        if (pattern != null && !pattern.matcher(text.text()).matches()) {
            violations.add(at.violation(
                    "string_pattern_mismatch", "String should match pattern '^" + pattern.pattern() + "$'"));
            return null;
        }
        if (refusedPrefix != null && refusal != null && text.text().startsWith(refusedPrefix)) {
            violations.add(at.broken(refusal));
            return null;
        }
        return text;
    }

    private static String hint(Value input) {
        boolean scalar = !(input instanceof Value.Mapping)
                && !(input instanceof Value.Sequence)
                && !(input instanceof Value.Nothing);
        return scalar ? "It is read as a " + input.pythonType() + "; put it in quotes." : "";
    }

    @Override
    String label() {
        return "str";
    }
}
