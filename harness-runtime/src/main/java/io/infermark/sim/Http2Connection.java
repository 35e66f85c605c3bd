package io.infermark.sim;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http2.AbstractHttp2ConnectionHandlerBuilder;
import io.netty.handler.codec.http2.Http2Connection.PropertyKey;
import io.netty.handler.codec.http2.Http2ConnectionAdapter;
import io.netty.handler.codec.http2.Http2ConnectionDecoder;
import io.netty.handler.codec.http2.Http2ConnectionEncoder;
import io.netty.handler.codec.http2.Http2ConnectionHandler;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2FrameAdapter;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2Settings;
import io.netty.handler.codec.http2.Http2Stream;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One HTTP/2 connection: Netty's framing, HPACK and flow control, without its child channels, which would cost each event several objects and a pipeline. Each
 * stream is an {@link Http2Reply}. Loop-confined.
 */
final class Http2Connection extends Http2ConnectionHandler {
    private static final int WINDOW = 1 << 20;

    private final LoopState loop;
    private final RequestRouter router;
    private final Inbox.Entrance entrance;
    private final PropertyKey replies;
    private @Nullable ChannelHandlerContext context;
    private int requests;
    private boolean goingAway;
    private long lastActivityNanos = System.nanoTime();

    private Http2Connection(
            Http2ConnectionDecoder decoder,
            Http2ConnectionEncoder encoder,
            Http2Settings settings,
            LoopState loop,
            RequestRouter router,
            Inbox.Entrance entrance) {
        // A close is a close, not a wait for the streams that are open.
        super(decoder, encoder, settings, true);
        this.loop = loop;
        this.router = router;
        this.entrance = entrance;
        replies = connection().newKey();
        decoder.frameListener(new Frames());
        connection().addListener(new Http2ConnectionAdapter() {
            @Override
            public void onStreamClosed(Http2Stream stream) {
                Http2Reply reply = stream.getProperty(replies);
                if (reply != null) {
                    reply.gone();
                }
            }

            @Override
            public void onStreamRemoved(Http2Stream stream) {
                lastActivityNanos = System.nanoTime();
                if (goingAway && connection().numActiveStreams() == 0) {
                    loop.eventLoop.execute(Http2Connection.this::leave);
                }
            }
        });
    }

