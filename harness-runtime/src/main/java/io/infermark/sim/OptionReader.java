package io.infermark.sim;

import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** Typed reading of option texts; collects the canonical spelling of everything that differs from its default. */
final class OptionReader {
    /** No duration may be longer, a three-hundredth of what a long holds: sums of a few stay far from its end. */
    static final Duration LONGEST = Duration.ofDays(365);

    /** Nothing that adds many durations up may end later after its beginning: a century, a third of what a long holds. */
    static final double LATEST_NANOS = 100.0 * LONGEST.toNanos();

    private static final List<Map.Entry<String, Long>> UNITS = List.of(
            Map.entry("ns", 1L),
            Map.entry("us", 1_000L),
            Map.entry("ms", 1_000_000L),
            Map.entry("s", 1_000_000_000L),
            Map.entry("m", 60_000_000_000L));

    /** {@link #LONGEST} in an error. */
    static final String LIMIT = "at most " + minutes((double) LONGEST.toNanos()) + " (a year)";

    private final Map<SimOption, String> given = new TreeMap<>();
    private final Map<String, String> canonical = new LinkedHashMap<>();
    private final Map<String, String> places;

    /**
     * @param options texts by name
     * @param places where options were found that somebody may have to look for, by name
     */
    OptionReader(Map<String, String> options, Map<String, String> places) {
        this.places = places;
        options.forEach((name, value) -> given.put(SimOption.require(name), value.trim()));
    }

    /** Non-default options in the order in which they were read. */
    Map<String, String> canonical() {
        return canonical;
    }

    String text(SimOption option) {
        String text = raw(option);
        note(option, text);
        return text;
    }

    /** Distinct names separated by commas; empty text is an empty list. */
    List<String> names(SimOption option) {
        String text = raw(option);
        if (text.isEmpty()) {
            return List.of();
        }
        List<String> names =
                Arrays.stream(text.split(",", -1)).map(String::trim).toList();
        if (names.contains("") || names.stream().distinct().count() < names.size()) {
            throw bad(option, text, "different names separated by commas, such as sql,chat");
        }
        note(option, String.join(",", names));
        return names;
    }

    /** The error that an option's value does not go with that of another. */
    SimException bad(SimOption option, SimOption other, String wanted) {
        return bad(option, raw(option), wanted, place(other));
    }

    /** Where one of several options was found of which an error tells, in brackets; empty if nobody has to look for it. */
    String place(SimOption option) {
        String place = places.get(option.optionName());
        return place == null ? "" : " (\"" + option.optionName() + "\" in " + place + ")";
    }

    int integer(SimOption option, int least, int most) {
        String text = raw(option);
        try {
            int value = Integer.parseInt(text);
            if (value >= least && value <= most) {
                note(option, Integer.toString(value));
                return value;
            }
        } catch (NumberFormatException notANumber) {
            // Reported below with the permitted range.
        }
        throw bad(option, text, "a whole number from " + least + " to " + most);
    }

    long longInteger(SimOption option) {
        String text = raw(option);
        try {
            long value = Long.parseLong(text);
            note(option, Long.toString(value));
            return value;
        } catch (NumberFormatException notANumber) {
            throw bad(option, text, "a whole number");
        }
    }

    double number(SimOption option, double least, double most) {
        String text = raw(option);
        try {
            double value = Double.parseDouble(text);
            if (value >= least && value <= most) {
                note(option, plain(value));
                return value;
            }
        } catch (NumberFormatException notANumber) {
            // Reported below with the permitted range.
        }
        throw bad(option, text, "a number from " + plain(least) + " to " + plain(most));
    }

    boolean flag(SimOption option) {
        String text = raw(option).toLowerCase(Locale.ROOT);
        if (!text.equals("true") && !text.equals("false")) {
            throw bad(option, text, "true or false");
        }
        note(option, text);
        return text.equals("true");
    }

    <E extends Enum<E>> E choice(SimOption option, Class<E> type) {
        String text = raw(option).toLowerCase(Locale.ROOT);
        E[] constants = type.getEnumConstants();
        if (constants != null) {
            for (E constant : constants) {
                if (constant.name().toLowerCase(Locale.ROOT).equals(text)) {
                    note(option, text);
                    return constant;
                }
            }
        }
        throw bad(option, text, "one of " + Arrays.toString(constants).toLowerCase(Locale.ROOT));
    }

