package io.infermark.model;

import java.util.ArrayList;
import java.util.List;

/** A range of concurrencies that multiplies and ends exactly at its last value: 4..100 by 2 is 4, 8, 16, 32, 64, 100. */
public final class ConcurrencyRange {
    private ConcurrencyRange() {}

    /**
     * Expands a range.
     *
     * @throws IllegalArgumentException if {@code from < 1}, {@code to < from} or {@code step < 2}: such a range would never end
     */
    public static List<Integer> expand(int from, int to, int step) {
        if (from < 1 || to < from || step < 2) {
            throw new IllegalArgumentException(
                    "[ConcurrencyRange] a range needs 1 <= from <= to and step >= 2, but is from=" + from + ", to=" + to
                            + ", step=" + step + ".");
        }
        List<Integer> values = new ArrayList<>();
        long value = from;
        while (value < to) {
            values.add((int) value);
            value *= step;
        }
        values.add(to);
        return List.copyOf(values);
    }
}
