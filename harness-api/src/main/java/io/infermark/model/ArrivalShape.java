package io.infermark.model;

import io.infermark.api.Arrival;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * How the rate of {@link Arrival#RAMP} or {@link Arrival#STEPS} goes over time.
 *
 * @param parts one after the other
 * @param rest the share that stays after them
 */
public record ArrivalShape(List<Part> parts, double rest) {
    /** Far above any use; it keeps sums of shares within what a schedule can hold. */
    private static final double MOST = 1e6;

    public ArrivalShape {
        parts = List.copyOf(parts);
    }

    /**
     * A time in which the rate goes evenly from one share of the declared rate to another.
     *
     * @param from equal to {@code to} where the rate is constant
     */
    public record Part(double from, double to, Duration time) {
        private double seconds() {
            return time.toNanos() / 1e9;
        }

        /** Seconds of the declared rate that give as many arrivals. */
        private double area() {
            return (from + to) / 2 * seconds();
        }

        /** Where within the part so much of its area has passed: from·t + (to − from)·t²/2·seconds = area. */
        private double secondsAt(double area) {
            // The stable form of the quadratic's root; it also holds for a constant rate.
            double slope = (to - from) / seconds();
            return area == 0 ? 0 : 2 * area / (from + StrictMath.sqrt(from * from + 2 * slope * area));
        }
    }

    /**
     * Reads {@code 0.1:60s} for a ramp, {@code 0.5:30s,1:60s} for steps.
     *
     * @throws IllegalArgumentException with a sentence on what is wrong and what could be meant, without a code
     */
    public static ArrivalShape parse(Arrival arrival, String text) {
        List<Part> parts = new ArrayList<>();
        String[] items = text.split(",", -1);
        if (arrival == Arrival.RAMP && items.length > 1) {
            throw new IllegalArgumentException(
                    "a ramp has one share and one time. Write one, such as \"0.1:60s\", or choose STEPS.");
        }
        double last = 1;
        for (String item : items) {
            int colon = item.indexOf(':');
            if (colon < 0) {
                throw new IllegalArgumentException("\"" + item.strip() + "\" is not SHARE:TIME. Write "
                        + (arrival == Arrival.RAMP
                                ? "the share of the rate that it starts with and its time, such as \"0.1:60s\"."
                                : "shares of the rate with their times, such as \"0.5:30s,1:60s,2:30s\"."));
            }
            double share = share(item.substring(0, colon).strip(), arrival == Arrival.RAMP);
            Duration time = time(item.substring(colon + 1));
            last = arrival == Arrival.RAMP ? 1 : share;
            parts.add(new Part(share, last, time));
        }
        // The last step has no end.
        return new ArrivalShape(arrival == Arrival.RAMP ? parts : parts.subList(0, parts.size() - 1), last);
    }

    private static double share(String text, boolean orZero) {
        double share;
        try {
            share = new BigDecimal(text).doubleValue();
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(
                    "\"" + text + "\" is no share of the rate. Write a number, such as 0.5 for half of it.", e);
        }
        if (share < 0 || (share == 0 && !orZero) || share > MOST) {
            throw new IllegalArgumentException("a share of " + text + " of the rate is not "
                    + (orZero ? "0 or above" : "above 0") + " and at most 1000000. Write 0.5 for half of it.");
        }
        return share;
    }

    private static Duration time(String text) {
        try {
            return DurationText.parse(text);
        } catch (IllegalArgumentException e) {
            // The sentence stands within another one that has a code.
            throw new IllegalArgumentException(String.valueOf(e.getMessage()).replaceFirst("^\\[[A-Za-z]+\\] ", ""), e);
        }
    }

    /** The same with rates for shares: its areas are numbers of arrivals. */
    public ArrivalShape times(double requestsPerSecond) {
        return new ArrivalShape(
                parts.stream()
                        .map(part ->
                                new Part(requestsPerSecond * part.from(), requestsPerSecond * part.to(), part.time()))
                        .toList(),
                requestsPerSecond * rest);
    }

    /** Seconds of the declared rate that give as many arrivals as this shape within a time. */
    public double nominalSeconds(double seconds) {
        double area = 0;
        double left = seconds;
        for (Part part : parts) {
            if (left < part.seconds()) {
                double share = part.from() + (part.to() - part.from()) * left / part.seconds();
                return area + (part.from() + share) / 2 * left;
            }
            area += part.area();
            left -= part.seconds();
        }
        return area + rest * left;
    }

    /** The inverse of {@link #nominalSeconds}. */
    public double seconds(double nominalSeconds) {
        return new Walk(this).seconds(nominalSeconds);
    }

    /** {@link ArrivalShape#seconds} of values that do not descend: each goes on in the part in which the one before it lay. */
    public static final class Walk {
        private final ArrivalShape shape;
        private int part;
        private double startSeconds;
        private double startArea;

        /** At the beginning of a shape. */
        public Walk(ArrivalShape shape) {
            this.shape = shape;
        }

        /** When so much of the shape's area has passed. */
        public double seconds(double area) {
            while (part < shape.parts.size()
                    && area >= startArea + shape.parts.get(part).area()) {
                startArea += shape.parts.get(part).area();
                startSeconds += shape.parts.get(part).seconds();
                part++;
            }
            double within = area - startArea;
            return startSeconds
                    + (part < shape.parts.size() ? shape.parts.get(part).secondsAt(within) : within / shape.rest);
        }
    }
}
