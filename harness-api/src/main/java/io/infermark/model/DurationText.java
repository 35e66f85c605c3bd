package io.infermark.model;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Durations as people write them: {@code 30 ms}, {@code 2s}, {@code 1.5 min}, {@code 250 us}. */
public final class DurationText {
    private static final Pattern FORM = Pattern.compile("\\s*([0-9]+(?:\\.[0-9]+)?)\\s*([a-zA-Zµ]+)\\s*");

    private DurationText() {}

    /**
     * Reads a positive duration with a unit: ns, us (µs), ms, s, min (m), h.
     *
     * @throws IllegalArgumentException if the form or the unit is not known, or the value is zero
     */
    public static Duration parse(String text) {
        Matcher matcher = FORM.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException("[DurationMalformed] \"" + text
                    + "\" is no duration. Write a number and a unit, such as \"30 ms\", \"2 s\" or \"40 min\".");
        }
        long unitNanos = unitNanos(matcher.group(2), text);
        Duration duration;
        try {
            duration = Duration.ofNanos(new BigDecimal(matcher.group(1))
                    .multiply(BigDecimal.valueOf(unitNanos))
                    .longValueExact());
        } catch (ArithmeticException e) {
            throw new IllegalArgumentException(
                    "[DurationMalformed] \"" + text + "\" is no whole number of nanoseconds below 292 years.", e);
        }
        if (duration.isZero()) {
            throw new IllegalArgumentException(
                    "[DurationMalformed] \"" + text + "\" is zero; a duration here must be longer.");
        }
        return duration;
    }

    private static long unitNanos(String unit, String text) {
        return switch (unit.toLowerCase(Locale.ROOT)) {
            case "ns" -> 1L;
            case "us", "µs" -> 1_000L;
            case "ms" -> 1_000_000L;
            case "s", "sec" -> 1_000_000_000L;
            case "m", "min" -> 60_000_000_000L;
            case "h" -> 3_600_000_000_000L;
            default ->
                throw new IllegalArgumentException("[DurationMalformed] \"" + text + "\" has the unknown unit \"" + unit
                        + "\". Units are ns, us, ms, s, min and h.");
        };
    }

    /** The same as one word, as options are written: {@code 1500ms}. */
    public static String word(Duration duration) {
        return format(duration).replace(" ", "");
    }

    /** The shortest exact text with one unit, such as {@code 1500 ms}. */
    public static String format(Duration duration) {
        long nanos = duration.toNanos();
        if (nanos % 3_600_000_000_000L == 0 && nanos != 0) {
            return nanos / 3_600_000_000_000L + " h";
        }
        if (nanos % 60_000_000_000L == 0 && nanos != 0) {
            return nanos / 60_000_000_000L + " min";
        }
        if (nanos % 1_000_000_000L == 0) {
            return nanos / 1_000_000_000L + " s";
        }
        if (nanos % 1_000_000L == 0) {
            return nanos / 1_000_000L + " ms";
        }
        return nanos % 1_000L == 0 ? nanos / 1_000L + " us" : nanos + " ns";
    }
}
