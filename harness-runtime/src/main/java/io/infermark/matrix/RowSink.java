package io.infermark.matrix;

import io.infermark.config.Value;
import java.util.Map;

/** Receives rows, in order. */
@FunctionalInterface
public interface RowSink {

    /** Takes a row: fields in emission order. The sink may change the map and must not keep it. */
    void row(Map<String, Value> row);
}
