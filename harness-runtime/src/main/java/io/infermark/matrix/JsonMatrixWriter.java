package io.infermark.matrix;

import io.infermark.config.Value;
import java.io.IOException;
import java.io.Writer;
import java.util.Map;

/**
 * One JSON array on one line, ASCII only, so that no console encoding can change a name. Written by hand: loading a JSON
 * library takes longer than writing a sweep.
 */
final class JsonMatrixWriter implements MatrixWriter {

    private final Writer out;
    private final StringBuilder row = new StringBuilder(1_024);
    private char separator = '[';

    JsonMatrixWriter(Writer out) {
        this.out = out;
    }

    @Override
    public void write(Map<String, Value> fields) throws IOException {
        row.setLength(0);
        row.append(separator);
        CanonicalJson.appendMapping(fields, false, row);
        out.append(row);
        separator = ',';
    }

    @Override
    public void close() throws IOException {
        out.write(separator == '[' ? "[]\n" : "]\n");
        out.flush();
    }
}
