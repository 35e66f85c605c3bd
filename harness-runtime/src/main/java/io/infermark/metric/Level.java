package io.infermark.metric;

/**
 * A quantity that goes up and down, over the samples of a window.
 *
 * @param samples instants at which it was read
 */
public record Level(double mean, double max, int samples) {}
