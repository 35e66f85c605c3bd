package io.infermark.config.schema;

import io.infermark.config.Value;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A boolean that must have one value. As in Python, 1 and 1.0 equal true, 0 and 0.0 equal false. */
final class ConstantType extends FieldType {

    private final boolean constant;

    ConstantType(boolean constant) {
        this.constant = constant;
    }

    @Override
    @Nullable
    Value read(Value input, Location at, List<Violation> violations) {
        if (Value.flag(constant).sameAs(input)) {
            return new Value.Flag(constant, input.position());
        }
        violations.add(at.violation("literal_error", "Input should be " + (constant ? "True" : "False")));
        return null;
    }

    @Override
    String label() {
        return "literal[" + (constant ? "True" : "False") + "]";
    }
}
