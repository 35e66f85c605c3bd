package io.infermark.matrix;

import io.infermark.config.Value;
import java.io.Closeable;
import java.io.IOException;
import java.util.Map;

/** Prints rows one by one; holds no row. Closing ends the document. */
public interface MatrixWriter extends Closeable {

    /** Prints a row. */
    void write(Map<String, Value> row) throws IOException;
}
