package io.infermark.load;

import io.infermark.record.RequestRecord;
import io.infermark.record.Transport;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.EventLoop;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import java.net.InetSocketAddress;
import javax.net.ssl.SSLSession;
import org.asynchttpclient.AsyncHandler;
import org.asynchttpclient.HttpResponseBodyPart;
import org.asynchttpclient.HttpResponseStatus;
import org.asynchttpclient.ListenableFuture;
import org.asynchttpclient.netty.request.NettyRequest;
import org.jspecify.annotations.Nullable;

/**
 * One sending of a request. Event-loop confined. An object of its own for each sending, so that a late call of the HTTP client about an old one cannot reach
 * the exchange that the stream is busy with now.
 */
final class Attempt implements AsyncHandler<Boolean>, ChunkTaker, Sending {
    private final EventLoop loop;
    private @Nullable Exchange exchange;
    private @Nullable ConnectionStamps stamps;
    private @Nullable Channel channel;
    private @Nullable ListenableFuture<Boolean> future;
    private final boolean resend;
    private boolean reused;
    private boolean keptAfterAnswer;
    private boolean chunked;
    private long connectStart = RequestRecord.UNSEEN;
    private long connectNanos;
    private long sentNanos = RequestRecord.UNSEEN;
    private long firstByteNanos = RequestRecord.UNSEEN;
    private int status;
    private @Nullable String contentType;
    private @Nullable String contentEncoding;

    /**
     * A sending that has not begun.
     *
     * @param loop the exchange's
     * @param resend whether it repeats one that met a closed connection, and so must open a new one
     */
    Attempt(EventLoop loop, Exchange exchange, boolean resend) {
        this.loop = loop;
        this.exchange = exchange;
        this.resend = resend;
    }

    @Override
    public boolean resend() {
        return resend;
    }

    @Override
    public boolean reused() {
        return reused;
    }

    @Override
    public boolean keptAfterAnswer() {
        return keptAfterAnswer;
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
        return stamps != null;
    }

    @Override
    public boolean unanswered() {
        return firstByteNanos == RequestRecord.UNSEEN;
    }

    @Override
    public Transport transport() {
        if (stamps == null) {
            return Transport.NONE;
        }
        return stamps.secured() ? Transport.HTTPS_1_1 : Transport.HTTP_1_1;
    }

    void future(ListenableFuture<Boolean> sending) {
        future = sending;
    }

    @Override
    public void detach() {
        exchange = null;
        if (stamps != null) {
            stamps.release(this);
        }
    }

    @Override
    public void cancel(Throwable reason) {
        if (future != null) {
            future.abort(reason);
        }
        if (channel != null) {
            var unused = channel.close();
        }
    }

    void sent(long nanos) {
        sentNanos = nanos;
        if (exchange != null) {
            exchange.sent(nanos);
        }
    }

    @Override
    public void begins() {
        if (stamps != null) {
            firstByteNanos = stamps.readNanos();
        }
    }

    @Override
    public void onTcpConnectAttempt(InetSocketAddress remoteAddress) {
        if (connectStart == RequestRecord.UNSEEN) {
            connectStart = System.nanoTime();
        }
    }

    @Override
    public void onTcpConnectSuccess(InetSocketAddress remoteAddress, Channel connection) {
        connectNanos = System.nanoTime() - connectStart;
        take(connection);
    }

    @Override
    public void onTlsHandshakeAttempt() {
        if (channel != null) {
            ConnectionStamps.moveToFront(channel);
        }
    }

    @Override
    public void onTlsHandshakeSuccess(SSLSession session) {
        connectNanos = System.nanoTime() - connectStart;
    }

    @Override
    public void onConnectionPooled(Channel connection) {
        reused = true;
        take(connection);
    }

    private void take(Channel connection) {
        if (exchange == null) {
            return;
        }
        channel = connection;
        stamps = ConnectionStamps.of(connection);
        stamps.bind(this);
    }

    @Override
    public void onRequestSend(NettyRequest request) {
        arm();
    }

    /** What is written from now on is the request. */
    void arm() {
        if (stamps != null) {
            stamps.arm();
        }
    }

    @Override
    public State onStatusReceived(HttpResponseStatus responseStatus) {
        status = responseStatus.getStatusCode();
        return exchange == null ? State.ABORT : State.CONTINUE;
    }

    /** The head of the answer. */
    void answered(int code, HttpHeaders headers) {
        status = code;
        var unused = onHeadersReceived(headers);
    }

    @Override
    public State onHeadersReceived(HttpHeaders headers) {
        contentType = headers.get(HttpHeaderNames.CONTENT_TYPE);
        contentEncoding = headers.get(HttpHeaderNames.CONTENT_ENCODING);
        if (exchange == null) {
            return State.ABORT;
        }
        keptAfterAnswer = stamps != null && stamps.answeredBefore();
        exchange.answered(this);
        chunked = exchange.streamed() && "chunked".equalsIgnoreCase(headers.get(HttpHeaderNames.TRANSFER_ENCODING));
        return State.CONTINUE;
    }

    @Override
    public boolean takesChunks() {
        return chunked;
    }

    @Override
    public void chunk(byte[] bytes, int from, int length) {
        if (exchange != null && stamps != null) {
            exchange.streamPart(bytes, from, length, stamps.readNanos());
        }
    }

    @Override
    public State onBodyPartReceived(HttpResponseBodyPart part) {
        return body(part.getBodyByteBuf()) ? State.CONTINUE : State.ABORT;
    }

    /** A part of the body, which may be empty; false to give the answer up. */
    boolean body(ByteBuf bytes) {
        return exchange != null && stamps != null && exchange.body(bytes, stamps.readNanos());
    }

    @Override
    public Boolean onCompleted() {
        Throwable lost = stamps == null ? null : stamps.lost();
        if (lost != null) {
            fail(lost);
        } else if (exchange != null) {
            exchange.completed(this, stamps == null ? System.nanoTime() : stamps.readNanos());
        }
        return Boolean.TRUE;
    }

    /** The client calls it on a thread of Netty's own where no socket could be made, and so no event loop had it. */
    @Override
    public void onThrowable(Throwable cause) {
        if (loop.inEventLoop()) {
            fail(cause);
        } else {
            loop.execute(() -> fail(cause));
        }
    }

    private void fail(Throwable cause) {
        if (exchange != null) {
            exchange.failed(this, cause);
        }
    }
}
