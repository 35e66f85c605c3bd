package io.infermark.matrix;

import com.fasterxml.jackson.core.JsonGenerator;
import io.infermark.config.Value;
import java.io.IOException;
import java.io.Writer;
import java.util.Map;

/** One JSON array on one line. */
final class JsonMatrixWriter implements MatrixWriter {

    private final Writer out;
    private final JsonGenerator json;

    JsonMatrixWriter(Writer out) throws IOException {
        this.out = out;
        this.json = JsonValues.generator(out);
        json.writeStartArray();
    }

    @Override
    public void write(Map<String, Value> row) throws IOException {
        JsonValues.write(row, json);
    }

    @Override
    public void close() throws IOException {
        json.writeEndArray();
        json.close();
        out.write('\n');
        out.flush();
    }
}
