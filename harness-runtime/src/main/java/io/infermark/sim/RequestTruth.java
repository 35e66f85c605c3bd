package io.infermark.sim;

/**
 * One generation request as the simulator saw it.
 *
 * @param requestId the request's {@code X-Request-Id}, or an id of the simulator's own
 * @param arrivalNanos {@link System#nanoTime()} at the first socket read of the request
 * @param promptTokens prompt tokens of all prompts, 0 if it was refused before they were known
 * @param cachedTokens prompt tokens found in the prefix cache
 * @param outputTokens tokens in the events written so far
 * @param outcome how it ended
 */
public record RequestTruth(
        String requestId, long arrivalNanos, int promptTokens, int cachedTokens, int outputTokens, Outcome outcome) {

    /** How a request ended. */
    public enum Outcome {
        /** Not ended when the snapshot was taken. */
        RUNNING,
        COMPLETED,
        /** Answered with an HTTP error, of its own fault or of an injected one. */
        REFUSED,
        /** Ended by an injected fault after the answer had begun. */
        FAULTED,
        /** The client went away. */
        ABORTED
    }
}
