package io.infermark.fork;

import io.infermark.api.Arrival;
import io.infermark.model.Load;

/**
 * A {@link Load} on the wire.
 *
 * @param rate 0: closed loop
 * @param concurrency of a closed loop, or the cap of an open one (0: none)
 * @param shape of a ramp, steps or a trace, whose file the generator reads again; else empty
 */
public record LoadMessage(double rate, Arrival arrival, double burstiness, int concurrency, String shape) {
    /** The message of a load. */
    public static LoadMessage of(Load load) {
        if (load instanceof Load.Open open) {
            return new LoadMessage(
                    open.requestsPerSecond(), open.arrival(), open.burstiness(), open.maxConcurrency(), open.shape());
        }
        return new LoadMessage(0, Arrival.POISSON, 1.0, ((Load.Closed) load).concurrency(), "");
    }

    /** The load of a message. */
    public Load toLoad() {
        return rate > 0 ? new Load.Open(rate, arrival, burstiness, concurrency, shape) : new Load.Closed(concurrency);
    }
}
