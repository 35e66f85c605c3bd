package io.infermark.config.schema;

import io.infermark.config.Value;
import java.math.BigInteger;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Makes the types of fields. */
public final class Types {

    private Types() {}

    /** Any string. */
    public static FieldType text() {
        return new TextType(0, null, null, null);
    }

    /** A string of at least one character. */
    public static FieldType nonEmptyText() {
        return new TextType(1, null, null, null);
    }

    /** A string that matches a pattern as a whole. */
    public static FieldType textMatching(Pattern pattern) {
        return new TextType(0, pattern, null, null);
    }

    /**
     * A string of at least one character that must not begin with a prefix.
     *
     * @param refusal what is wrong when it does
     */
    public static FieldType textWithoutPrefix(String prefix, Check.Broken refusal) {
        return new TextType(1, null, prefix, refusal);
    }

    /** An integer, or what pydantic coerces to one. */
    public static FieldType whole() {
        return new WholeType(false, null, null);
    }

    /** An integer above a bound. */
    public static FieldType wholeAbove(long bound) {
        return new WholeType(false, BigInteger.valueOf(bound), null);
    }

    /** An integer at or above a bound. */
    public static FieldType wholeFrom(long bound) {
        return new WholeType(false, null, BigInteger.valueOf(bound));
    }

    /** A real integer above 0: no strings, no booleans, no floats. */
    public static FieldType strictPositiveWhole() {
        return new WholeType(true, BigInteger.ZERO, null);
    }

    /** A number above 0 and at most 1. */
    public static FieldType fraction() {
        return new FractionType();
    }

    /** A boolean, or what pydantic coerces to one. */
    public static FieldType flag() {
        return new FlagType();
    }

    /** One constant boolean. */
    public static FieldType constant(boolean constant) {
        return new ConstantType(constant);
    }

    /** One of some strings. */
    public static FieldType choice(String... choices) {
        return new ChoiceType(List.of(choices));
    }

    /** A list. */
    public static FieldType listOf(FieldType item) {
        return new ListType(item, 0);
    }

    /** A list of at least one item. */
    public static FieldType nonEmptyListOf(FieldType item) {
        return new ListType(item, 1);
    }

    /** A mapping from any string. */
    public static FieldType mapOf(FieldType value) {
        return new MapType(value);
    }

    /** The type, or null. */
    public static FieldType nullable(FieldType type) {
        return new NullableType(type);
    }

    /** The first of some types that accepts the value. */
    public static FieldType either(FieldType... members) {
        return new UnionType(List.of(members));
    }

    /** A value, or a non-empty list of such values: the sugar of native files. */
    public static FieldType oneOrMany(FieldType item) {
        return new OneOrManyType(item);
    }

    static final class NullableType extends FieldType {
        private final FieldType type;

        NullableType(FieldType type) {
            this.type = type;
        }

        @Override
        @Nullable
        Value read(Value input, Location at, List<Violation> violations) {
            return input instanceof Value.Nothing ? input : type.read(input, at, violations);
        }

        @Override
        String label() {
            return "nullable[" + type.label() + "]";
        }
    }
}
