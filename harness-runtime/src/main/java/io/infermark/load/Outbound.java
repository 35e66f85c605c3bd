package io.infermark.load;

import io.infermark.endpoint.PreparedRequest;
import io.infermark.load.http2.Http2Request;
import org.asynchttpclient.Request;
import org.jspecify.annotations.Nullable;

/** A request in the form that the HTTP client takes. As a task it arrives at its loop at the instant at which it is due. */
final class Outbound implements Runnable {
    final PreparedRequest prepared;
    final Request request;
    long dueNanos;
    boolean blocked;

    @Nullable
    LoopWindow destination;

    private final @Nullable Http2Request multiplexed;

    Outbound(PreparedRequest prepared, Request request, @Nullable Http2Request multiplexed) {
        this.prepared = prepared;
        this.request = request;
        this.multiplexed = multiplexed;
    }

    /** Its form for HTTP/2. */
    Http2Request multiplexed() {
        if (multiplexed == null) {
            throw new IllegalStateException("a request of an HTTP/1.1 session was sent over HTTP/2");
        }
        return multiplexed;
    }

    @Override
    public void run() {
        if (destination != null) {
            destination.due(this);
        }
    }
}
