package io.infermark.load;

import io.infermark.endpoint.PreparedRequest;
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

    Outbound(PreparedRequest prepared, Request request) {
        this.prepared = prepared;
        this.request = request;
    }

    @Override
    public void run() {
        if (destination != null) {
            destination.due(this);
        }
    }
}
