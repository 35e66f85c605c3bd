package io.infermark.model;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** One condition of an exclusion, such as {@code tp=4} or {@code conc>=64}. */
public record Condition(String axis, Operator operator, String value) {
    private static final Pattern FORM =
            Pattern.compile("\\s*([A-Za-z][A-Za-z0-9._-]*)\\s*(!=|<=|>=|=|<|>)\\s*(.*?)\\s*");

    /** How an axis is compared; the orderings compare numbers. */
    public enum Operator {
        EQUAL("="),
        NOT_EQUAL("!="),
        LESS("<"),
        AT_MOST("<="),
        GREATER(">"),
        AT_LEAST(">=");

        private final String sign;

        Operator(String sign) {
            this.sign = sign;
        }

        /** The sign as written. */
        public String sign() {
            return sign;
        }

        private static Operator of(String sign) {
            for (Operator operator : values()) {
                if (operator.sign.equals(sign)) {
                    return operator;
                }
            }
            throw new IllegalStateException(sign);
        }
    }

    /**
     * Reads a condition.
     *
     * @throws IllegalArgumentException if it has not the form {@code axis operator value}
     */
    public static Condition parse(String text) {
        Matcher matcher = FORM.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException("[ConditionMalformed] \"" + text
                    + "\" is no condition. Write axis=value, or !=, <, <=, >, >= in place of =, such as \"conc>=64\".");
        }
        return new Condition(matcher.group(1), Operator.of(matcher.group(2)), matcher.group(3));
    }

    /**
     * Whether {@code actual} meets it. Numbers are compared as numbers where both sides are.
     *
     * @throws IllegalArgumentException if an ordering meets something that is no number
     */
    public boolean test(String actual) {
        Double left = number(actual);
        Double right = number(value);
        return switch (operator) {
            case EQUAL -> same(left, right, actual);
            case NOT_EQUAL -> !same(left, right, actual);
            case LESS -> order(left, right) < 0;
            case AT_MOST -> order(left, right) <= 0;
            case GREATER -> order(left, right) > 0;
            case AT_LEAST -> order(left, right) >= 0;
        };
    }

    private boolean same(@Nullable Double left, @Nullable Double right, String actual) {
        return (left != null && right != null) ? left.compareTo(right) == 0 : actual.equalsIgnoreCase(value);
    }

    private int order(@Nullable Double left, @Nullable Double right) {
        if (left == null || right == null) {
            throw new IllegalArgumentException(
                    "[ConditionNotNumeric] \"" + this + "\" compares numbers, but one side is none.");
        }
        return Double.compare(left, right);
    }

    private static @Nullable Double number(String text) {
        if (text.equals("inf")) {
            return Double.POSITIVE_INFINITY;
        }
        try {
            return Double.valueOf(text);
        } catch (NumberFormatException e) {
            return null;
        }
    }

    @Override
    public String toString() {
        return axis + operator.sign + value;
    }
}
