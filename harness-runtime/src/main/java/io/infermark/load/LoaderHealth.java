package io.infermark.load;

import java.util.List;
import java.util.OptionalInt;

/**
 * What the generator can say of itself about its last window: the figures from which an overhead certificate is judged. Times in nanoseconds; -1 where the
 * platform does not tell.
 *
 * @param windowNanos from the first request's due time to the last one's end
 * @param transport {@code epoll} or {@code nio}
 * @param pinning for each loop, whether it is bound to a core
 * @param loopLag how late the event loops read what became readable at a tick every {@value LoopWatch#TICK_MILLIS} ms
 * @param loopCpuNanos time that the loops ran on a core, together
 * @param loopRunQueueNanos time that the loops were ready and waited for a core, together
 * @param loopRuns how often the loops were put on a core, together
 * @param gcCount collections in the window
 * @param gcNanos time that they took
 * @param jitNanos time spent compiling
 * @param sentAfterIntended send instants minus intended ones, of each request that left once, as its record has them: of one that was sent once more the second
 * @param opened connections opened before the window
 * @param openFailures connections that could not be
 * @param freshConnections requests that had to open a connection
 * @param connectNanosMax longest such opening
 * @param resends requests sent once more because the server had closed the reused connection before it read them
 * @param blocked requests that waited for the concurrency cap
 * @param blockedNanos how long they waited, together
 * @param blockedNanosMax how long the longest waited
 * @param sourceWaits how often a send found no prepared request, and all waited for one
 * @param recordBlocksAdded blocks allocated since the session began because the disk was slower than the load
 * @param allocatedBytes allocated on the event loops
 * @param tokenEvents token events received
 */
public record LoaderHealth(
        long windowNanos,
        String transport,
        List<Pinning> pinning,
        Spread loopLag,
        long loopCpuNanos,
        long loopRunQueueNanos,
        long loopRuns,
        long gcCount,
        long gcNanos,
        long jitNanos,
        Spread sentAfterIntended,
        int opened,
        int openFailures,
        int freshConnections,
        long connectNanosMax,
        int resends,
        int blocked,
        long blockedNanos,
        long blockedNanosMax,
        int sourceWaits,
        int recordBlocksAdded,
        long allocatedBytes,
        long tokenEvents) {
    public LoaderHealth {
        pinning = List.copyOf(pinning);
    }

    /**
     * What holds a loop to a core.
     *
     * @param core that it is bound to; empty: none
     * @param sentence the same in words, or why it is not bound
     */
    public record Pinning(OptionalInt core, String sentence) {
        static final Pinning NONE = new Pinning(OptionalInt.empty(), "not bound");
    }

    /** Mean and percentiles in nanoseconds, from an HdrHistogram with three digits; all 0 if there was nothing. */
    public record Spread(long count, long mean, long p50, long p99, long max) {}

    /** Share of the window in which the loops were ready and waited for a core; NaN where the platform does not tell. */
    public double loopRunQueueShare() {
        return windowNanos > 0 && loopRunQueueNanos >= 0 ? (double) loopRunQueueNanos / loopNanos() : Double.NaN;
    }

    /**
     * What a read waited for a core on average, in nanoseconds; NaN where the platform does not tell. It is the mean wait of a wake-up times the share of the window in which the loops did
     * not run: data that comes while a loop runs waits for no core. Without that share a loop that hardly ever sleeps would be judged by the few occasions on which something took
     * its core.
     */
    public double loopWaitMeanNanos() {
        if (windowNanos <= 0 || loopRuns <= 0) {
            return Double.NaN;
        }
        double idle = Math.max(0, 1 - (double) loopCpuNanos / loopNanos());
        return idle * loopRunQueueNanos / loopRuns;
    }

    private double loopNanos() {
        return (double) windowNanos * Math.max(1, pinning.size());
    }

    /** Allocated bytes a token event, HTTP client included; NaN without events. */
    public double allocatedBytesPerEvent() {
        return tokenEvents > 0 && allocatedBytes >= 0 ? (double) allocatedBytes / tokenEvents : Double.NaN;
    }
}
