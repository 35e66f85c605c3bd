package io.infermark.matrix;

import io.infermark.config.ConfigException;
import io.infermark.config.Value;
import io.infermark.config.Value.Mapping;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The few Python operations on raw configuration values that upstream's generator relies on, with Python's failures. */
final class Python {

    private Python() {}

    /** {@code mapping[key]}. */
    static Value item(Mapping mapping, String key) {
        Value value = mapping.get(key);
        if (value == null) {
            throw ConfigException.of(
                    "KeyError",
                    mapping.position(),
                    "'" + key + "' is missing. Upstream's generator reads this key alone"
                            + (key.indexOf('-') >= 0 ? ", not '" + key.replace('-', '_') + "'" : "")
                            + "; write '" + key + "'.");
        }
        return value;
    }

    /** {@code mapping.get(key, fallback)}: an explicit null is returned as it is. */
    static Value item(Mapping mapping, String key, Value fallback) {
        Value value = mapping.get(key);
        return value == null ? fallback : value;
    }

    /** A mapping, or Python's failure to subscript something else. */
    static Mapping mapping(Value value) {
        if (value instanceof Mapping mapping) {
            return mapping;
        }
        throw typeError(value, "'" + value.pythonType() + "' object is not subscriptable");
    }

    /** The items of a list, or Python's failure to iterate something else. */
    static List<Value> items(Value value) {
        if (value instanceof Value.Sequence sequence) {
            return sequence.items();
        }
        throw typeError(value, "'" + value.pythonType() + "' object is not iterable");
    }

    /** {@code a + b} of numbers. */
    static Value add(Value a, Value b) {
        BigInteger x = exact(a);
        BigInteger y = exact(b);
        if (x != null && y != null) {
            return Value.whole(x.add(y));
        }
        return new Value.Real(real(a, "+") + real(b, "+"), a.position());
    }

    /** {@code a * b} of numbers. */
    static Value multiply(Value a, Value b) {
        BigInteger x = exact(a);
        BigInteger y = exact(b);
        if (x != null && y != null) {
            return Value.whole(x.multiply(y));
        }
        return new Value.Real(real(a, "*") * real(b, "*"), a.position());
    }

    /** Order of two numbers. */
    static int compare(Value a, Value b) {
        BigInteger x = exact(a);
        BigInteger y = exact(b);
        if (x != null && y != null) {
            return x.compareTo(y);
        }
        double left = real(a, "<=");
        double right = real(b, "<=");
        if (x != null || y != null) {
            // Exact across kinds, as Python compares.
            BigDecimal l = x != null ? new BigDecimal(x) : new BigDecimal(left);
            BigDecimal r = y != null ? new BigDecimal(y) : new BigDecimal(right);
            return l.compareTo(r);
        }
        return Double.compare(left, right);
    }

    /** {@code str(value)} inside an f-string. */
    static String text(Value value) {
        if (value instanceof Value.Text text) {
            return text.text();
        }
        if (value instanceof Value.Flag flag) {
            return flag.flag() ? "True" : "False";
        }
        if (value instanceof Value.Nothing) {
            return "None";
        }
        return CanonicalJson.of(value);
    }

    private static @Nullable BigInteger exact(Value value) {
        if (value instanceof Value.Whole whole) {
            return whole.number();
        }
        if (value instanceof Value.Flag flag) {
            return flag.flag() ? BigInteger.ONE : BigInteger.ZERO;
        }
        return null;
    }

    private static double real(Value value, String operator) {
        BigInteger exact = exact(value);
        if (exact != null) {
            return exact.doubleValue();
        }
        if (value instanceof Value.Real real && Double.isFinite(real.number())) {
            return real.number();
        }
        throw typeError(value, "unsupported operand type for " + operator + ": '" + value.pythonType() + "'");
    }

    private static ConfigException typeError(Value value, String what) {
        return ConfigException.of(
                "TypeError",
                value.position(),
                what + ". Upstream's validator accepts this value, its generator does not; write a plain number.");
    }
}
