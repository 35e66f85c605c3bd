package io.infermark.power;

import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoField;
import java.time.temporal.TemporalAccessor;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What the cells of a monitor's file say. */
final class PowerCells {
    private static final Pattern NUMBER = Pattern.compile("-?\\d+(?:\\.\\d+)?");
    private static final double MILLISECONDS_FROM = 1e12;

    private static final DateTimeFormatter NVIDIA = new DateTimeFormatterBuilder()
            .appendPattern("yyyy/M/d H:m:s")
            .appendFraction(ChronoField.NANO_OF_SECOND, 0, 6, true)
            .toFormatter(Locale.ROOT);
    private static final DateTimeFormatter ISO = new DateTimeFormatterBuilder()
            .append(DateTimeFormatter.ISO_LOCAL_DATE)
            .optionalStart()
            .appendLiteral('T')
            .append(DateTimeFormatter.ISO_LOCAL_TIME)
            .optionalStart()
            .appendOffset("+HH:MM", "Z")
            .optionalEnd()
            .optionalStart()
            .appendOffset("+HHMM", "Z")
            .optionalEnd()
            .optionalEnd()
            .parseDefaulting(ChronoField.HOUR_OF_DAY, 0)
            .toFormatter(Locale.ROOT);

    private final ZoneId zone;

    /** @param zone of timestamps that name none: the monitors write local time */
    PowerCells(ZoneId zone) {
        this.zone = zone;
    }

    /** Seconds since 1970: a number of seconds or, above 10^12, of milliseconds; nvidia-smi's local time; ISO 8601. Null if it is none of them. */
    @Nullable
    Double timestamp(String cell) {
        String text = cell.strip();
        if (NUMBER.matcher(text).matches()) {
            double number = Double.parseDouble(text);
            return number > MILLISECONDS_FROM ? number / 1000.0 : number;
        }
        for (DateTimeFormatter format : List.of(NVIDIA, ISO)) {
            try {
                String candidate = format == ISO && !text.contains("T") ? text.replaceFirst(" ", "T") : text;
                return seconds(format.parse(candidate));
            } catch (DateTimeException e) {
                // The next format may fit.
            }
        }
        return null;
    }

    private double seconds(TemporalAccessor parsed) {
        OffsetDateTime time = parsed.isSupported(ChronoField.OFFSET_SECONDS)
                ? OffsetDateTime.from(parsed)
                : LocalDateTime.from(parsed).atZone(zone).toOffsetDateTime();
        return time.toEpochSecond() + time.getNano() / 1e9;
    }

    /** A quantity, such as {@code 307.25 W}: the first number of the cell; null for {@code [N/A]} and the like. */
    static @Nullable Double number(String cell) {
        Matcher number = NUMBER.matcher(cell);
        return number.find() ? Double.valueOf(number.group()) : null;
    }
}
