package io.infermark.config.schema;

import io.infermark.config.Value;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What reading a value by a schema gave.
 *
 * @param value the coerced value with defaults; null when there are violations
 * @param violations every violation, in pydantic's order
 */
public record Outcome(@Nullable Value value, List<Violation> violations) {

    /** Copies the violations. */
    public Outcome {
        violations = List.copyOf(violations);
    }

    /** Whether the value obeys the schema. */
    public boolean isValid() {
        return violations.isEmpty();
    }

    /**
     * The coerced value without null fields: pydantic's {@code model_dump(by_alias=True, exclude_none=True)}.
     *
     * @throws IllegalStateException when there are violations
     */
    public Value dump() {
        if (value == null) {
            throw new IllegalStateException(
                    "[InvalidValue] the value has " + violations.size() + " violations: no dump");
        }
        return withoutNulls(value);
    }

    private static Value withoutNulls(Value value) {
        if (value instanceof Value.Mapping mapping) {
            Map<String, Value> kept = new LinkedHashMap<>();
            mapping.entries().forEach((key, entry) -> {
                if (!(entry instanceof Value.Nothing)) {
                    kept.put(key, withoutNulls(entry));
                }
            });
            return new Value.Mapping(kept, mapping.keyPositions(), mapping.position());
        }
        if (value instanceof Value.Sequence sequence) {
            return new Value.Sequence(
                    sequence.items().stream().map(Outcome::withoutNulls).toList(), sequence.position());
        }
        return value;
    }
}
