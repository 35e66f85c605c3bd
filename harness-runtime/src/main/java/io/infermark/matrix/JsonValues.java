package io.infermark.matrix;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import io.infermark.config.Value;
import java.io.IOException;
import java.io.Writer;
import java.util.Map;

/** Writes values as JSON. */
public final class JsonValues {

    private JsonValues() {}

    /** A generator that leaves {@code out} open and writes ASCII only, so that no console encoding can change a name. */
    public static JsonGenerator generator(Writer out) throws IOException {
        return new JsonFactory()
                .createGenerator(out)
                .disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET)
                .enable(JsonWriteFeature.ESCAPE_NON_ASCII.mappedFeature());
    }

    /** Writes one value. */
    public static void write(Value value, JsonGenerator json) throws IOException {
        if (value instanceof Value.Text text) {
            json.writeString(text.text());
        } else if (value instanceof Value.Whole whole) {
            if (whole.number().bitLength() < Integer.SIZE) {
                json.writeNumber(whole.number().intValue());
            } else {
                json.writeNumber(whole.number());
            }
        } else if (value instanceof Value.Real real) {
            json.writeNumber(real.number());
        } else if (value instanceof Value.Flag flag) {
            json.writeBoolean(flag.flag());
        } else if (value instanceof Value.Sequence sequence) {
            json.writeStartArray();
            for (Value item : sequence.items()) {
                write(item, json);
            }
            json.writeEndArray();
        } else if (value instanceof Value.Mapping mapping) {
            write(mapping.entries(), json);
        } else if (value instanceof Value.Timestamp timestamp) {
            json.writeString(timestamp.text());
        } else {
            json.writeNull();
        }
    }

    /** Writes an object. */
    public static void write(Map<String, Value> entries, JsonGenerator json) throws IOException {
        json.writeStartObject();
        for (Map.Entry<String, Value> entry : entries.entrySet()) {
            json.writeFieldName(Value.Mapping.display(entry.getKey()));
            write(entry.getValue(), json);
        }
        json.writeEndObject();
    }
}
