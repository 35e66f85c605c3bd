package io.infermark.model;

import io.infermark.api.Arrival;
import java.util.List;

/** Arrival rates of a row; no values: closed loop. */
public record RateSpec(List<Double> requestsPerSecond, Arrival arrival, double burstiness) {
    /** No open loop. */
    public static final RateSpec NONE = new RateSpec(List.of(), Arrival.POISSON, 1.0);

    public RateSpec {
        requestsPerSecond = List.copyOf(requestsPerSecond);
    }
}
