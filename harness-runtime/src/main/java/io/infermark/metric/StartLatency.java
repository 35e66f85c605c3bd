package io.infermark.metric;

/**
 * A latency that begins with the request, in both its forms, in milliseconds.
 *
 * @param fromIntended from the instant at which the request was due: response time, which shows what waited in the client
 * @param fromSent from the flush of its last byte: what the server did
 * @param headline which of the two a table shows: {@link Origin#INTENDED} in an open loop, {@link Origin#SENT} in a closed one
 */
public record StartLatency(Distribution fromIntended, Distribution fromSent, Origin headline) {
    /** Where a latency begins. */
    public enum Origin {
        INTENDED,
        SENT
    }

    /** The form that a table shows. */
    public Distribution shown() {
        return headline == Origin.INTENDED ? fromIntended : fromSent;
    }
}
