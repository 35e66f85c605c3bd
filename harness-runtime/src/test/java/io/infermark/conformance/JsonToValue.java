package io.infermark.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import io.infermark.config.SourcePosition;
import io.infermark.config.Value;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A JSON tree as a configuration value without positions. */
final class JsonToValue {

    private JsonToValue() {}

    static Value of(JsonNode node) {
        if (node.isTextual()) {
            return Value.text(node.textValue());
        }
        if (node.isIntegralNumber()) {
            return Value.whole(node.bigIntegerValue());
        }
        if (node.isNumber()) {
            return new Value.Real(node.doubleValue(), SourcePosition.NONE);
        }
        if (node.isBoolean()) {
            return Value.flag(node.booleanValue());
        }
        if (node.isArray()) {
            List<Value> items = new ArrayList<>();
            node.forEach(item -> items.add(of(item)));
            return Value.list(items);
        }
        if (node.isObject()) {
            Map<String, Value> entries = new LinkedHashMap<>();
            node.properties().forEach(entry -> entries.put(entry.getKey(), of(entry.getValue())));
            return Value.Mapping.generated(entries);
        }
        return new Value.Nothing(SourcePosition.NONE);
    }
}
