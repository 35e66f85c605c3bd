package io.infermark.fork;

import io.infermark.api.Arrival;
import io.infermark.compat.ArrivalIntervals;
import io.infermark.compat.NumpyRandom;
import io.infermark.load.arrival.ArrivalSchedule;
import io.infermark.model.Load;

/**
 * InferenceX's arrivals as a schedule. That client sleeps after each request, so that its lateness adds up; a schedule has the same gaps without it.
 */
final class ClientArrivals {
    private static final double NANOS = 1e9;

    private ClientArrivals() {}

    /** Warm-up requests are all due at once; only the cap holds them back. */
    static ArrivalSchedule atOnce(int requests) {
        return ArrivalSchedule.ofInstants(new long[requests]);
    }

    static ArrivalSchedule of(Load.Open load, NumpyRandom random, int requests) {
        double burstiness = load.arrival() == Arrival.POISSON ? 1.0 : load.burstiness();
        ArrivalIntervals intervals = new ArrivalIntervals(random, load.requestsPerSecond(), burstiness);
        long[] instants = new long[requests];
        double seconds = 0;
        for (int i = 1; i < requests; i++) {
            seconds += intervals.nextSeconds();
            instants[i] = Math.round(seconds * NANOS);
        }
        return ArrivalSchedule.ofInstants(instants);
    }
}
