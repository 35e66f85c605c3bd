package io.infermark.matrix;

import io.infermark.config.Value;
import io.infermark.config.master.Dialect;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Names of input/output lengths: {@code 1k1k}, {@code 8k1k}, in FEB and native also {@code 1k8k}; others are {@code isl_osl}. */
public final class SeqLens {

    private record Lengths(Value isl, Value osl) {
        boolean are(Value otherIsl, Value otherOsl) {
            return isl.sameAs(otherIsl) && osl.sameAs(otherOsl);
        }
    }

    private final Map<String, Lengths> named = new LinkedHashMap<>();

    private SeqLens(boolean withLongOutput) {
        named.put("1k1k", new Lengths(Value.whole(1024), Value.whole(1024)));
        if (withLongOutput) {
            named.put("1k8k", new Lengths(Value.whole(1024), Value.whole(8192)));
        }
        named.put("8k1k", new Lengths(Value.whole(8192), Value.whole(1024)));
    }

    /** The names that a dialect knows. */
    public static SeqLens of(Dialect dialect) {
        return new SeqLens(dialect != Dialect.HEAD);
    }

    /** All names, the choices of {@code --seq-lens}. */
    public Set<String> names() {
        return named.keySet();
    }

    /** The name of two lengths. */
    public String name(Value isl, Value osl) {
        for (Map.Entry<String, Lengths> entry : named.entrySet()) {
            if (entry.getValue().are(isl, osl)) {
                return entry.getKey();
            }
        }
        return Python.text(isl) + "_" + Python.text(osl);
    }

    /** Whether two lengths have one of the names; an empty list of names admits all. */
    boolean admits(List<String> wanted, Value isl, Value osl) {
        if (wanted.isEmpty()) {
            return true;
        }
        for (String name : wanted) {
            Lengths lengths = named.get(name);
            if (lengths != null && lengths.are(isl, osl)) {
                return true;
            }
        }
        return false;
    }
}
