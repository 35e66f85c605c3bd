package io.infermark.config.schema;

import io.infermark.config.Value;
import io.infermark.config.Value.Mapping;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A mapping from any string to values of one type. */
final class MapType extends FieldType {

    private final FieldType type;

    MapType(FieldType type) {
        this.type = type;
    }

    @Override
    @Nullable
    Value read(Value input, Location at, List<Violation> violations) {
        if (!(input instanceof Mapping mapping)) {
            violations.add(at.violation("dict_type", "Input should be a valid dictionary"));
            return null;
        }
        int before = violations.size();
        Map<String, Value> values = new LinkedHashMap<>();
        for (Map.Entry<String, Value> entry : mapping.entries().entrySet()) {
            String key = entry.getKey();
            Location where = at.child(Mapping.display(key), entry.getValue().position());
            if (Mapping.isForeign(key)) {
                violations.add(where.child("[key]", mapping.keyPosition(key))
                        .violation("string_type", "Input should be a valid string", "Put the key in quotes."));
            }
            Value value = type.read(entry.getValue(), where, violations);
            if (value != null) {
                values.put(key, value);
            }
        }
        return violations.size() > before ? null : new Mapping(values, mapping.keyPositions(), mapping.position());
    }

    @Override
    String label() {
        return "dict[str," + type.label() + "]";
    }
}
