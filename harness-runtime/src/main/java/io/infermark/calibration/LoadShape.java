package io.infermark.calibration;

import io.infermark.load.arrival.ArrivalSchedule;
import io.infermark.model.Load;
import io.infermark.model.WindowBound;
import java.util.Map;

/**
 * What a calibration imitates.
 *
 * @param streams concurrent streams of a closed loop; 0: an open loop
 * @param requestsPerSecond of an open loop; 0: a closed one
 * @param itlMillis between two tokens of a stream
 */
public record LoadShape(int streams, double requestsPerSecond, int itlMillis) {
    /** A stream's pace while nothing is known of it: 100 tokens a second. */
    static final int DEFAULT_ITL_MILLIS = 10;

    private static final int FASTEST_ITL_MILLIS = 2;
    private static final int SLOWEST_ITL_MILLIS = 100;

    /** More streams than this are calibrated with this many, which the figures say. */
    static final int MOST_STREAMS = 2000;

    /** More requests a second than this are calibrated at this rate. */
    static final double MOST_REQUESTS_PER_SECOND = 5000;

    /** Tokens of an answer in the calibration of an open loop. */
    static final int OPEN_TOKENS = 8;

    /** What such an answer takes: 20 ms to its first token, then {@link #DEFAULT_ITL_MILLIS} for each further one. */
    private static final double OPEN_ANSWER_SECONDS = 0.09;

    /**
     * The shape of a load.
     *
     * @param window that is measured: the rate of a ramp, of steps and of a trace is the most that is due within a second of it
     * @param health the generator's figures of a window of it, for its pace; empty: none has run
     */
    public static LoadShape of(Load load, WindowBound window, Map<String, Double> health) {
        if (load instanceof Load.Open open) {
            double perSecond = open.arrival().shaped()
                    ? ArrivalSchedule.of(open, window, 0).mostInASecond()
                    : open.requestsPerSecond();
            double rate = Math.min(perSecond, mostUnderCap(open.maxConcurrency(), health));
            return new LoadShape(0, Math.min(MOST_REQUESTS_PER_SECOND, rate), DEFAULT_ITL_MILLIS);
        }
        int streams = ((Load.Closed) load).concurrency();
        double events = health.getOrDefault("tokenEvents", 0.0);
        double millis = health.getOrDefault("windowMillis", 0.0);
        double pace = events > 0 && millis > 0 ? streams * millis / events : DEFAULT_ITL_MILLIS;
        return new LoadShape(Math.min(MOST_STREAMS, streams), 0, (int)
                Math.max(FASTEST_ITL_MILLIS, Math.min(SLOWEST_ITL_MILLIS, Math.round(pace))));
    }

    /**
     * Behind a cap a rate is a wish: what the generator does there is bounded by the requests that the cap lets be in flight, or by the tokens that came in the last window, where answers are faster
     * than those of a calibration.
     */
    private static double mostUnderCap(int cap, Map<String, Double> health) {
        if (cap == 0) {
            return Double.MAX_VALUE;
        }
        double millis = health.getOrDefault("windowMillis", 0.0);
        double events = millis > 0 ? 1000 * health.getOrDefault("tokenEvents", 0.0) / millis : 0;
        return Math.max(cap / OPEN_ANSWER_SECONDS, events / OPEN_TOKENS);
    }

    boolean open() {
        return requestsPerSecond > 0;
    }
}
