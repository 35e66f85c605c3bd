package io.infermark.load;

import io.infermark.load.http2.Http2Failure;
import io.infermark.load.http2.Http2Stream;
import io.infermark.load.http2.StreamListener;
import io.infermark.record.RequestRecord;
import io.infermark.record.Transport;
import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/** One sending of a request as an HTTP/2 stream. Event-loop confined. */
final class StreamAttempt implements Sending, StreamListener {
    private @Nullable Exchange exchange;
    private @Nullable Http2Stream stream;
    private final boolean resend;
    private final boolean tls;
    private boolean reused;
    private boolean refused;
    private long connectNanos;
    private long sentNanos = RequestRecord.UNSEEN;
    private long firstByteNanos = RequestRecord.UNSEEN;
    private Transport transport = Transport.NONE;
    private int status;
    private @Nullable String contentType;
    private @Nullable String contentEncoding;

    StreamAttempt(Exchange exchange, boolean resend, boolean tls) {
        this.exchange = exchange;
        this.resend = resend;
        this.tls = tls;
    }

    void stream(Http2Stream started) {
        stream = started;
    }

    @Override
    public boolean resend() {
        return resend;
    }

    @Override
    public boolean reused() {
        return reused;
    }

    /** HTTP/2 says when a connection ends, so nothing has to be learnt about it. */
    @Override
    public boolean keptAfterAnswer() {
        return false;
    }

    @Override
    public long connectNanos() {
        return connectNanos;
    }

    @Override
    public long sentNanos() {
        return sentNanos;
    }

    @Override
    public long firstByteNanos() {
        return firstByteNanos;
    }

    @Override
    public int status() {
        return status;
    }

    @Override
    public @Nullable String contentType() {
        return contentType;
    }

    @Override
    public @Nullable String contentEncoding() {
        return contentEncoding;
    }

    @Override
    public boolean connected() {
        return !transport.equals(Transport.NONE);
    }

    @Override
    public boolean unanswered() {
        return firstByteNanos == RequestRecord.UNSEEN && !refused;
    }

    @Override
    public Transport transport() {
        return transport;
    }

    @Override
    public void detach() {
        exchange = null;
    }

    @Override
    public void cancel(Throwable reason) {
        if (stream != null) {
            stream.cancel();
        }
    }

    @Override
    public void connected(boolean kept, long opening, int streams) {
        reused = kept;
        connectNanos = opening;
        transport = Transport.http2(tls, streams);
    }

    @Override
    public void sent(long nanos) {
        sentNanos = nanos;
        if (exchange != null) {
            exchange.sent(nanos);
        }
    }

    @Override
    public void answered(int code, @Nullable String type, @Nullable String encoding, long readNanos) {
        status = code;
        contentType = type;
        contentEncoding = encoding;
        firstByteNanos = readNanos;
        if (exchange != null) {
            exchange.answered(this);
        }
    }

    @Override
    public boolean body(ByteBuf part, long readNanos) {
        return exchange != null && exchange.body(part, readNanos);
    }

    @Override
    public void completed(long readNanos) {
        if (exchange != null) {
            exchange.completed(this, readNanos);
        }
    }

    @Override
    public void failed(Throwable cause) {
        // A reset by the server is its answer; only what it says it did not touch may go out once more.
        refused = cause instanceof Http2Failure failure && !failure.unprocessed();
        if (exchange != null) {
            exchange.failed(this, cause);
        }
    }
}
