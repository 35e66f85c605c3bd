package io.infermark.load.http2;

import java.io.IOException;

/** A request that the server ended on purpose; carries no stack trace because it is an answer. */
public final class Http2Failure extends IOException {
    private static final long serialVersionUID = 1L;

    private final boolean unprocessed;

    Http2Failure(String message, boolean unprocessed) {
        super(message);
        this.unprocessed = unprocessed;
    }

    @Override
    public synchronized Throwable fillInStackTrace() {
        return this;
    }

    /** Whether the server promises that it did nothing with the request: {@code REFUSED_STREAM}, or above a {@code GOAWAY}'s last stream. */
    public boolean unprocessed() {
        return unprocessed;
    }
}
