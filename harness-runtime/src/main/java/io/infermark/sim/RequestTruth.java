package io.infermark.sim;

/**
 * One generation request as the simulator saw it.
 *
 * @param requestId the request's {@code X-Request-Id}, or an id of the simulator's own
 * @param arrivalNanos {@link System#nanoTime()} at the first socket read of the request
 * @param wakeNanos the event loop's selector woke up, in the turn in which the request was read; the read is late by what lies between
 * @param polledNanos an instant at which the selector had been asked and had not the request yet: the kernel received it after this, and before {@code arrivalNanos}
 * @param promptTokens prompt tokens of all prompts, 0 if it was refused before they were known
 * @param cachedTokens prompt tokens found in the prefix cache
 * @param outputTokens tokens in the events written so far
 * @param outcome how it ended
 */
public record RequestTruth(
        String requestId,
        long arrivalNanos,
        long wakeNanos,
        long polledNanos,
        int promptTokens,
        int cachedTokens,
        int outputTokens,
        Outcome outcome) {

    /** One of which no more is known. */
    static RequestTruth begun(String id, Arrival arrival, Outcome outcome) {
        return new RequestTruth(id, arrival.readNanos(), arrival.wakeNanos(), arrival.polledNanos(), 0, 0, 0, outcome);
    }

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
