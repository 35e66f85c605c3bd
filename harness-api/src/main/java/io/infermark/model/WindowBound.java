package io.infermark.model;

import java.time.Duration;

/** What ends a load window. */
public sealed interface WindowBound {
    /** A number of requests for each concurrent stream. */
    record PerConcurrency(int requests) implements WindowBound {}

    /** A number of requests. */
    record Requests(int requests) implements WindowBound {}

    /** A time after which no new request starts; the running ones are drained. */
    record Time(Duration duration) implements WindowBound {}

    /** Requests of a window under a load; -1 if it is bounded by time. An open loop without a cap counts one stream for each request a second. */
    default long requestsFor(Load load) {
        if (this instanceof Requests fixed) {
            return fixed.requests();
        }
        if (this instanceof PerConcurrency each) {
            return Math.max(1, (long) Math.ceil(each.requests() * load.streams()));
        }
        return -1;
    }
}
