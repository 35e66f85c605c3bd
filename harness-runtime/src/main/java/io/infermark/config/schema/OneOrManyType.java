package io.infermark.config.schema;

import io.infermark.config.Value;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A value, or a non-empty list of values; read as a list either way. */
final class OneOrManyType extends FieldType {

    private final FieldType item;
    private final ListType list;

    OneOrManyType(FieldType item) {
        this.item = item;
        this.list = new ListType(item, 1);
    }

    @Override
    @Nullable
    Value read(Value input, Location at, List<Violation> violations) {
        if (input instanceof Value.Sequence) {
            return list.read(input, at, violations);
        }
        Value one = item.read(input, at, violations);
        return one == null ? null : new Value.Sequence(List.of(one), input.position());
    }

    @Override
    String label() {
        return item.label();
    }
}
