package io.infermark.config.schema;

import io.infermark.config.Value;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The type of a field: checks a value and coerces it. Made by {@link Types}; a {@link Model} is one too. */
public abstract sealed class FieldType
        permits ChoiceType,
                ConstantType,
                FlagType,
                FractionType,
                ListType,
                MapType,
                Model,
                OneOrManyType,
                TextType,
                Types.NullableType,
                UnionType,
                WholeType {

    FieldType() {}

    /**
     * Reads a value.
     *
     * @param at where it stands
     * @param violations receives what is wrong
     * @return the coerced value, or null when something is wrong
     */
    abstract @Nullable Value read(Value input, Location at, List<Violation> violations);

    /** The name by which pydantic labels this type inside a union, for example {@code list[int]}. */
    abstract String label();

    /** Reads a value by this type. */
    public final Outcome read(Value input) {
        List<Violation> violations = new ArrayList<>();
        Value value = read(input, Location.root(input.position()), violations);
        return new Outcome(violations.isEmpty() ? value : null, violations);
    }
}
