package io.infermark.result;

import org.jspecify.annotations.Nullable;

/**
 * How long the server took; null where there was no such step. A start that several points share stands in each of them.
 *
 * @param launchToHealthSeconds from launch to the first good health answer
 * @param healthToFirstCompletionSeconds from there to the first complete answer
 * @param sharedStart whether an earlier point of the same start paid for it
 */
public record ServerTimings(
        @Nullable Double launchToHealthSeconds, @Nullable Double healthToFirstCompletionSeconds, boolean sharedStart) {
    /** Nothing was started. */
    public static final ServerTimings NONE = new ServerTimings(null, null, false);
}
