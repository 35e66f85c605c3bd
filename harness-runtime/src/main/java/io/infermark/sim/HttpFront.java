package io.infermark.sim;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.socket.SocketChannel;
import io.netty.handler.codec.ByteToMessageDecoder;
import io.netty.handler.codec.http.HttpRequestDecoder;
import io.netty.handler.ssl.ApplicationProtocolConfig;
import io.netty.handler.ssl.ApplicationProtocolNames;
import io.netty.handler.ssl.ApplicationProtocolNegotiationHandler;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** Gives a new connection its pipeline: TLS or not, HTTP/1.1 or HTTP/2, by ALPN or by the connection's first bytes. */
final class HttpFront {
    private static final byte[] PREFACE = "PRI ".getBytes(StandardCharsets.US_ASCII);

    private final LoopState loop;
    private final RequestRouter router;
    private final TurnClock clock;
    private final Listening.HttpVersions versions;
    private final @Nullable SslContext tls;

    HttpFront(LoopState loop, RequestRouter router, TurnClock clock, @Nullable SelfSigned certificate) {
        this.loop = loop;
        this.router = router;
        this.clock = clock;
        this.versions = loop.config.listening().http();
        this.tls = certificate == null ? null : context(certificate, versions);
    }

    private static SslContext context(SelfSigned certificate, Listening.HttpVersions versions) {
        List<String> protocols = new ArrayList<>();
        if (versions != Listening.HttpVersions.HTTP1) {
            protocols.add(ApplicationProtocolNames.HTTP_2);
        }
        if (versions != Listening.HttpVersions.HTTP2) {
            protocols.add(ApplicationProtocolNames.HTTP_1_1);
        }
        try {
            return SslContextBuilder.forServer(certificate.key(), certificate.certificate())
                    .sslProvider(SslProvider.JDK)
                    .applicationProtocolConfig(new ApplicationProtocolConfig(
                            ApplicationProtocolConfig.Protocol.ALPN,
                            ApplicationProtocolConfig.SelectorFailureBehavior.NO_ADVERTISE,
                            ApplicationProtocolConfig.SelectedListenerFailureBehavior.ACCEPT,
                            protocols))
                    .build();
        } catch (SSLException failed) {
            throw new SimException("SimTls", "TLS cannot be set up: " + failed.getMessage(), failed);
        }
    }

    void accept(SocketChannel channel) {
        clock.event(System.nanoTime());
        Inbox.Entrance entrance = loop.inbox.new Entrance();
        ChannelPipeline pipeline = channel.pipeline().addLast(entrance);
        if (tls != null) {
            pipeline.addLast(tls.newHandler(channel.alloc()), new Negotiated(entrance));
        } else if (versions == Listening.HttpVersions.BOTH) {
            pipeline.addLast(new Detector(entrance));
        } else {
            speak(pipeline, entrance, versions == Listening.HttpVersions.HTTP2);
        }
    }

    private void speak(ChannelPipeline pipeline, Inbox.Entrance entrance, boolean http2) {
        if (http2) {
            pipeline.addLast(Http2Connection.of(loop, router, entrance));
        } else {
            pipeline.addLast(new HttpRequestDecoder(), new BodyCollector(), new Connection(loop, router, entrance));
        }
    }

    /** A connection that was opened ahead and never used is idle too, and so is one whose handshake never ends. */
    @SuppressWarnings("FutureReturnValueIgnored") // A timer that nobody cancels: it finds the handler gone.
    private void closeIfStillThere(ChannelHandlerContext ctx, Inbox.Entrance entrance) {
        long timeout = loop.config.listening().idleTimeout().toNanos();
        if (timeout > 0) {
            loop.eventLoop.schedule(
                    () -> {
                        if (!ctx.isRemoved() && entrance.waits()) {
                            closeIfStillThere(ctx, entrance);
                        } else if (!ctx.isRemoved()) {
                            ctx.close();
                        }
                    },
                    timeout,
                    TimeUnit.NANOSECONDS);
        }
    }

    private final class Negotiated extends ApplicationProtocolNegotiationHandler {
        private final Inbox.Entrance entrance;

        Negotiated(Inbox.Entrance entrance) {
            super(
                    versions == Listening.HttpVersions.HTTP2
                            ? ApplicationProtocolNames.HTTP_2
                            : ApplicationProtocolNames.HTTP_1_1);
            this.entrance = entrance;
        }

        @Override
        public void handlerAdded(ChannelHandlerContext ctx) throws Exception {
            super.handlerAdded(ctx);
            closeIfStillThere(ctx, entrance);
        }

        @Override
        protected void configurePipeline(ChannelHandlerContext ctx, String protocol) {
            entrance.takeFirst();
            speak(ctx.pipeline(), entrance, protocol.equals(ApplicationProtocolNames.HTTP_2));
        }

        @Override
        protected void handshakeFailure(ChannelHandlerContext ctx, Throwable cause) {
            var unused = ctx.close();
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
            var unused = ctx.close();
        }
    }

    /** No HTTP/1.1 method begins like HTTP/2's preface. */
    private final class Detector extends ByteToMessageDecoder {
        private final Inbox.Entrance entrance;

        Detector(Inbox.Entrance entrance) {
            this.entrance = entrance;
        }

        @Override
        public void handlerAdded(ChannelHandlerContext ctx) {
            closeIfStillThere(ctx, entrance);
        }

        @Override
        protected void decode(ChannelHandlerContext ctx, ByteBuf in, List<Object> out) {
            int seen = Math.min(in.readableBytes(), PREFACE.length);
            int same = 0;
            while (same < seen && in.getByte(in.readerIndex() + same) == PREFACE[same]) {
                same++;
            }
            if (same == seen && seen < PREFACE.length) {
                return;
            }
            speak(ctx.pipeline(), entrance, same == PREFACE.length);
            ctx.pipeline().remove(this);
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
            Outlet.report(cause);
            var unused = ctx.close();
        }
    }
}
