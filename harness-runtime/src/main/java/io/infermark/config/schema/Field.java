package io.infermark.config.schema;

import io.infermark.config.SourcePosition;
import io.infermark.config.Value;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A field of a model.
 *
 * @param key the key in files, kebab case
 * @param attribute the Python attribute, snake case, which upstream's models accept as a key too
 * @param type its type
 * @param fallback the value when the key is absent; null for a required field
 */
public record Field(
        String key,
        String attribute,
        FieldType type,
        @Nullable Value fallback) {

    /** A field that must be there. */
    public static Field required(String key, FieldType type) {
        return new Field(key, attributeOf(key), type, null);
    }

    /** A field with a value when absent. */
    public static Field optional(String key, FieldType type, Value fallback) {
        return new Field(key, attributeOf(key), type, fallback);
    }

    /** A field that may be absent or null. */
    public static Field nullable(String key, FieldType type) {
        return optional(key, Types.nullable(type), new Value.Nothing(SourcePosition.NONE));
    }

    /** The same field with another type and fallback. */
    public Field as(FieldType other, @Nullable Value otherFallback) {
        return new Field(key, attribute, other, otherFallback);
    }

    private static String attributeOf(String key) {
        return key.replace('-', '_').toLowerCase(Locale.ROOT);
    }
}
