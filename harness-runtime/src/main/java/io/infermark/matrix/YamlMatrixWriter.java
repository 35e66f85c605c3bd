package io.infermark.matrix;

import io.infermark.config.Value;
import java.io.IOException;
import java.io.Writer;
import java.util.Map;

/** A YAML list: one block mapping a row, strings always quoted, nested values in flow style. Read back, it is the JSON. */
final class YamlMatrixWriter implements MatrixWriter {

    private final Writer out;
    private boolean empty = true;

    YamlMatrixWriter(Writer out) {
        this.out = out;
    }

    @Override
    public void write(Map<String, Value> row) throws IOException {
        empty = false;
        String indent = "- ";
        for (Map.Entry<String, Value> entry : row.entrySet()) {
            out.write(indent);
            out.write(entry.getKey());
            out.write(": ");
            // JSON is YAML, and quoting every string leaves no scalar to guess.
            out.write(CanonicalJson.of(entry.getValue()));
            out.write('\n');
            indent = "  ";
        }
    }

    @Override
    public void close() throws IOException {
        if (empty) {
            out.write("[]\n");
        }
        out.flush();
    }
}
