package io.infermark.load;

import io.infermark.endpoint.PreparedRequest;
import io.infermark.load.http2.Http2Request;
import org.asynchttpclient.Request;
import org.jspecify.annotations.Nullable;

/** A request, ready to be written. As a task it arrives at its loop at the instant at which it is due. */
final class Outbound implements Runnable {
    final PreparedRequest prepared;

    private final RequestFactory factory;
    long dueNanos;
    boolean blocked;

    @Nullable
    LoopWindow destination;

    private final @Nullable Http1Request plain;
    private final @Nullable Http2Request multiplexed;

    Outbound(
            PreparedRequest prepared,
            RequestFactory factory,
            @Nullable Http1Request plain,
            @Nullable Http2Request multiplexed) {
        this.prepared = prepared;
        this.factory = factory;
        this.plain = plain;
        this.multiplexed = multiplexed;
    }

    /** Its form for HTTP/1.1 over a connection that stands open; null where none is kept. */
    @Nullable
    Http1Request plain() {
        if (multiplexed != null) {
            throw new IllegalStateException("a request of an HTTP/2 session was sent over HTTP/1.1");
        }
        return plain;
    }

    /** Its form for the HTTP client, which opens a connection for it; made now. */
    Request opening() {
        return factory.request(prepared);
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