    static Http2Connection of(LoopState loop, RequestRouter router, Inbox.Entrance entrance) {
        Http2Settings settings = new Http2Settings().initialWindowSize(WINDOW);
        int most = loop.config.listening().maxStreams();
        if (most > 0) {
            settings.maxConcurrentStreams(most);
        }
        return new Builder(loop, router, entrance).initialSettings(settings).build();
    }

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) throws Exception {
        context = ctx;
        loop.counters.connections++;
        super.handlerAdded(ctx);
        watchIdle(loop.config.listening().idleTimeout().toNanos());
    }

    private ChannelHandlerContext context() {
        if (context == null) {
            throw new IllegalStateException("connection used before it was added to its pipeline");
        }
        return context;
    }

    @SuppressWarnings("FutureReturnValueIgnored") // A timer that nobody cancels: it ends with the connection.
    private void watchIdle(long inNanos) {
        long timeout = loop.config.listening().idleTimeout().toNanos();
        if (timeout == 0) {
            return;
        }
        loop.eventLoop.schedule(
                () -> {
                    boolean busy = connection().numActiveStreams() > 0 || entrance.waits();
                    long left = lastActivityNanos + timeout - System.nanoTime();
                    if (!context().channel().isActive()) {
                        return;
                    }
                    if (!busy && left <= 0) {
                        closeAll();
                    } else {
                        watchIdle(busy ? timeout : left);
                    }
                },
                Math.max(1, inNanos),
                TimeUnit.NANOSECONDS);
    }

    @Override
    protected void onConnectionError(
            ChannelHandlerContext ctx, boolean outbound, Throwable cause, @Nullable Http2Exception http2) {
        if (http2 == null) {
            Outlet.report(cause);
        }
        super.onConnectionError(ctx, outbound, cause, http2);
    }

    void take(Incoming request, Http2Reply reply) {
        requests++;
        int limit = loop.config.listening().requestsPerConnection();
        if (limit > 0 && requests >= limit) {
            announceEnd();
        }
        loop.inbox.add(() -> router.take(request, reply));
    }

    String serverName() {
        return router.serverName();
    }

    void send(int streamId, Http2Headers headers) {
        var unused = encoder()
                .writeHeaders(context(), streamId, headers, 0, false, context().newPromise());
    }

    void send(int streamId, ByteBuf data, boolean last) {
        var unused = encoder()
                .writeData(context(), streamId, data, 0, last, context().newPromise());
    }

    void flushAll() {
        flush(context());
    }

    boolean active(int streamId) {
        return context().channel().isActive() && connection().stream(streamId) != null;
    }

    void reset(int streamId, Http2Error error) {
        var unused = resetStream(context(), streamId, error.code(), context().newPromise());
        flushAll();
    }

    void closeAll() {
        var unused = context().close();
    }

    /** A close with requests unread would be a reset, and take away what the client has not read yet; so the client closes, or a second passes. */
    private void leave() {
        shutdownOutput();
        var unused = loop.eventLoop.schedule(this::closeAll, 1, TimeUnit.SECONDS);
    }

    void shutdownOutput() {
        new Outlet(context()).shutdownOutput();
    }

    /**
     * The connection closes after the streams that it has. The last stream is left open, as RFC 9113 wants of a first GOAWAY, and requests that cross it are refused
     * one by one: Netty would take the body of a stream above a stated last one for a breach of the protocol.
     */
    void announceEnd() {
        if (!goingAway) {
            goingAway = true;
            var unused = goAway(
                    context(),
                    Integer.MAX_VALUE,
                    Http2Error.NO_ERROR.code(),
                    Unpooled.EMPTY_BUFFER,
                    context().newPromise());
            flushAll();
        }
    }

    /** What the client sends. */
    private final class Frames extends Http2FrameAdapter {
        @Override
        public void onHeadersRead(
                ChannelHandlerContext ctx,
                int streamId,
                Http2Headers headers,
                int dependency,
                short weight,
                boolean exclusive,
                int padding,
                boolean last) {
            onHeadersRead(ctx, streamId, headers, padding, last);
        }

        @Override
        public void onHeadersRead(
                ChannelHandlerContext ctx, int streamId, Http2Headers headers, int padding, boolean last) {
            Http2Stream stream = connection().stream(streamId);
            if (stream == null || stream.getProperty(replies) != null) {
                return;
            }
            if (goingAway) {
                reset(streamId, Http2Error.REFUSED_STREAM);
                return;
            }
            lastActivityNanos = System.nanoTime();
            Http2Reply reply = new Http2Reply(Http2Connection.this, streamId, headers, entrance.last());
            stream.setProperty(replies, reply);
            if (last) {
                reply.complete();
            }
        }

        @Override
        public int onDataRead(ChannelHandlerContext ctx, int streamId, ByteBuf data, int padding, boolean last) {
            int consumed = data.readableBytes() + padding;
            Http2Stream stream = connection().stream(streamId);
            Http2Reply reply = stream == null ? null : stream.getProperty(replies);
            if (reply != null) {
                reply.body(data);
                if (last) {
                    reply.complete();
                }
            }
            return consumed;
        }
    }

    private static final class Builder extends AbstractHttp2ConnectionHandlerBuilder<Http2Connection, Builder> {
        private final LoopState loop;
        private final RequestRouter router;
        private final Inbox.Entrance entrance;

        Builder(LoopState loop, RequestRouter router, Inbox.Entrance entrance) {
            this.loop = loop;
            this.router = router;
            this.entrance = entrance;
            server(true);
            frameListener(new Http2FrameAdapter());
            // Clients that give many streams up are what some tests are about.
            decoderEnforceMaxRstFramesPerWindow(0, 0);
        }

        @Override
        public Builder initialSettings(Http2Settings settings) {
            return super.initialSettings(settings);
        }

        @Override
        public Http2Connection build() {
            return super.build();
        }

        @Override
        protected Http2Connection build(
                Http2ConnectionDecoder decoder, Http2ConnectionEncoder encoder, Http2Settings settings) {
            return new Http2Connection(decoder, encoder, settings, loop, router, entrance);
        }
    }
}
