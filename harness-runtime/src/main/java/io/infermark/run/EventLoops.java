package io.infermark.run;

import io.infermark.model.Load;
import io.infermark.model.Point;

/**
 * How many event loops the load generator of a point has where {@code -t} does not say: as many as its load needs, as far as the machine has cores for them. One reads some 100,000 tokens a second, and is
 * late long before that where they come in waves.
 */
final class EventLoops {
    private static final double STREAMS_A_LOOP = 1_000;
    private static final double REQUESTS_A_SECOND_AND_LOOP = 5_000;
    private static final double TOKENS_A_SECOND_AND_LOOP = 50_000;

    /** The others are the server's, and of what else the generator does. */
    private static final int CORES_A_LOOP = 4;

    private EventLoops() {}

    /** Of a point in a run with these options. */
    static int of(Options options, Point point) {
        return options.loops() > 0
                ? options.loops()
                : byLoad(
                        point.load(),
                        point.workload().osl(),
                        Runtime.getRuntime().availableProcessors());
    }

    static int byLoad(Load load, int outputTokens, int cores) {
        int affordable = Math.max(1, cores / CORES_A_LOOP);
        return (int) Math.max(1, Math.min(affordable, Math.ceil(needed(load, outputTokens))));
    }

    private static double needed(Load load, int outputTokens) {
        if (load instanceof Load.Open open) {
            double requests = open.requestsPerSecond();
            double tokens = requests * outputTokens;
            return Math.max(requests / REQUESTS_A_SECOND_AND_LOOP, tokens / TOKENS_A_SECOND_AND_LOOP);
        }
        return load.streams() / STREAMS_A_LOOP;
    }
}
