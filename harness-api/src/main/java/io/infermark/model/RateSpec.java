package io.infermark.model;

import io.infermark.api.Arrival;
import java.util.List;

/**
 * Arrival rates of a row; no values: closed loop.
 *
 * @param shape as {@link io.infermark.api.Rate#shape()}; empty where the arrival takes none
 */
public record RateSpec(List<Double> requestsPerSecond, Arrival arrival, double burstiness, String shape) {
    /** No open loop. */
    public static final RateSpec NONE = new RateSpec(List.of(), Arrival.POISSON, 1.0);

    public RateSpec {
        requestsPerSecond = List.copyOf(requestsPerSecond);
    }

    /** Without a shape. */
    public RateSpec(List<Double> requestsPerSecond, Arrival arrival, double burstiness) {
        this(requestsPerSecond, arrival, burstiness, "");
    }
}
