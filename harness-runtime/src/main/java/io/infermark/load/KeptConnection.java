package io.infermark.load;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.HttpClientCodec;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import java.nio.channels.ClosedChannelException;
import org.jspecify.annotations.Nullable;

/**
 * A connection that stands open, and the exchange on it: writes the bytes of a request, reads its answer from the HTTP codec, and gives the connection back. Event-loop confined.
 *
 * <p>async-http-client opens connections, with TLS, and sends over those that it opened in a window; a kept one it would use by way of making and encoding the request at the moment of
 * the send and some twenty objects, 17 µs in all. A thousand streams that end together would then be followed up over 17 ms, in which the last tokens of the others are read
 * late by up to as much: that was nine tenths of the error of ITL at a thousand streams. To the client the connection looks idle meanwhile.
 */
final class KeptConnection extends ChannelInboundHandlerAdapter {
    private final Channel channel;
    private final ChannelHandlerContext codec;
    private final ConnectionPool pool;
    private final Object poolKey;
    private @Nullable Attempt attempt;
    private @Nullable Throwable lost;
    private boolean requestKeeps;
    private boolean keeps;

    private KeptConnection(Channel channel, ChannelHandlerContext codec, ConnectionPool pool, Object poolKey) {
        this.channel = channel;
        this.codec = codec;
        this.pool = pool;
        this.poolKey = poolKey;
    }

    /**
     * Takes a connection over from the client for good.
     *
     * @param pool takes it back after each answer
     */
    static KeptConnection of(Channel channel, ConnectionPool pool, Object poolKey) {
        ConnectionStamps stamps = ConnectionStamps.of(channel);
        KeptConnection known = stamps.taken();
        if (known != null) {
            return known;
        }
        ChannelHandlerContext codec = channel.pipeline().context(HttpClientCodec.class);
        KeptConnection taken = new KeptConnection(channel, codec, pool, poolKey);
        channel.pipeline().addAfter(InterimAnswers.NAME, null, taken);
        stamps.takenBy(taken);
        return taken;
    }

    /** Sends a request. Failures reach the attempt, those of the write as the end of the connection. */
    void send(Http1Request request, Attempt next) {
        attempt = next;
        requestKeeps = request.keepsConnection();
        next.onConnectionPooled(channel);
        next.arm();
        try {
            // Behind the codec's encoder. Its decoder reads answers to requests that it has not seen as well.
            var unused = codec.writeAndFlush(request.bytes(channel.alloc()))
                    .addListener(ChannelFutureListener.CLOSE_ON_FAILURE);
        } catch (RuntimeException | OutOfMemoryError e) {
            // No room for a copy of a large body: this request fails, and the loop goes on.
            fail(e);
        }
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        try {
            Attempt current = attempt;
            if (current == null) {
                // Nobody asked: what comes later could not be told from an answer.
                var unused = channel.close();
                return;
            }
            if (message instanceof HttpObject part && part.decoderResult().isFailure()) {
                fail(part.decoderResult().cause());
                return;
            }
            if (message instanceof HttpResponse head) {
                head(current, head);
            }
            if (message instanceof HttpContent content) {
                content(current, content.content(), message instanceof LastHttpContent);
            }
        } finally {
            ReferenceCountUtil.release(message);
        }
    }

    private void head(Attempt current, HttpResponse head) {
        keeps = requestKeeps && HttpUtil.isKeepAlive(head);
        current.answered(head.status().code(), head.headers());
    }

    private void content(Attempt current, ByteBuf bytes, boolean last) {
        boolean wanted = current.body(bytes);
        if (wanted && !last) {
            return;
        }
        attempt = null;
        boolean kept = wanted && keeps && channel.isActive() && pool.offer(channel, poolKey);
        if (!kept) {
            var unused = channel.close();
        }
        current.onCompleted();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        lost = cause;
        var unused = channel.close();
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        fail(lost == null ? new ClosedChannelException() : lost);
        context.fireChannelInactive();
    }

    private void fail(Throwable cause) {
        Attempt current = attempt;
        attempt = null;
        var unused = channel.close();
        if (current != null) {
            current.onThrowable(cause);
        }
    }
}
