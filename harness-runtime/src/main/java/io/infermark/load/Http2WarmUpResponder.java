package io.infermark.load;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.http2.DefaultHttp2DataFrame;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.DefaultHttp2HeadersFrame;
import io.netty.handler.codec.http2.Http2DataFrame;
import io.netty.handler.codec.http2.Http2FrameCodecBuilder;
import io.netty.handler.codec.http2.Http2HeadersFrame;
import io.netty.handler.codec.http2.Http2MultiplexHandler;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** What {@link WarmUpResponder} is, over HTTP/2. One event loop of its own; each turn writes one part of each answer that has some. */
final class Http2WarmUpResponder implements WarmUpServer {
    private static final int TURN_MILLIS = 1;

    private final EventLoopGroup group;
    private final EventLoop loop;
    private final Channel listener;
    private final List<Answer> writing = new ArrayList<>();

    private Http2WarmUpResponder(InetAddress loopback) throws IOException {
        group = new MultiThreadIoEventLoopGroup(
                1, new DefaultThreadFactory("infermark-warm-up", true), NioIoHandler.newFactory());
        loop = group.next();
        var bound = new ServerBootstrap()
                .group(group)
                .channel(NioServerSocketChannel.class)
                .option(ChannelOption.SO_BACKLOG, 1024)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childHandler(new ChannelInitializer<Channel>() {
                    @Override
                    protected void initChannel(Channel connection) {
                        connection
                                .pipeline()
                                .addLast(
                                        Http2FrameCodecBuilder.forServer().build(),
                                        new Http2MultiplexHandler(new ChannelInitializer<Channel>() {
                                            @Override
                                            protected void initChannel(Channel stream) {
                                                stream.pipeline().addLast(new Request());
                                            }
                                        }));
                    }
                })
                .bind(new InetSocketAddress(loopback, 0))
                .awaitUninterruptibly();
        if (!bound.isSuccess()) {
            var unused = group.shutdownGracefully();
            throw new IOException("no socket on the loopback interface: " + bound.cause(), bound.cause());
        }
        listener = bound.channel();
        var unusedTurns = loop.scheduleAtFixedRate(this::writeTurn, TURN_MILLIS, TURN_MILLIS, TimeUnit.MILLISECONDS);
    }

    static Http2WarmUpResponder start(InetAddress loopback) throws IOException {
        return new Http2WarmUpResponder(loopback);
    }

    @Override
    public URI uri() {
        return WarmUpServer.uri((InetSocketAddress) listener.localAddress());
    }

    @Override
    public void close() {
        listener.close().awaitUninterruptibly(1_000);
        group.shutdownGracefully(0, 500, TimeUnit.MILLISECONDS).awaitUninterruptibly(1, TimeUnit.SECONDS);
    }

    private void writeTurn() {
        for (Iterator<Answer> all = writing.iterator(); all.hasNext(); ) {
            if (!all.next().writePart()) {
                all.remove();
            }
        }
    }

    private final class Request extends SimpleChannelInboundHandler<Object> {
        private String path = "/";

        @Override
        protected void channelRead0(ChannelHandlerContext ctx, Object frame) {
            boolean last = false;
            if (frame instanceof Http2HeadersFrame head) {
                path = String.valueOf(head.headers().path());
                last = head.isEndStream();
            } else if (frame instanceof Http2DataFrame data) {
                last = data.isEndStream();
            }
            if (last) {
                String[] words = path.split("/", -1);
                List<String> parts = WarmUpAnswer.parts(Integer.parseInt(words[1]), Integer.parseInt(words[2]));
                var unused = ctx.write(new DefaultHttp2HeadersFrame(new DefaultHttp2Headers()
                        .status(parts.isEmpty() ? "503" : "200")
                        .add("content-type", parts.isEmpty() ? "application/json" : "text/event-stream")));
                writing.add(new Answer(ctx, new ArrayDeque<>(parts)));
            }
        }
    }

    private record Answer(ChannelHandlerContext ctx, ArrayDeque<String> parts) {
        /** Whether there is more to write. */
        boolean writePart() {
            String part = parts.isEmpty() ? "{}" : parts.remove();
            boolean last = parts.isEmpty();
            var unused = ctx.writeAndFlush(
                    new DefaultHttp2DataFrame(Unpooled.copiedBuffer(part, StandardCharsets.UTF_8), last));
            return !last;
        }
    }
}
