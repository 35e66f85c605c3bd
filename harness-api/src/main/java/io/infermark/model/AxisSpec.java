package io.infermark.model;

import java.util.List;

/**
 * An axis of the user's own.
 *
 * @param carrier what takes the value to the engine
 * @param carrierName the flag with its dashes, or the variable
 */
public record AxisSpec(String name, List<String> values, Carrier carrier, String carrierName) {
    /** What takes a value to the engine. */
    public enum Carrier {
        FLAG,
        ENV
    }

    public AxisSpec {
        values = List.copyOf(values);
    }
}
