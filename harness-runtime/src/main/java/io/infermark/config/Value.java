package io.infermark.config;

import java.math.BigInteger;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A YAML or JSON value with its position. The kinds are those that PyYAML's SafeLoader makes; {@link #pythonType()} names
 * them as upstream's messages do.
 *
 * <p>Trap: {@code equals} of the records includes the position. Compare with {@link #sameAs}.
 */
public sealed interface Value {

    /** Where the value stands. */
    SourcePosition position();

    /** The Python type that upstream would hold, for example {@code str} or {@code dict}. */
    String pythonType();

    /**
     * Python's {@code ==}: positions do not count, {@code 1}, {@code 1.0} and {@code True} are equal, mappings compare
     * without order.
     */
    default boolean sameAs(Value other) {
        return ValueEquality.same(this, other);
    }

    /** Whether Python's {@code bool()} of this is true. */
    default boolean isTruthy() {
        return ValueEquality.truthy(this);
    }

    /** A string. */
    record Text(String text, SourcePosition position) implements Value {
        @Override
        public String pythonType() {
            return "str";
        }
    }

    /** An integer of any size. */
    record Whole(BigInteger number, SourcePosition position) implements Value {
        @Override
        public String pythonType() {
            return "int";
        }
    }

    /** A floating-point number. */
    record Real(double number, SourcePosition position) implements Value {
        @Override
        public String pythonType() {
            return "float";
        }
    }

    /** A boolean. */
    record Flag(boolean flag, SourcePosition position) implements Value {
        @Override
        public String pythonType() {
            return "bool";
        }
    }

    /** {@code null}. */
    record Nothing(SourcePosition position) implements Value {
        @Override
        public String pythonType() {
            return "NoneType";
        }
    }

    /** A date or time: YAML 1.1 knows them, no configuration uses them, every schema refuses them. */
    record Timestamp(String text, SourcePosition position) implements Value {
        @Override
        public String pythonType() {
            return "date";
        }
    }

    /** A list. */
    record Sequence(List<Value> items, SourcePosition position) implements Value {
        /** Copies the items. */
        public Sequence {
            items = List.copyOf(items);
        }

        @Override
        public String pythonType() {
            return "list";
        }
    }

    /**
     * A mapping in the order of the text.
     *
     * @param entries values by key; a key that is not a string is kept as {@link #foreignKey}
     * @param keyPositions where each key stands; empty for a generated mapping
     * @param position where the mapping begins
     */
    record Mapping(Map<String, Value> entries, Map<String, SourcePosition> keyPositions, SourcePosition position)
            implements Value {

        private static final char FOREIGN = '\0';

        /** Wraps the maps, which must not change any more. */
        public Mapping {
            entries = Collections.unmodifiableMap(entries);
            keyPositions = Collections.unmodifiableMap(keyPositions);
        }

        /** A mapping that no file holds. */
        public static Mapping generated(Map<String, Value> entries) {
            return new Mapping(entries, Map.of(), SourcePosition.NONE);
        }

        /** The stand-in for a key that is not a string: cannot be equal to any string key of a YAML file. */
        public static String foreignKey(String type, String text) {
            return FOREIGN + type + ":" + text;
        }

        /** Whether a key stands for something other than a string. */
        public static boolean isForeign(String key) {
            return !key.isEmpty() && key.charAt(0) == FOREIGN;
        }

        /** The key as text for a message. */
        public static String display(String key) {
            return isForeign(key) ? key.substring(key.indexOf(':') + 1) : key;
        }

        /** The value of a key, or null when the key is absent. */
        public @Nullable Value get(String key) {
            return entries.get(key);
        }

        /** Where a key stands, or where the mapping begins. */
        public SourcePosition keyPosition(String key) {
            return Objects.requireNonNullElse(keyPositions.get(key), position);
        }

        /** This mapping with one more entry, or with another value for it. */
        public Mapping with(String key, Value value) {
            Map<String, Value> copy = new LinkedHashMap<>(entries);
            copy.put(key, value);
            return new Mapping(copy, keyPositions, position);
        }

        @Override
        public String pythonType() {
            return "dict";
        }
    }

    /** A string that no file holds. */
    static Text text(String text) {
        return new Text(text, SourcePosition.NONE);
    }

    /** An integer that no file holds. */
    static Whole whole(long number) {
        return new Whole(BigInteger.valueOf(number), SourcePosition.NONE);
    }

    /** An integer that no file holds. */
    static Whole whole(BigInteger number) {
        return new Whole(number, SourcePosition.NONE);
    }

    /** A boolean that no file holds. */
    static Flag flag(boolean flag) {
        return new Flag(flag, SourcePosition.NONE);
    }

    /** A list that no file holds. */
    static Sequence list(List<? extends Value> items) {
        return new Sequence(List.copyOf(items), SourcePosition.NONE);
    }
}
