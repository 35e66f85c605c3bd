package io.infermark.config;

import java.math.BigInteger;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.nodes.NodeId;
import org.yaml.snakeyaml.nodes.Tag;
import org.yaml.snakeyaml.resolver.Resolver;

/**
 * Which kind a plain scalar is, and its value, as PyYAML 6's SafeLoader decides it: {@code 2_063_837} is an integer,
 * {@code yes} a boolean, {@code 010} eight, {@code 1:30} ninety, {@code 1e5} a string.
 */
final class PyYamlScalars extends Resolver {

    static final Tag VALUE = new Tag(Tag.PREFIX + "value");

    /** A plain number of more than {@link #MAX_DIGITS} characters, of which nobody should compute the value. */
    static final Tag LONG_NUMBER = new Tag("!long-number");

    /** Python's {@code int()} reads no more digits either. */
    static final int MAX_DIGITS = 4_300;

    private static final Map<String, Boolean> BOOLEANS =
            Map.of("yes", true, "no", false, "true", true, "false", false, "on", true, "off", false);

    private static final Pattern FLOAT_SHAPE = Pattern.compile("[-+]?[0-9][0-9_]*\\.[0-9_]*(?:[eE][-+][0-9]+)?"
            + "|\\.[0-9][0-9_]*(?:[eE][-+][0-9]+)?"
            + "|[-+]?[0-9][0-9_]*(?::[0-5]?[0-9])+\\.[0-9_]*"
            + "|[-+]?\\.(?:inf|Inf|INF)"
            + "|\\.(?:nan|NaN|NAN)");

    private static final Pattern INT_SHAPE = Pattern.compile("[-+]?0b[0-1_]+"
            + "|[-+]?0[0-7_]+"
            + "|[-+]?(?:0|[1-9][0-9_]*)"
            + "|[-+]?0x[0-9a-fA-F_]+"
            + "|[-+]?[1-9][0-9_]*(?::[0-5]?[0-9])+");

