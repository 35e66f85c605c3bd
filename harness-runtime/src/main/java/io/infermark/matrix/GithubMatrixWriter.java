package io.infermark.matrix;

import com.fasterxml.jackson.core.JsonGenerator;
import io.infermark.config.Value;
import java.io.IOException;
import java.io.Writer;
import java.util.Map;

/**
 * GitHub Actions allows 256 jobs a matrix, so rows are split into chunks of that size, each a ready {@code strategy.matrix}:
 * {@code {"schema": {…}, "chunks": [{"index": 0, "matrix": {"include": [row, …]}, "count": 256}, …], "total": n}}. See
 * {@code docs/matrix-schema.md}.
 */
public final class GithubMatrixWriter implements MatrixWriter {

    /** GitHub's limit of jobs in one matrix. */
    public static final int MAX_JOBS = 256;

    private final Writer out;
    private final JsonGenerator json;
    private int inChunk;
    private int chunks;
    private long total;

    GithubMatrixWriter(Writer out) throws IOException {
        this.out = out;
        this.json = JsonValues.generator(out);
        json.writeStartObject();
        json.writeObjectFieldStart("schema");
        json.writeStringField("name", "infermark.github-matrix");
        json.writeNumberField("major", 1);
        json.writeNumberField("minor", 0);
        json.writeEndObject();
        json.writeArrayFieldStart("chunks");
    }

    @Override
    public void write(Map<String, Value> row) throws IOException {
        if (inChunk == MAX_JOBS) {
            endChunk();
        }
        if (inChunk == 0) {
            json.writeStartObject();
            json.writeNumberField("index", chunks++);
            json.writeObjectFieldStart("matrix");
            json.writeArrayFieldStart("include");
        }
        JsonValues.write(row, json);
        inChunk++;
        total++;
    }

    private void endChunk() throws IOException {
        json.writeEndArray();
        json.writeEndObject();
        json.writeNumberField("count", inChunk);
        json.writeEndObject();
        inChunk = 0;
    }

    @Override
    public void close() throws IOException {
        if (inChunk > 0) {
            endChunk();
        }
        json.writeEndArray();
        json.writeNumberField("total", total);
        json.writeEndObject();
        json.close();
        out.write('\n');
        out.flush();
    }
}
