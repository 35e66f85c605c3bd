package io.infermark.config.schema;

import io.infermark.config.SourcePosition;
import io.infermark.config.Value;
import io.infermark.config.Value.Mapping;
import io.infermark.model.Suggestion;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A mapping with known fields; unknown keys are refused.
 *
 * <p>As pydantic does it: a field is looked up by its key, then by its attribute name; errors come in the order of the
 * fields, then of the unknown keys; checks run only when all fields are valid, and the first that fails ends the reading.
 */
public final class Model extends FieldType {

    private final String name;
    private final List<Field> fields;
    private final List<Check> checks;
    private final boolean attributesAccepted;

    private Model(String name, List<Field> fields, List<Check> checks, boolean attributesAccepted) {
        this.name = name;
        this.fields = List.copyOf(fields);
        this.checks = List.copyOf(checks);
        this.attributesAccepted = attributesAccepted;
    }

    /** A model whose keys may also be written as attribute names ({@code model_prefix}). */
    public static Model of(String name, List<Field> fields, Check... checks) {
        return new Model(name, fields, List.of(checks), true);
    }

    /** A model whose keys have one spelling. */
    public static Model strictlyNamed(String name, List<Field> fields, Check... checks) {
        return new Model(name, fields, List.of(checks), false);
    }

    /** Upstream's class name. */
    public String name() {
        return name;
    }

    /** The fields in order. */
    public List<Field> fields() {
        return fields;
    }

    @Override
    String label() {
        String label = name;
        for (Check check : checks) {
            label = "function-after[" + check.name() + "(), " + label + "]";
        }
        return label;
    }

    @Override
    @Nullable
    Value read(Value input, Location at, List<Violation> violations) {
        if (!(input instanceof Mapping mapping)) {
            violations.add(at.violation("model_type", "Input should be a valid dictionary or instance of " + name));
            return null;
        }
        int before = violations.size();
        Map<String, Value> values = new LinkedHashMap<>();
        Map<String, SourcePosition> keys = new LinkedHashMap<>();
        Set<String> used = new HashSet<>();
        Set<String> given = new LinkedHashSet<>();
        for (Field field : fields) {
            String key = keyIn(mapping, field);
            Value raw = key == null ? null : mapping.get(key);
            if (key == null || raw == null) {
                absent(field, at, values, violations);
                continue;
            }
            used.add(key);
            given.add(field.key());
            keys.put(field.key(), mapping.keyPosition(key));
            Value value = field.type().read(raw, at.child(key, raw.position()), violations);
            if (value != null) {
                values.put(field.key(), value);
            }
        }
        unknown(mapping, used, at, violations);
        if (violations.size() > before) {
            return null;
        }
        Mapping model = new Mapping(values, keys, mapping.position());
        return checked(model, given, at, violations) ? model : null;
    }

    private @Nullable String keyIn(Mapping mapping, Field field) {
        if (mapping.get(field.key()) != null) {
            return field.key();
        }
        return attributesAccepted && mapping.get(field.attribute()) != null ? field.attribute() : null;
    }

    private static void absent(Field field, Location at, Map<String, Value> values, List<Violation> violations) {
        Value fallback = field.fallback();
        if (fallback != null) {
            values.put(field.key(), fallback);
        } else {
            violations.add(at.child(field.key(), at.position()).violation("missing", "Field required"));
        }
    }

    private void unknown(Mapping mapping, Set<String> used, Location at, List<Violation> violations) {
        for (String key : mapping.entries().keySet()) {
            if (used.contains(key)) {
                continue;
            }
            Location where = at.child(Mapping.display(key), mapping.keyPosition(key));
            if (Mapping.isForeign(key)) {
                violations.add(where.violation("invalid_key", "Keys should be strings"));
            } else {
                violations.add(
                        where.violation("extra_forbidden", "Extra inputs are not permitted", suggestion(key, used)));
            }
        }
    }

    private String suggestion(String key, Set<String> used) {
        List<String> free = fields.stream()
                .map(Field::key)
                .filter(known -> !used.contains(known))
                .toList();
        return Suggestion.ofKey(key, free, fields.stream().map(Field::key).toList());
    }

    private boolean checked(Mapping model, Set<String> given, Location at, List<Violation> violations) {
        for (Check check : checks) {
            Check.Broken broken = check.rule().violation(model, given);
            if (broken != null) {
                violations.add(at.broken(broken));
                return false;
            }
        }
        return true;
    }
}