    private static final Pattern TIMESTAMP_SHAPE = Pattern.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}"
            + "|[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}(?:[Tt]|[ \\t]+)[0-9]{1,2}:[0-9]{2}:[0-9]{2}(?:\\.[0-9]*)?"
            + "(?:[ \\t]*(?:Z|[-+][0-9]{1,2}(?::[0-9]{2})?))?");

    private static final Pattern NEWER_NUMBER =
            Pattern.compile("[-+]?(?:0o[0-7]+|(?:[0-9]+(?:\\.[0-9]*)?|\\.[0-9]+)[eE][-+]?[0-9]+)");

    @Override
    protected void addImplicitResolvers() {
        // The superclass's table is snakeyaml's idea of YAML 1.1, which differs from PyYAML's; resolve() uses ours.
    }

    @Override
    public Tag resolve(NodeId kind, @Nullable String value, boolean implicit) {
        return switch (kind) {
            case scalar -> implicit && value != null ? plain(value) : Tag.STR;
            case sequence -> Tag.SEQ;
            default -> Tag.MAP;
        };
    }

    private static Tag plain(String value) {
        if (value.isEmpty()) {
            return Tag.NULL;
        }
        char first = value.charAt(0);
        if (isDigit(first) || first == '-' || first == '+' || first == '.') {
            return number(value, first);
        }
        return switch (value) {
            case "~", "null", "Null", "NULL" -> Tag.NULL;
            case "yes", "Yes", "YES", "no", "No", "NO", "true", "True", "TRUE" -> Tag.BOOL;
            case "false", "False", "FALSE", "on", "On", "ON", "off", "Off", "OFF" -> Tag.BOOL;
            case "<<" -> Tag.MERGE;
            case "=" -> VALUE;
            default -> Tag.STR;
        };
    }

    private static Tag number(String value, char first) {
        if (value.length() > MAX_DIGITS) {
            // The expressions below would take a stack frame a group, and reading the number quadratic time.
            return isNumeral(value) ? LONG_NUMBER : Tag.STR;
        }
        if (FLOAT_SHAPE.matcher(value).matches()) {
            return Tag.FLOAT;
        }
        if (first != '.' && INT_SHAPE.matcher(value).matches()) {
            return Tag.INT;
        }
        return isDigit(first) && TIMESTAMP_SHAPE.matcher(value).matches() ? Tag.TIMESTAMP : Tag.STR;
    }

    private static boolean isNumeral(String value) {
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (Character.digit(c, 16) < 0 && "xo_:.+-".indexOf(c) < 0) {
                return false;
            }
        }
        return true;
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    /**
     * The boolean of a word.
     *
     * @return null when PyYAML would fail on it (an explicit {@code !!bool} tag on another word)
     */
    static @Nullable Boolean flag(String text) {
        return BOOLEANS.get(text.toLowerCase(Locale.ROOT));
    }

    /**
     * The integer of a scalar.
     *
     * @throws NumberFormatException where PyYAML's {@code int()} would fail
     */
    static BigInteger whole(String text) {
        String digits = text.replace("_", "");
        boolean negative = digits.startsWith("-");
        if (negative || digits.startsWith("+")) {
            digits = digits.substring(1);
        }
        BigInteger magnitude;
        if (digits.equals("0")) {
            magnitude = BigInteger.ZERO;
        } else if (digits.startsWith("0b")) {
            magnitude = new BigInteger(digits.substring(2), 2);
        } else if (digits.startsWith("0x")) {
            magnitude = new BigInteger(digits.substring(2), 16);
        } else if (digits.startsWith("0")) {
            magnitude = new BigInteger(digits, 8);
        } else if (digits.indexOf(':') >= 0) {
            magnitude = BigInteger.ZERO;
            for (String part : digits.split(":", -1)) {
                magnitude = magnitude.multiply(BigInteger.valueOf(60)).add(new BigInteger(part));
            }
        } else {
            magnitude = new BigInteger(digits);
        }
        return negative ? magnitude.negate() : magnitude;
    }

    /**
     * The floating-point number of a scalar.
     *
     * @throws NumberFormatException where PyYAML's {@code float()} would fail
     */
    static double real(String text) {
        String digits = text.replace("_", "").toLowerCase(Locale.ROOT);
        double sign = digits.startsWith("-") ? -1 : 1;
        if (digits.startsWith("-") || digits.startsWith("+")) {
            digits = digits.substring(1);
        }
        if (digits.equals(".inf")) {
            return sign * Double.POSITIVE_INFINITY;
        }
        if (digits.equals(".nan")) {
            return Double.NaN;
        }
        double magnitude = 0;
        for (String part : digits.split(":", -1)) {
            magnitude = magnitude * 60 + Double.parseDouble(part);
        }
        return sign * magnitude;
    }

    /**
     * Why readers of YAML 1.1 and 1.2 would disagree on a plain scalar, with a suggestion; null when they agree.
     * Underscores in integers are not reported: upstream's runner file uses them and every dialect reads them as integers.
     */
    static @Nullable String ambiguity(String text, Tag resolved) {
        if (resolved.equals(Tag.BOOL) && text.length() <= 3 && !text.equalsIgnoreCase("true")) {
            boolean yes = Boolean.TRUE.equals(flag(text));
            return "'" + text + "' is the boolean " + yes + " in YAML 1.1 and a string in YAML 1.2. Write " + yes
                    + ", or \"" + text + "\" if a string is meant.";
        }
        if (resolved.equals(Tag.INT)) {
            return ambiguousInteger(text);
        }
        if (resolved.equals(Tag.FLOAT) && text.indexOf(':') >= 0) {
            return sexagesimal(text);
        }
        if (resolved.equals(Tag.TIMESTAMP)) {
            return "'" + text + "' is a date in YAML 1.1 and a string in YAML 1.2. Write \"" + text + "\".";
        }
        if (resolved.equals(Tag.STR) && text.length() == 1 && "yYnN".contains(text)) {
            return "'" + text + "' is a boolean to some YAML readers and a string to others. Write true or false, or \""
                    + text + "\" if a string is meant.";
        }
        if (resolved.equals(Tag.STR) && NEWER_NUMBER.matcher(text).matches()) {
            return "'" + text + "' is a string in YAML 1.1 and a number in YAML 1.2. Write the number in plain decimal"
                    + " digits, or \"" + text + "\" if a string is meant.";
        }
        return null;
    }

    private static @Nullable String ambiguousInteger(String text) {
        if (text.indexOf(':') >= 0) {
            return sexagesimal(text);
        }
        String digits = text.startsWith("-") || text.startsWith("+") ? text.substring(1) : text;
        if (digits.length() > 1 && digits.charAt(0) == '0') {
            return "'" + text + "' is not decimal in YAML 1.1 (a leading 0 means octal, 0b binary, 0x hexadecimal)"
                    + " and other readers disagree. Write the number in plain decimal digits, or \"" + text
                    + "\" if a string is meant.";
        }
        return null;
    }

    private static String sexagesimal(String text) {
        return "'" + text + "' is a base-60 number in YAML 1.1 and a string in YAML 1.2. Write \"" + text + "\".";
    }
}
