package io.infermark.changelog;

import io.infermark.config.Value;
import io.infermark.config.Value.Mapping;
import io.infermark.config.master.Dialect;
import io.infermark.matrix.SeqLens;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Rows by single or multi node and by lengths; agentic rows have a bucket of their own. */
final class Buckets {

    private final SeqLens seqLens;
    private final Map<String, List<Value>> single = new LinkedHashMap<>();
    private final Map<String, List<Value>> multi = new LinkedHashMap<>();

    Buckets(Dialect dialect) {
        this.seqLens = SeqLens.of(dialect);
    }

    void add(Map<String, Value> row) {
        String name = Rows.isAgentic(row)
                ? "agentic"
                : seqLens.name(Rows.orNothing(row.get("isl")), Rows.orNothing(row.get("osl")));
        (Rows.isMultinode(row) ? multi : single)
                .computeIfAbsent(name, bucket -> new ArrayList<>())
                .add(Mapping.generated(row));
    }

    void putInto(Map<String, Value> result) {
        result.put("single_node", lists(single));
        result.put("multi_node", lists(multi));
    }

    private static Mapping lists(Map<String, List<Value>> buckets) {
        Map<String, Value> lists = new LinkedHashMap<>();
        buckets.forEach((name, rows) -> lists.put(name, Value.list(rows)));
        return Mapping.generated(lists);
    }
}
