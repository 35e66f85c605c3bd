package io.infermark.load.http2;

import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/** What happens to one request. Called on the event loop; of {@link #completed} and {@link #failed} exactly one, once, as the last call. */
public interface StreamListener {
    /**
     * It has a connection, and is written now.
     *
     * @param reused whether the connection had been open before
     * @param connectNanos time that it took to open it for this request, TLS and settings included; 0 on a reused one
     * @param streams open on the connection, this one included
     */
    void connected(boolean reused, long connectNanos, int streams);

    /** Its last byte went to the socket, in the flush that began then. */
    void sent(long nanos);

    /** The answer's head is here. */
    void answered(int status, @Nullable String contentType, @Nullable String contentEncoding, long readNanos);

    /** A part of the answer, good during the call; false to give the rest up, which completes it. */
    boolean body(ByteBuf part, long readNanos);

    void completed(long readNanos);

    void failed(Throwable cause);
}
