package io.infermark.matrix;

import io.infermark.config.Value;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The distinct concurrencies of a group of rows, in a bit each: a group that lives on every machine of a fleet must not hold its rows. */
final class DistinctConcurrencies {
    /** Larger ones, which no engine takes, are kept one by one. */
    private static final int MOST_BITS = 16;

    private final BitSet small = new BitSet();
    private @Nullable TreeSet<Value> others;

    void add(Value conc) {
        if (conc instanceof Value.Whole whole
                && whole.number().signum() >= 0
                && whole.number().bitLength() <= MOST_BITS) {
            small.set(whole.number().intValue());
            return;
        }
        TreeSet<Value> known = others;
        if (known == null) {
            known = new TreeSet<>(Python::compare);
            others = known;
        }
        known.add(conc);
    }

    /** In ascending order, equal values once. */
    List<Value> ascending() {
        TreeSet<Value> all = new TreeSet<>(Python::compare);
        small.stream().forEach(conc -> all.add(Value.whole(conc)));
        if (others != null) {
            all.addAll(others);
        }
        return new ArrayList<>(all);
    }
}
