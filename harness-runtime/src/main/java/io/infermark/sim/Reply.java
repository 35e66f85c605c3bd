package io.infermark.sim;

import io.netty.buffer.ByteBuf;

/** The way of one answer to its client, over either HTTP version. Loop-confined. */
interface Reply {
    /** Whether the client is still there. */
    boolean active();

    /** Whether an event stream needs HTTP/1.1's chunk framing. */
    boolean chunked();

    /**
     * Writes the head of the answer, without a flush.
     *
     * @param length bytes of the body; negative: not known
     * @param more names and values in turn
     */
    void head(int status, String contentType, int length, String... more);

    /** Writes a part of the body, without a flush. */
    void write(ByteBuf part);

    void flush();

    /** The answer is written to its end, which is flushed now. */
    void answered();

    /** Tells who is to be stopped when the client goes away. */
    void running(Exchange exchange, EventWriter writer);

    /** Breaks the answer off with a reset: of the connection, or of its HTTP/2 stream. */
    void reset();

    /** Closes the connection in order, with all that is on it. */
    void close();

    /** Closes the connection's sending side only. */
    void halfClose();

    /** The connection takes no more requests after those it has. */
    void goAway();
}
