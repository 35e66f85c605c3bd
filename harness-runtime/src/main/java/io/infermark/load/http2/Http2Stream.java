package io.infermark.load.http2;

import org.jspecify.annotations.Nullable;

/** A request on its way: waiting for a connection, or a stream of one. Event-loop confined. */
public final class Http2Stream {
    final Http2Request request;
    final StreamListener listener;

    @Nullable
    Http2Link link;

    int id;
    boolean ended;
    boolean over;
    long endNanos;

    @Nullable
    Throwable failure;

    Http2Stream(Http2Request request, StreamListener listener) {
        this.request = request;
        this.listener = listener;
    }

    /** Gives it up: the stream is reset, the connection stays. The listener hears nothing more. */
    public void cancel() {
        if (!over) {
            over = true;
            if (link != null && id > 0) {
                link.reset(id);
            }
        }
    }

    void complete(long nanos) {
        if (!over) {
            over = true;
            listener.completed(nanos);
        }
    }

    void fail(Throwable cause) {
        if (!over) {
            over = true;
            listener.failed(cause);
        }
    }
}
