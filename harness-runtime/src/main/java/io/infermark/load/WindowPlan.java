package io.infermark.load;

import io.infermark.load.arrival.ArrivalProcess;
import io.infermark.load.arrival.ArrivalSchedule;
import io.infermark.model.Load;
import java.time.Duration;
import java.util.Optional;

/**
 * One load window.
 *
 * <p>It ends when the source has no next request, {@code requests} have started or {@code time} has passed, whichever comes first, and is then drained. An open
 * loop is bounded by its schedule.
 *
 * @param warmup whether its records are those of a warm-up iteration
 * @param iteration from 0, warm-up iterations counted apart
 * @param load closed or open loop
 * @param source its requests
 * @param requests most requests; 0: as many as the source has
 * @param time after it no new request starts; empty: no such bound
 * @param schedule arrivals of an open loop; empty in a closed one
 * @param requestDeadline a request that has not ended so long after it was started ends as {@link io.infermark.record.Outcome#TIMEOUT}
 * @param windowDeadline what has not ended so long after the window's start ends as a time-out, and the window counts as interrupted
 * @param connections connections to open before the window; 0: as many as the load is expected to need
 * @param seed stands in the window's mark; the schedule was made from it
 */
public record WindowPlan(
        boolean warmup,
        int iteration,
        Load load,
        RequestSource source,
        int requests,
        Optional<Duration> time,
        Optional<ArrivalSchedule> schedule,
        Duration requestDeadline,
        Duration windowDeadline,
        int connections,
        long seed) {
    private static final Duration REQUEST_DEADLINE = Duration.ofMinutes(10);
    private static final Duration WINDOW_DEADLINE = Duration.ofHours(2);

    public WindowPlan {
        if (load instanceof Load.Open == schedule.isEmpty()) {
            throw new IllegalArgumentException(
                    "[ScheduleMissing] an open loop needs a schedule, and a closed one has none.");
        }
        if (load instanceof Load.Closed closed && closed.concurrency() < 1) {
            throw new IllegalArgumentException(
                    "[ConcurrencyTooLow] concurrency " + closed.concurrency() + ". It must be at least 1.");
        }
        if (requests < 0 || connections < 0) {
            throw new IllegalArgumentException("[WindowNegative] " + requests + " requests over " + connections
                    + " connections. Neither can be negative.");
        }
        if (!positive(requestDeadline) || !positive(windowDeadline) || (time.isPresent() && !positive(time.get()))) {
            throw new IllegalArgumentException("[WindowWithoutTime] deadlines and times must be above zero.");
        }
    }

    private static boolean positive(Duration time) {
        return !time.isNegative() && !time.isZero();
    }

    /** A closed loop over all requests of a source. */
    public static WindowPlan closed(int concurrency, RequestSource source) {
        return new WindowPlan(
                false,
                0,
                new Load.Closed(concurrency),
                source,
                0,
                Optional.empty(),
                Optional.empty(),
                REQUEST_DEADLINE,
                WINDOW_DEADLINE,
                0,
                0);
    }

    /** An open loop of a number of requests, on the schedule that load and seed give. */
    public static WindowPlan open(Load.Open load, RequestSource source, int requests, long seed) {
        return open(load, source, ArrivalSchedule.ofRequests(ArrivalProcess.of(load), requests, seed), seed);
    }

    /** An open loop of a time, on the schedule that load and seed give. */
    public static WindowPlan open(Load.Open load, RequestSource source, Duration time, long seed) {
        return open(load, source, ArrivalSchedule.ofTime(ArrivalProcess.of(load), time, seed), seed);
    }

    /** An open loop on a schedule of any kind. */
    public static WindowPlan open(Load.Open load, RequestSource source, ArrivalSchedule schedule, long seed) {
        return new WindowPlan(
                false,
                0,
                load,
                source,
                schedule.size(),
                Optional.empty(),
                Optional.of(schedule),
                REQUEST_DEADLINE,
                WINDOW_DEADLINE,
                0,
                seed);
    }

    /** The same as another iteration. */
    public WindowPlan as(boolean isWarmup, int number) {
        return new WindowPlan(
                isWarmup,
                number,
                load,
                source,
                requests,
                time,
                schedule,
                requestDeadline,
                windowDeadline,
                connections,
                seed);
    }

    /** The same with at most so many requests; a closed loop. */
    public WindowPlan atMost(int number) {
        return new WindowPlan(
                warmup,
                iteration,
                load,
                source,
                number,
                time,
                schedule,
                requestDeadline,
                windowDeadline,
                connections,
                seed);
    }

    /** The same, and after this time no new request starts; a closed loop. */
    public WindowPlan during(Duration limit) {
        return new WindowPlan(
                warmup,
                iteration,
                load,
                source,
                requests,
                Optional.of(limit),
                schedule,
                requestDeadline,
                windowDeadline,
                connections,
                seed);
    }

    /** The same with other deadlines. */
    public WindowPlan within(Duration eachRequest, Duration window) {
        return new WindowPlan(
                warmup, iteration, load, source, requests, time, schedule, eachRequest, window, connections, seed);
    }

    /** The same with so many connections opened before it. */
    public WindowPlan withConnections(int number) {
        return new WindowPlan(
                warmup,
                iteration,
                load,
                source,
                requests,
                time,
                schedule,
                requestDeadline,
                windowDeadline,
                number,
                seed);
    }

    /** The same with this seed in its mark. */
    public WindowPlan withSeed(long other) {
        return new WindowPlan(
                warmup,
                iteration,
                load,
                source,
                requests,
                time,
                schedule,
                requestDeadline,
                windowDeadline,
                connections,
                other);
    }
}
