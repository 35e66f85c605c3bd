package io.infermark.model;

import java.lang.reflect.RecordComponent;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The text of a value as digests take it: {@code Name[component=value, …]}, inside collections and maps too. Spelled out here because the platform leaves the form of a record's own text
 * unspecified, while a digest must mean the same on every JDK. Nor is a method handle linked for each component, which would cost a short run a tenth of a second. Not for use by several threads at once.
 */
final class RecordText {
    private final Map<Class<?>, RecordComponent[]> components = new HashMap<>();

    String of(@Nullable Object value) {
        StringBuilder text = new StringBuilder();
        append(text, value);
        return text.toString();
    }

    private void append(StringBuilder text, @Nullable Object value) {
        if (value instanceof Record record && !(value instanceof SecretRef) && !(value instanceof Condition)) {
            record(text, record);
        } else if (value instanceof Collection<?> collection) {
            String separator = "[";
            for (Object element : collection) {
                append(text.append(separator), element);
                separator = ", ";
            }
            text.append(collection.isEmpty() ? "[]" : "]");
        } else if (value instanceof Map<?, ?> map) {
            String separator = "{";
            for (Map.Entry<?, ?> entry : map.entrySet()) {
                append(text.append(separator), entry.getKey());
                append(text.append('='), entry.getValue());
                separator = ", ";
            }
            text.append(map.isEmpty() ? "{}" : "}");
        } else {
            text.append(value);
        }
    }

    private void record(StringBuilder text, Record record) {
        Class<?> type = record.getClass();
        text.append(type.getSimpleName());
        String separator = "[";
        RecordComponent[] parts = components.get(type);
        if (parts == null) {
            parts = type.getRecordComponents();
            components.put(type, parts);
        }
        for (RecordComponent component : parts) {
            text.append(separator).append(component.getName()).append('=');
            try {
                append(text, component.getAccessor().invoke(record));
            } catch (ReflectiveOperationException e) {
                throw new IllegalStateException("a record's component cannot be read: " + component, e);
            }
            separator = ", ";
        }
        text.append(separator.equals("[") ? "[]" : "]");
    }
}
