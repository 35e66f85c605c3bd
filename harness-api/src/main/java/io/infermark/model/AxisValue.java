package io.infermark.model;

/** The value of the user's own axis at a point, with what carries it. */
public record AxisValue(String name, String value, AxisSpec.Carrier carrier, String carrierName) {}
