package io.infermark.config.schema;

import io.infermark.config.Value;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A list. */
final class ListType extends FieldType {

    private final FieldType item;
    private final int minItems;

    ListType(FieldType item, int minItems) {
        this.item = item;
        this.minItems = minItems;
    }

    @Override
    @Nullable
    Value read(Value input, Location at, List<Violation> violations) {
        if (!(input instanceof Value.Sequence sequence)) {
            violations.add(at.violation("list_type", "Input should be a valid list"));
            return null;
        }
        int before = violations.size();
        List<Value> items = new ArrayList<>(sequence.items().size());
        for (int i = 0; i < sequence.items().size(); i++) {
            Value raw = sequence.items().get(i);
            Value value = item.read(raw, at.child(Integer.toString(i), raw.position()), violations);
            if (value != null) {
                items.add(value);
            }
        }
        if (violations.size() == before && items.size() < minItems) {
            violations.add(at.violation(
                    "too_short", "List should have at least 1 item after validation, not " + items.size()));
        }
        return violations.size() > before ? null : new Value.Sequence(items, sequence.position());
    }

    @Override
    String label() {
        return "list[" + item.label() + "]";
    }
}