    Duration duration(SimOption option) {
        String text = raw(option);
        long nanos = nanosOrNegative(text);
        if (nanos < 0 || tooLong(nanos)) {
            throw bad(
                    option,
                    text,
                    "a duration" + (nanos < 0 ? "" : " of " + LIMIT + ",") + " such as 200ms, 2s or 50us");
        }
        note(option, format(nanos));
        return Duration.ofNanos(nanos);
    }

    TokenPlan plan(SimOption option, int least) {
        TokenPlan plan = TokenPlan.parse(raw(option), least)
                .orElseThrow(() -> bad(
                        option,
                        raw(option),
                        "a count from " + least + ", a list such as 1,4,4, a range such as uniform:1-8, or different"
                                + " counts with weights above 0 such as weighted:1=0.7,4=0.3"));
        note(option, plan.toString());
        return plan;
    }

    /** Sizes of at least 1; empty text is an empty list. */
    List<Integer> sizes(SimOption option) {
        String text = raw(option);
        if (text.isEmpty()) {
            return List.of();
        }
        TokenPlan plan = TokenPlan.parse(text, 1).orElseThrow(() -> bad(option, text, "a list such as 7,3,1"));
        if (!(plan instanceof TokenPlan.Cycle cycle)) {
            throw bad(option, text, "a list such as 7,3,1");
        }
        note(option, plan.toString());
        return cycle.counts();
    }

    Fault fault(SimOption option) {
        Fault fault = Fault.parse(raw(option)).orElseThrow(() -> bad(option, raw(option), Fault.wanted()));
        note(option, fault.toString());
        return fault;
    }

    /** Whether a duration is longer than any may be. */
    static boolean tooLong(long nanos) {
        return nanos > LONGEST.toNanos();
    }

    /** Nanoseconds of a duration text, {@link Long#MAX_VALUE} if a long does not hold them, or -1 if it is none. */
    static long nanosOrNegative(String text) {
        int digits = 0;
        while (digits < text.length() && (Character.isDigit(text.charAt(digits)) || text.charAt(digits) == '.')) {
            digits++;
        }
        String number = text.substring(0, digits);
        String unit = text.substring(digits).trim();
        for (Map.Entry<String, Long> known : UNITS) {
            if (known.getKey().equals(unit) && !number.isEmpty() && !number.equals(".")) {
                try {
                    return Math.round(Double.parseDouble(number) * known.getValue());
                } catch (NumberFormatException twoPoints) {
                    return -1;
                }
            }
        }
        return number.equals("0") && unit.isEmpty() ? 0 : -1;
    }

    /** The duration in the largest unit that divides it; zero is {@code 0ms}. */
    static String format(long nanos) {
        if (nanos == 0) {
            return "0ms";
        }
        for (int i = UNITS.size() - 1; i > 0; i--) {
            Map.Entry<String, Long> unit = UNITS.get(i);
            if (nanos % unit.getValue() == 0) {
                return nanos / unit.getValue() + unit.getKey();
            }
        }
        return nanos + "ns";
    }

    /** The same of any duration; one that is refused need only stay so. */
    static String format(Duration duration) {
        return duration.isNegative() || duration.compareTo(LONGEST) > 0
                ? duration.toSeconds() + "s"
                : format(duration.toNanos());
    }

    /** A time in whole minutes. */
    static String minutes(double nanos) {
        return Math.round(nanos / Duration.ofMinutes(1).toNanos()) + "m";
    }

    private String raw(SimOption option) {
        return given.getOrDefault(option, option.defaultText());
    }

    private void note(SimOption option, String text) {
        if (!text.equals(option.defaultText())) {
            canonical.put(option.optionName(), text);
        }
    }

    private SimException bad(SimOption option, String text, String wanted) {
        return bad(option, text, wanted, "");
    }

    private SimException bad(SimOption option, String text, String wanted, String otherPlace) {
        String place = places.get(option.optionName());
        return new SimException(
                "SimOptionValue",
                "simulator option \"" + option.optionName() + "\" is \"" + text + "\", but must be " + wanted
                        + ". Its default is \"" + option.defaultText() + "\"."
                        + (place == null ? "" : " (in " + place + ")") + otherPlace);
    }

    static String plain(double value) {
        return value == Math.rint(value) && Math.abs(value) < 1e15
                ? Long.toString((long) value)
                : Double.toString(value);
    }
}
