package io.infermark.metric;

import org.jspecify.annotations.Nullable;

/**
 * Whether the load that was asked for was there.
 *
 * @param requestedConcurrency null in an open loop without a cap
 * @param heldConcurrency mean in flight, weighted by time, from the first full load until the source had no next request; in an open loop over the whole window; a request
 *     is in flight from its last byte sent until its stream closes; null if there is no such stretch
 * @param heldRatio held ÷ requested, closed loop only
 * @param nominalRate requests a second that were asked for, open loop only; of a ramp, of steps and of a trace what was due within the window, by its time
 * @param realisedRate sends a second within the window, open loop only; compared with the nominal rate it shows the draw of a random process, so no rule rests on it
 * @param onTime sends that left within the lateness bound after they were due and free to go
 * @param deliveredRatio {@code onTime} ÷ scheduled, open loop only
 * @param heldBack requests that had to wait for a free place under the cap of an open loop, those included that never got one; they are not late, but the rate was not delivered
 * @param rampSeconds from the start to the first full load; null if never full
 * @param drainSeconds from the last send to the end of the last request
 */
public record LoadDelivery(
        @Nullable Integer requestedConcurrency,
        @Nullable Double heldConcurrency,
        @Nullable Double heldRatio,
        @Nullable Double nominalRate,
        @Nullable Double realisedRate,
        int onTime,
        @Nullable Double deliveredRatio,
        int heldBack,
        @Nullable Double rampSeconds,
        double drainSeconds) {
    /** A held or delivered share in percent, for one decimal. It is rounded down, so that one below the 99 % that is needed is never printed as 99.0. */
    public static double percent(double share) {
        return Math.floor(1000 * share + 1e-9) / 10;
    }
}
