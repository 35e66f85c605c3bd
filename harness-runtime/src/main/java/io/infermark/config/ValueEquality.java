package io.infermark.config;

import io.infermark.config.Value.Flag;
import io.infermark.config.Value.Mapping;
import io.infermark.config.Value.Nothing;
import io.infermark.config.Value.Real;
import io.infermark.config.Value.Sequence;
import io.infermark.config.Value.Text;
import io.infermark.config.Value.Timestamp;
import io.infermark.config.Value.Whole;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Python's equality and truth over {@link Value}. */
final class ValueEquality {

    private ValueEquality() {}

    static boolean same(Value a, Value b) {
        if (a instanceof Text x) {
            return b instanceof Text y && x.text().equals(y.text());
        }
        if (a instanceof Nothing) {
            return b instanceof Nothing;
        }
        if (a instanceof Timestamp x) {
            return b instanceof Timestamp y && x.text().equals(y.text());
        }
        if (a instanceof Sequence x) {
            return b instanceof Sequence y && sameItems(x, y);
        }
        if (a instanceof Mapping x) {
            return b instanceof Mapping y && sameEntries(x, y);
        }
        return sameNumber(a, b);
    }

    private static boolean sameItems(Sequence x, Sequence y) {
        if (x.items().size() != y.items().size()) {
            return false;
        }
        for (int i = 0; i < x.items().size(); i++) {
            if (!same(x.items().get(i), y.items().get(i))) {
                return false;
            }
        }
        return true;
    }

    private static boolean sameEntries(Mapping x, Mapping y) {
        if (!x.entries().keySet().equals(y.entries().keySet())) {
            return false;
        }
        for (Map.Entry<String, Value> entry : x.entries().entrySet()) {
            Value other = y.get(entry.getKey());
            if (other == null || !same(entry.getValue(), other)) {
                return false;
            }
        }
        return true;
    }

    private static boolean sameNumber(Value a, Value b) {
        BigInteger x = exact(a);
        BigInteger y = exact(b);
        if (x != null && y != null) {
            return x.equals(y);
        }
        if (a instanceof Real r && b instanceof Real s) {
            return r.number() == s.number();
        }
        if (a instanceof Real r && y != null) {
            return Double.isFinite(r.number()) && new BigDecimal(r.number()).compareTo(new BigDecimal(y)) == 0;
        }
        return b instanceof Real && x != null && sameNumber(b, a);
    }

    private static @Nullable BigInteger exact(Value value) {
        if (value instanceof Whole whole) {
            return whole.number();
        }
        if (value instanceof Flag flag) {
            return flag.flag() ? BigInteger.ONE : BigInteger.ZERO;
        }
        return null;
    }

    static boolean truthy(Value value) {
        if (value instanceof Text text) {
            return !text.text().isEmpty();
        }
        if (value instanceof Whole whole) {
            return whole.number().signum() != 0;
        }
        if (value instanceof Real real) {
            return real.number() != 0;
        }
        if (value instanceof Flag flag) {
            return flag.flag();
        }
        if (value instanceof Sequence sequence) {
            return !sequence.items().isEmpty();
        }
        if (value instanceof Mapping mapping) {
            return !mapping.entries().isEmpty();
        }
        return value instanceof Timestamp;
    }
}
