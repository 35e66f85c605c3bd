package io.infermark.matrix;

import io.infermark.config.Value;
import io.infermark.config.Value.Mapping;
import java.util.List;

/** Emits the rows of one request, in upstream's order; may run several times. */
interface Expansion {

    /** Emits every row. */
    void emit(RowSink sink);

    /** Rows of a list as mappings. */
    static List<Mapping> mappings(Value list) {
        return Python.items(list).stream().map(Python::mapping).toList();
    }
}
