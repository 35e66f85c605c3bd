package io.infermark.load.http2;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
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
import io.netty.util.concurrent.Future;
import java.nio.channels.ClosedChannelException;
import org.jspecify.annotations.Nullable;

/** One connection. Ready, once both sides have acknowledged each other's settings; then it has as many free streams as we want and the server allows. */
final class Http2Link extends Http2ConnectionHandler {
    private static final int STREAM_WINDOW = 4 << 20;
    private static final int CONNECTION_WINDOW = 256 << 20;

    private final Http2Links owner;
    private final ReadClock clock;
    private final int wantedStreams;
    private final PropertyKey streams;
    private @Nullable ChannelHandlerContext context;
    private @Nullable Throwable lost;
    private long allowedStreams = Long.MAX_VALUE;
    private boolean settingsRead;
    private boolean settingsAcknowledged;
    private boolean ready;
    private boolean draining;
    private int lastTaken = Integer.MAX_VALUE;
    private int open;
    /** Whether it stands in the owner's queue of connections with a free stream. */
    boolean queued;

    private Http2Link(
            Http2ConnectionDecoder decoder,
            Http2ConnectionEncoder encoder,
            Http2Settings settings,
            Http2Links owner,
            ReadClock clock,
            int wantedStreams) {
        super(decoder, encoder, settings, true);
        this.owner = owner;
        this.clock = clock;
        this.wantedStreams = wantedStreams;
        streams = connection().newKey();
        decoder.frameListener(new Frames());
        connection().addListener(new Ends());
    }

