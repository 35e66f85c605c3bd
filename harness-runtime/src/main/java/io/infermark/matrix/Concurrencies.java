package io.infermark.matrix;

import io.infermark.config.ConfigException;
import io.infermark.config.Value;
import io.infermark.config.Value.Mapping;
import io.infermark.matrix.MatrixRequest.Bounds;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Concurrencies of a search-space row: range expansion, lists, and the filters of a full sweep. */
final class Concurrencies {

    /** A doubling range has at most 64; more means that the range never reaches its end. */
    private static final int MAX_STEPS = 10_000;

    private Concurrencies() {}

    /** Start, start × step, …, always ending with end. */
    static List<Value> range(Value start, Value end, long step) {
        List<Value> values = new ArrayList<>();
        Value factor = Value.whole(step);
        Value conc = start;
        while (Python.compare(conc, end) <= 0) {
            if (values.size() == MAX_STEPS) {
                throw ConfigException.of(
                        "EndlessRange",
                        start.position(),
                        "from conc-start " + Python.text(start) + " a range with step size " + step
                                + " never reaches conc-end " + Python.text(end)
                                + ". Use a conc-start above 0 and a step size above 1.");
            }
            values.add(conc);
            if (Python.compare(conc, end) == 0) {
                break;
            }
            conc = Python.multiply(conc, factor);
            if (Python.compare(conc, end) > 0) {
                conc = end;
            }
        }
        return values;
    }

    /** A non-empty list as written, else the range. */
    static List<Value> listOrRange(Mapping row, long step) {
        Value list = row.get("conc-list");
        if (list != null && list.isTruthy()) {
            return Python.items(list);
        }
        return range(Python.item(row, "conc-start"), Python.item(row, "conc-end"), step);
    }

    /** A list when the key is there at all, even empty; else the range. */
    static List<Value> listIfPresent(Mapping row) {
        Value list = row.get("conc-list");
        return list != null
                ? Python.items(list)
                : range(Python.item(row, "conc-start"), Python.item(row, "conc-end"), 2);
    }

    /** A multi-node row under the bounds of a sweep; null to skip the row. */
    static @Nullable List<Value> boundedList(List<Value> values, Bounds bounds) {
        List<Value> kept = values;
        if (bounds.minConc() != null) {
            if (bounds.minConc() <= 0) {
                return null;
            }
            kept = atLeast(kept, bounds.minConc());
            if (kept.isEmpty()) {
                return null;
            }
        }
        if (bounds.maxConc() != null) {
            List<Value> below = atMost(kept, bounds.maxConc());
            if (!below.isEmpty()) {
                return below;
            }
            return bounds.maxConc() > 0 ? List.of(Value.whole(bounds.maxConc())) : null;
        }
        return kept;
    }

    /** A single-node range under the bounds of a sweep; null to skip the row. */
    static @Nullable List<Value> boundedRange(Mapping row, Bounds bounds) {
        Value start = Python.item(row, "conc-start");
        Value end = Python.item(row, "conc-end");
        if (bounds.minConc() != null) {
            Value min = Value.whole(bounds.minConc());
            if (bounds.minConc() <= 0 || Python.compare(end, min) < 0) {
                return null;
            }
            start = Python.compare(min, start) > 0 ? min : start;
        }
        if (bounds.maxConc() != null) {
            Value max = Value.whole(bounds.maxConc());
            if (bounds.maxConc() <= 0) {
                return null;
            }
            if (Python.compare(start, max) > 0) {
                return List.of(max);
            }
            end = Python.compare(max, end) < 0 ? max : end;
        }
        return range(start, end, bounds.stepSize());
    }

    /** A single-node list under the bounds of a sweep; null to skip the row. */
    static @Nullable List<Value> boundedSingleList(List<Value> values, Bounds bounds) {
        return bounds.maxConc() != null && bounds.maxConc() <= 0 ? null : boundedList(values, bounds);
    }

    /** An agentic row under the bounds of a sweep: filtered, never synthesised. */
    static List<Value> filtered(List<Value> values, Bounds bounds) {
        List<Value> kept = bounds.minConc() == null ? values : atLeast(values, bounds.minConc());
        return bounds.maxConc() == null ? kept : atMost(kept, bounds.maxConc());
    }

    /** Keeps wanted values; an empty list of them keeps all. */
    static List<Value> among(List<Value> values, List<Long> wanted) {
        if (wanted.isEmpty()) {
            return values;
        }
        return values.stream()
                .filter(value ->
                        wanted.stream().anyMatch(conc -> Value.whole(conc).sameAs(value)))
                .toList();
    }

    private static List<Value> atLeast(List<Value> values, long min) {
        Value bound = Value.whole(min);
        return values.stream().filter(v -> Python.compare(v, bound) >= 0).toList();
    }

    private static List<Value> atMost(List<Value> values, long max) {
        Value bound = Value.whole(max);
        return values.stream().filter(v -> Python.compare(v, bound) <= 0).toList();
    }
}
