package io.infermark.result;

import org.jspecify.annotations.Nullable;

/**
 * How long the server took; null where there was no such step. A start that several points share stands in each of them.
 *
 * @param launchToHealthSeconds from launch to the first good health answer
 * @param healthToFirstCompletionSeconds from there to the first complete answer
 * @param stopToMemoryFreeSeconds from the order to stop until the GPUs' memory was free again; null also before the server stopped, and if the memory never was free
 * @param sharedStart whether an earlier point of the same start paid for it
 */
public record ServerTimings(
        @Nullable Double launchToHealthSeconds,
        @Nullable Double healthToFirstCompletionSeconds,
        @Nullable Double stopToMemoryFreeSeconds,
        boolean sharedStart) {
    /** Nothing was started. */
    public static final ServerTimings NONE = new ServerTimings(null, null, false);

    /** Of a server that still runs. */
    public ServerTimings(
            @Nullable Double launchToHealthSeconds,
            @Nullable Double healthToFirstCompletionSeconds,
            boolean sharedStart) {
        this(launchToHealthSeconds, healthToFirstCompletionSeconds, null, sharedStart);
    }

    /** The same after the stop. */
    public ServerTimings stopped(@Nullable Double toMemoryFreeSeconds) {
        return new ServerTimings(
                launchToHealthSeconds, healthToFirstCompletionSeconds, toMemoryFreeSeconds, sharedStart);
    }
}