    static Http2Link of(Http2Links owner, ReadClock clock, int wantedStreams) {
        return new Builder(owner, clock, wantedStreams).build();
    }

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) throws Exception {
        context = ctx;
        super.handlerAdded(ctx);
    }

    private ChannelHandlerContext context() {
        if (context == null) {
            throw new IllegalStateException("link used before it was added to its pipeline");
        }
        return context;
    }

    boolean free() {
        return ready && !draining && open < Math.min(wantedStreams, allowedStreams);
    }

    boolean ready() {
        return ready;
    }

    int freeStreams() {
        return ready && !draining ? (int) Math.min(wantedStreams, allowedStreams) - open : 0;
    }

    /** Writes and flushes a request as a new stream. */
    void send(Http2Stream stream, boolean reused, long connectNanos) {
        int id = connection().local().incrementAndGetNextStreamId();
        open++;
        stream.link = this;
        stream.id = id;
        ChannelHandlerContext ctx = context();
        stream.listener.connected(reused, connectNanos, open);
        byte[] body = stream.request.body;
        ChannelPromise head = ctx.newPromise();
        var unused = encoder().writeHeaders(ctx, id, stream.request.headers, 0, body.length == 0, head);
        io.netty.handler.codec.http2.Http2Stream made = connection().stream(id);
        if (made == null) {
            open--;
            stream.id = 0;
            Throwable cause = head.cause();
            stream.fail(cause == null ? new ClosedChannelException() : cause);
            return;
        }
        made.setProperty(streams, stream);
        ChannelPromise last = head;
        if (body.length > 0) {
            last = ctx.newPromise();
            var unusedData = encoder().writeData(ctx, id, Unpooled.wrappedBuffer(body), 0, true, last);
        }
        long before = System.nanoTime();
        flush(ctx);
        if (last.isDone()) {
            written(last, stream, before);
        } else {
            var unusedStamp = last.addListener(write -> written(write, stream, System.nanoTime()));
        }
    }

    private static void written(Future<?> write, Http2Stream stream, long nanos) {
        if (write.isSuccess() && !stream.over) {
            stream.listener.sent(nanos);
        }
    }

    void reset(int id) {
        var unused =
                resetStream(context(), id, Http2Error.CANCEL.code(), context().newPromise());
        flush(context());
    }

    /** Closes the connection, if it has one. */
    void shut() {
        if (context != null) {
            var unused = context.channel().close();
        }
    }

    /** The reason for which the connection is about to be lost, if one is known. */
    void lost(Throwable cause) {
        if (lost == null) {
            lost = cause;
        }
    }

    Throwable lost() {
        return lost == null ? new ClosedChannelException() : lost;
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) throws Exception {
        ready = false;
        draining = true;
        super.channelInactive(ctx);
        owner.closed(this);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) throws Exception {
        lost(cause);
        if (cause instanceof Http2Exception) {
            super.exceptionCaught(ctx, cause);
        } else {
            var unused = ctx.close();
        }
    }

    @Override
    protected void onConnectionError(
            ChannelHandlerContext ctx, boolean outbound, Throwable cause, @Nullable Http2Exception http2) {
        String text = String.valueOf(cause.getMessage());
        lost(new Http2Failure(
                text.contains("not SETTINGS") || text.contains("preface")
                        ? "the server does not speak HTTP/2 on this connection"
                        : "HTTP/2 was violated: " + text,
                false));
        super.onConnectionError(ctx, outbound, cause, http2);
    }

    private void settle() {
        if (!ready && settingsRead && settingsAcknowledged) {
            ready = true;
            owner.ready(this);
        }
    }

    /** What the server sends. */
    private final class Frames extends Http2FrameAdapter {
        @Override
        public void onSettingsRead(ChannelHandlerContext ctx, Http2Settings settings) {
            Long most = settings.maxConcurrentStreams();
            if (most != null) {
                allowedStreams = most;
            }
            settingsRead = true;
            settle();
        }

        @Override
        public void onSettingsAckRead(ChannelHandlerContext ctx) throws Http2Exception {
            if (!settingsAcknowledged) {
                settingsAcknowledged = true;
                connection()
                        .local()
                        .flowController()
                        .incrementWindowSize(connection().connectionStream(), CONNECTION_WINDOW);
                flush(ctx);
                settle();
            }
        }

        @Override
        public void onHeadersRead(
                ChannelHandlerContext ctx,
                int id,
                Http2Headers headers,
                int dependency,
                short weight,
                boolean exclusive,
                int padding,
                boolean last) {
            onHeadersRead(ctx, id, headers, padding, last);
        }

        @Override
        public void onHeadersRead(ChannelHandlerContext ctx, int id, Http2Headers headers, int padding, boolean last) {
            Http2Stream stream = stream(id);
            if (stream == null || stream.over) {
                return;
            }
            CharSequence status = headers.status();
            if (status != null && !status.toString().startsWith("1")) {
                stream.listener.answered(
                        Integer.parseInt(status.toString()),
                        text(headers.get("content-type")),
                        text(headers.get("content-encoding")),
                        clock.nanos());
            }
            if (last) {
                end(stream);
            }
        }

        private static @Nullable String text(@Nullable CharSequence value) {
            return value == null ? null : value.toString();
        }

        @Override
        public int onDataRead(ChannelHandlerContext ctx, int id, ByteBuf data, int padding, boolean last) {
            int consumed = data.readableBytes() + padding;
            Http2Stream stream = stream(id);
            if (stream != null && !stream.over) {
                boolean more = !data.isReadable() || stream.listener.body(data, clock.nanos());
                if (last || !more) {
                    end(stream);
                }
                if (!more && !last && !stream.over) {
                    reset(id);
                }
            }
            return consumed;
        }

        /** An answer that ends before its request is written ends that too: nobody reads the rest, and the stream would stay open. */
        private void end(Http2Stream stream) {
            stream.ended = true;
            stream.endNanos = clock.nanos();
            io.netty.handler.codec.http2.Http2Stream own = connection().stream(stream.id);
            if (own != null && own.state().localSideOpen()) {
                reset(stream.id);
            }
        }

        @Override
        public void onRstStreamRead(ChannelHandlerContext ctx, int id, long code) {
            Http2Stream stream = stream(id);
            if (stream != null && !stream.ended) {
                Http2Error error = Http2Error.valueOf(code);
                stream.failure = new Http2Failure(
                        "the server reset the stream (" + (error == null ? Long.toString(code) : error.name()) + ")",
                        error == Http2Error.REFUSED_STREAM);
            }
        }
    }

    private @Nullable Http2Stream stream(int id) {
        io.netty.handler.codec.http2.Http2Stream known = connection().stream(id);
        return known == null ? null : known.getProperty(streams);
    }

    /** The end of a stream is told when its place is free again, so that the next request finds it. */
    private final class Ends extends Http2ConnectionAdapter {
        @Override
        public void onStreamClosed(io.netty.handler.codec.http2.Http2Stream closed) {
            Http2Stream stream = closed.getProperty(streams);
            if (stream == null) {
                return;
            }
            open--;
            owner.freed(Http2Link.this);
            if (draining && open == 0 && context().channel().isActive()) {
                var unused = context().channel().close();
            }
            if (stream.ended) {
                stream.complete(stream.endNanos);
            } else if (stream.failure != null) {
                stream.fail(stream.failure);
            } else if (stream.id > lastTaken) {
                stream.fail(new Http2Failure("the server takes no more requests on the connection (GOAWAY)", true));
            } else {
                stream.fail(lost());
            }
        }

        @Override
        public void onGoAwayReceived(int lastStreamId, long code, ByteBuf debug) {
            draining = true;
            lastTaken = lastStreamId;
            if (open == 0) {
                var unused = context().channel().close();
            }
        }
    }

    private static final class Builder extends AbstractHttp2ConnectionHandlerBuilder<Http2Link, Builder> {
        private final Http2Links owner;
        private final ReadClock clock;
        private final int wantedStreams;

        Builder(Http2Links owner, ReadClock clock, int wantedStreams) {
            this.owner = owner;
            this.clock = clock;
            this.wantedStreams = wantedStreams;
            server(false);
            frameListener(new Http2FrameAdapter());
            initialSettings(new Http2Settings().pushEnabled(false).initialWindowSize(STREAM_WINDOW));
            decoderEnforceMaxRstFramesPerWindow(0, 0);
            encoderEnforceMaxRstFramesPerWindow(0, 0);
        }

        @Override
        public Http2Link build() {
            return super.build();
        }

        @Override
        protected Http2Link build(
                Http2ConnectionDecoder decoder, Http2ConnectionEncoder encoder, Http2Settings settings) {
            return new Http2Link(decoder, encoder, settings, owner, clock, wantedStreams);
        }
    }
}
